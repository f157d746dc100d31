"""What people did in a period: reviews, overrides, approvals, training, evaluations, reading the log, changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from proxy.audit.facets import facets
from proxy.audit.query import MAX_PAGE
from proxy.audit.reports import run
from proxy.services.exports.pack_parts import CALLS, PackSection, PackTable, counted, from_report, small

if TYPE_CHECKING:
    from proxy.services.exports.pack_parts import OfPeriod


def reviews(of: OfPeriod) -> PackSection:
    """Held calls and how fast people decided."""
    report = run(of.log, "reviewers", of.asked(), mask=True)
    facts, tables = from_report(report)
    acks = Counter(str(each["detail"]["result"]) for each in of.all("review.ack"))
    more = (counted("What staff did with answers", "result", acks, "answers"),) if acks else ()
    return PackSection(
        "reviews",
        "Holds and turnaround",
        "How long held calls waited for a person, how they were decided, and attempts to decide one's own.",
        facts,
        (*tables, *more),
    )


def overrides(of: OfPeriod) -> PackSection:
    """Exceptions that people granted."""
    events = list(of.all("override"))
    acts = Counter(str(each["detail"]["action"]) for each in events)
    rows = tuple(
        (each["at"][:10], each["detail"]["action"], each["detail"]["rule"], each["detail"].get("to"),
         each["detail"].get("unit") or each["detail"].get("app") or "", each["detail"]["expires"][:10],
         each["detail"].get("reason"))
        for each in events
    )  # fmt: skip
    used = facets(of.log, of.filters(*CALLS), ("overridden",)).counts["overridden"].get("yes", 0)
    columns = ("day", "action", "rule", "to", "for", "ends", "reason")
    return PackSection(
        "overrides",
        "Overrides",
        "Exceptions to rows of the decision table: granted, revoked, ended, and used.",
        {**dict(acts), **small({"calls under an override": used})},
        (PackTable("Every change", columns, rows),) if rows else (),
    )


def approvals(of: OfPeriod) -> PackSection:
    """Tools: requested, decided, ended, stopped."""
    events = list(of.all("registry"))
    rows = tuple(
        (each["at"][:10], each["detail"]["action"], each["detail"]["tool"], each["detail"].get("tier") or "",
         each["detail"].get("expires") or "", each["detail"].get("reason") or "")
        for each in events
    )  # fmt: skip
    lapsed = run(of.log, "lapsed", of.asked(), mask=True)
    columns = ("day", "action", "tool", "tier", "ends", "reason")
    return PackSection(
        "approvals",
        "Approvals and expiries",
        "AI tools that were requested, reviewed, approved, denied, stopped or are about to end.",
        {**dict(Counter(str(each["detail"]["action"]) for each in events)), **lapsed.facts},
        (PackTable("Every change", columns, rows),) if rows else (),
    )


def training(of: OfPeriod) -> PackSection:
    """Training that was recorded, and calls without it."""
    events = list(of.all("training"))
    untrained = facets(of.log, of.filters(*CALLS), ("untrained",)).counts["untrained"].get("yes", 0)
    acts = Counter(str(each["detail"]["action"]) for each in events)
    courses = Counter(str(each["detail"]["course"]) for each in events if each["detail"].get("course"))
    return PackSection(
        "training",
        "Training",
        "Attestations that were recorded, and calls of people whose training was not in force.",
        {**small(dict(acts)), **small({"calls without training in force": untrained})},
        (counted("Attestations by course", "course", courses, "attestations"),) if courses else (),
    )


def accuracy(of: OfPeriod) -> PackSection:
    """Accuracy and equity runs."""
    report = run(of.log, "evaluations", of.asked(limit=MAX_PAGE), mask=False)
    _, tables = from_report(report)
    reports = run(of.log, "false-reports", of.asked(), mask=True)
    return PackSection(
        "accuracy",
        "Accuracy and equity",
        "What evaluations of this version measured on labelled sets, and what staff reported as wrong.",
        {"evaluations": facets(of.log, of.filters("evaluation"), ()).total, **reports.facts},
        (*tables, *(PackTable(each.name, each.columns, each.rows) for each in reports.tables if each.rows)),
    )


def access(of: OfPeriod) -> PackSection:
    """Who read the log, and why; these people are named, as the ones who watch are watched."""
    looks: Counter[tuple[str, ...]] = Counter()
    for kind in ("log.read", "log.export", "content"):
        for each in of.all(kind):
            detail = each["detail"]
            what = detail.get("what") or detail.get("action") or "search"
            looks[str(each["caller"]), kind, str(what), str(detail.get("case") or "")] += 1
    rows = tuple((*place, count) for place, count in sorted(looks.items()))
    kinds = Counter(place[1] for place in looks.elements())
    return PackSection(
        "access",
        "Reading of the log",
        "Who searched, exported or opened records, under which case.",
        {"searches": kinds["log.read"], "exports, requests included": kinds["log.export"],
         "content opened or asked for": kinds["content"]},
        (PackTable("By reader", ("reader", "kind", "what", "case", "times"), rows),) if rows else (),
    )  # fmt: skip


def changes(of: OfPeriod) -> PackSection:
    """Configuration, keys, rosters, holds, purges, the vault, backups."""
    kinds = ("config", "key", "roster", "legal_hold", "purge", "vault", "backup", "checkpoint")
    found = facets(of.log, of.filters(*kinds), ("kind",)).counts["kind"]
    rows = tuple(
        (each["at"][:16].replace("T", " "), each["kind"],
         each["detail"].get("action") or each["detail"].get("result") or "",
         each["caller"] or each["detail"].get("actor") or "", each["detail"].get("reason") or "")
        for kind in kinds
        for each in of.all(kind)
    )  # fmt: skip
    columns = ("when (UTC)", "kind", "what", "who", "reason")
    return PackSection(
        "changes",
        "Configuration, keys, legal holds and purges",
        "Every change that people made to how the guard works and to what is kept.",
        dict(found),
        (PackTable("Every change", columns, tuple(sorted(rows))),) if rows else (),
    )
