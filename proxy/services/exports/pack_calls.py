"""What the calls of a period were: volumes, findings by law, failures, the log's own state, energy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.facets import facets, timeline
from proxy.audit.masking import masked
from proxy.audit.reports import run
from proxy.services.exports.pack_parts import CALLS, PackSection, PackTable, Plot, counted, from_report, plot_of, small

if TYPE_CHECKING:
    from proxy.audit.proof import Verdict
    from proxy.services.exports.pack_parts import OfPeriod

BY: Final = ("decision", "severity", "provider", "model", "tier", "unit", "rule")
OWN_FAILURES: Final = frozenset(
    {"scan_failed", "scan_timed_out", "audit_unavailable", "state_unavailable", "overloaded", "internal_error"}
)
"""Codes of `proxy.errors.OwnFailure`; a test keeps them equal."""


def volumes(of: OfPeriod) -> PackSection:
    """How much, and what was decided."""
    found = facets(of.log, of.filters(*CALLS), BY)
    found_on, _ = timeline(of.log, of.filters(*CALLS), of.period.step)
    days = {each: found_on.get(each, 0) for each in of.period.buckets()}
    when = PackTable(f"Calls by {of.period.step}", (of.period.step, "calls"), tuple(masked(days).items()))
    decided = counted("Calls by decision", "decision", found.counts["decision"])
    tables = [
        decided,
        counted("Calls by severity", "severity", found.counts["severity"]),
        counted("Calls by provider", "provider", found.counts["provider"]),
        counted("Calls by model", "model", found.counts["model"]),
        counted("Calls by contract tier", "tier", found.counts["tier"]),
        counted("Calls by department", "department", found.counts["unit"]),
        counted("Calls by rule", "rule", found.counts["rule"]),
    ]
    ends = facets(of.log, of.filters("request.final"), ("outcome",)).counts["outcome"]
    tables.append(counted("How forwarded calls ended", "outcome", ends))
    return PackSection(
        "volumes",
        "Volumes and decisions",
        "How many calls were made, to which tools, and what the guard decided.",
        small({"calls": found.total, "forwarded": found.counts["decision"].get("forward", 0)}),
        tuple(each for each in (when, *tables) if each.rows),
        (Plot(when.title, "calls", tuple((str(a), b) for a, b in when.rows), "columns"), plot_of(decided)),
    )


def findings(of: OfPeriod) -> PackSection:
    """What was found, by law."""
    found = facets(of.log, of.filters(*CALLS), ("regime", "tag", "entity", "wa_breach", "under13"))
    law = counted("Calls by law", "law", found.counts["regime"])
    families = counted("Calls by family of records", "family", found.counts["tag"])
    labels = Counter({name: n for name, n in found.counts["entity"].items() if "." not in name})
    return PackSection(
        "findings",
        "Protected information, by law",
        "In how many calls protected information was found, and which laws protect it.",
        small(
            {
                "calls with a mix that would require a breach notice (RCW 42.56.590)": found.counts["wa_breach"].get(
                    "yes", 0
                ),
                "calls about a child under thirteen": found.counts["under13"].get("yes", 0),
            }
        ),
        tuple(each for each in (law, families, counted("Calls by label", "label", labels)) if each.rows),
        (plot_of(law if law.rows else families),),
        ("A call that falls under several laws is counted under each.",),
    )


def incidents(of: OfPeriod) -> PackSection:
    """Failures: the guard's own, the provider's, and calls whose end is unknown."""
    codes = facets(of.log, of.filters("request.refused"), ("error_code",)).counts["error_code"]
    own = {name: n for name, n in codes.items() if name in OWN_FAILURES}
    ends = facets(of.log, of.filters("request.final"), ("outcome", "error_code"))
    bad = {name: n for name, n in ends.counts["outcome"].items() if name != "completed"}
    starts = facets(of.log, of.filters("start"), ()).total
    return PackSection(
        "incidents",
        "Incidents",
        "Calls that were refused because the guard could not check or record them (it fails closed), and forwarded "
        "calls that did not end well.",
        {"starts of the guard": starts, "calls refused for a failure of the guard": sum(own.values())},
        tuple(
            each
            for each in (
                counted("Refused for a failure of the guard", "code", own),
                counted("Forwarded calls that did not complete", "outcome", bad),
                counted("All refusals by code", "code", codes),
            )
            if each.rows
        ),
    )


def integrity(of: OfPeriod, verdict: Verdict | None) -> PackSection:
    """Whether the log is whole."""
    report = run(of.log, "chain-gaps", of.asked(), mask=False)
    named = {"records": "records of the period"}
    facts: dict[str, Any] = {named.get(name, name): value for name, value in report.facts.items()}
    notes = list(report.notes)
    tables: tuple[PackTable, ...] = ()
    if verdict is None:
        notes.append("The log was not verified for this pack.")
    else:
        facts["verification"] = "FAILED" if verdict.problems else "good: every record, leaf and checkpoint agrees"
        facts["records verified"] = verdict.records
        facts["records under good checkpoints"] = verdict.vouched
        rows = tuple((each.index, each.what) for each in verdict.problems[:50])
        tables = (PackTable("What does not agree", ("first bad record", "what"), rows),) if rows else ()
    return PackSection(
        "integrity",
        "Gaps and checkpoints",
        "Whether the log is whole and unaltered, by its Merkle tree and signed checkpoints (RFC 9162).",
        facts,
        tables,
        notes=tuple(notes),
    )


def energy(of: OfPeriod) -> PackSection:
    """Energy, carbon and water, as ranges."""
    report = run(of.log, "energy", of.asked(), mask=True)
    found = report.facts
    ranges = {
        "energy (Wh)": f"{found['wh_min']} to {found['wh_max']}",
        "carbon (g CO2e)": f"{found['gco2e_min']} to {found['gco2e_max']}",
        "water (mL)": f"{found['ml_min']} to {found['ml_max']}",
    }
    tokens = {"input tokens": found["input_tokens"], "output tokens": found["output_tokens"]}
    return PackSection(
        "energy",
        "Energy and water",
        "Estimates for the answers of the period.",
        {**ranges, **tokens},
        from_report(report)[1],
        notes=report.notes,
    )
