"""Reports about reviewing: how long people wait, who tried to decide their own, and what people said was wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from proxy.audit.query import AuditLog
    from proxy.exchange import Json

MOST: Final = 5_000
"""Events of one kind that figures are worked out from: a few a day, so years."""
DECIDED: Final = ("released", "denied")
OWN: Final = "own"
"""How the cause of a refusal to let somebody decide their own call begins."""


def reviewers(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """How long held calls waited, how they ended, which are open, and attempts to approve one's own."""
    holds = log.walk(db, asked.filters(kinds=("hold",)), count=MOST)
    reviews = log.walk(db, asked.filters(kinds=("review",)), count=MOST)
    decided = [event for event in reviews if event["detail"]["action"] in DECIDED]
    ended = {event["detail"]["ticket"] for event in decided} | {
        event["detail"]["ticket"] for event in holds if event["detail"]["action"] in ("expired", "withdrawn")
    }
    opened = [event for event in holds if event["detail"]["action"] == "opened"]
    waits = sorted(int(event["detail"]["waited_s"]) for event in decided if event["detail"].get("waited_s") is not None)
    refused = [event for event in reviews if event["detail"]["action"] == "refused"]
    own = [event for event in refused if str(event["detail"].get("cause", "")).startswith(OWN)]
    facts: dict[str, Json] = {
        "holds opened": len(opened),
        "holds decided": len(decided),
        "holds open": sum(event["detail"]["ticket"] not in ended for event in opened),
        "holds expired": sum(event["detail"]["action"] == "expired" for event in holds),
        "self-approval attempts": len(own),
        "minutes to decision: median": _quantile(waits, 0.5),
        "minutes to decision: nine of ten within": _quantile(waits, 0.9),
        "minutes to decision: longest": _quantile(waits, 1.0),
    }
    rows = tuple(sorted(Counter(event["detail"]["action"] for event in decided).items()))
    table = Table("how they ended", ("decision", "holds"), rows, ("holds",))
    records, after = page(log, db, asked, [asked.filters(kinds=("hold", "review"))])
    fields = (
        "action", "ticket", "decision", "mode", "reason", "cause", "rules", "severity", "unit", "votes", "people",
        "responsible", "waited_s", "due", "expires",
    )  # fmt: skip
    whole = max(len(holds), len(reviews)) < MOST
    return Report(
        REVIEWERS.name,
        facts,
        (table,),
        tuple(brief(record, *fields) for record in records),
        after,
        () if whole else (f"Figures of the newest {MOST} events of each kind.",),
        ("holds opened", "holds decided", "holds open", "holds expired"),  # of people whose calls waited, as elsewhere
    )


def _quantile(seconds: Sequence[int], share: float) -> float | None:
    """Minutes, nearest rank; None of nothing."""
    return round(seconds[max(0, -(-int(share * 100) * len(seconds) // 100) - 1)] / 60, 1) if seconds else None


def false_reports(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """What staff reported as wrongly found, or wrongly not found, and what they did with answers."""
    records, after = page(log, db, asked, [asked.filters(kinds=("report", "review.ack"))])
    reports = log.walk(db, asked.filters(kinds=("report",)), count=MOST)
    counts = Counter((event["detail"].get("verdict"), event["detail"].get("entity")) for event in reports)
    rows = tuple((verdict, entity, n) for (verdict, entity), n in counts.most_common())
    fields = ("verdict", "about", "entity", "span", "reason", "result", "flagged", "after_s", "unit")
    return Report(
        FALSE_REPORTS.name,
        {"reports": len(reports)},
        (Table("reports", ("verdict", "entity", "reports"), rows, ("reports",)),),
        tuple(brief(record, *fields) for record in records),
        after,
        counted=("reports",),
    )


REVIEWERS: Final = Named(
    "reviewers",
    "How fast are held calls decided, and did anybody try to approve their own?",
    "Policy 5023, Human oversight; NIST SP 800-53 AC-5",
    reviewers,
)
FALSE_REPORTS: Final = Named(
    "false-reports",
    "What did people report as wrongly found or missed?",
    "Policy 5023, Accuracy and reliability",
    false_reports,
)
