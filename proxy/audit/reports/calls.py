"""Reports about calls: the sensitive ones with their reasons, one person's disclosures, lapsed training or approval."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from proxy.audit.facets import facets_within
from proxy.audit.reports.base import CALLS, Asked, Named, Report, Table, brief, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from proxy.audit.query import AuditLog
    from proxy.exchange import Json

REASONS: Final = ("decision", "severity", "rule", "clause", "reasons", "tags", "provider", "model", "tier", "unit")
SENT: Final = ("keep", "generalize")
NONE_DISCLOSED: Final = "no personal information disclosed (replaced; 34 CFR 99.31(b))"
BASES: Final = {
    "T2": "school official under direct control, 34 CFR 99.31(a)(1)(i)(B)",
    "T3": "school official, or business associate, 34 CFR 99.31(a)(1)(i)(B), 45 CFR 164.504(e)",
    "TL": "no disclosure: the model is the agency's own",
}
NO_BASIS: Final = "none recorded: the provider has no student-data agreement"


def sensitive(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Every call of severity S3 or S4, every call that was blocked or held, every override, with reasons."""
    searches = [
        asked.filters(kinds=CALLS, severity="S3"),
        asked.filters(kinds=CALLS, decision="block"),
        asked.filters(kinds=CALLS, decision="hold"),
        asked.filters(overridden="yes"),
        asked.filters(kinds=("override",)),
    ]
    records, after = page(log, db, asked, searches)
    counted = facets_within(log, db, asked.filters(kinds=CALLS, severity="S3"), ("severity", "decision", "rule"))
    stopped = facets_within(log, db, asked.filters(kinds=CALLS), ("decision", "overridden"))
    tables = [
        Table(f"S3 and S4 by {name}", (name, "calls"), tuple(Counter(counts).most_common()), ("calls",))
        for name, counts in counted.counts.items()
    ]
    facts = {
        "calls of severity S3 or S4": counted.total,
        "calls blocked": stopped.counts["decision"].get("block", 0),
        "calls held": stopped.counts["decision"].get("hold", 0),
        "calls under an override": stopped.counts["overridden"].get("yes", 0),
    }
    more = ("overrides", "override", "action", "to", "expires", "reason")
    return Report(
        SENSITIVE.name,
        facts,
        tuple(tables),
        tuple(brief(record, *REASONS, *more) for record in records),
        after,
        counted=tuple(facts),
    )


def disclosures(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Which providers received something about one person, when, for what, on what basis."""
    filters = asked.filters(kinds=("request.intent",), subject=asked.subject)
    records, after = page(log, db, asked, [filters])
    counted = facets_within(log, db, filters, ("provider", "tier", "subjects_cut"))
    cut = facets_within(log, db, asked.filters(kinds=("request.intent",)), ("subjects_cut",))
    some = cut.counts["subjects_cut"].get("yes", 0)
    notes = [
        "A person is found under the identifier or name that was asked for; ask again for the others.",
        *(
            [f"{some} calls in this time held more people than a record keeps; this person may be among them."]
            if some
            else []
        ),
        *([] if counted.exact else [f"Only the newest {counted.total} calls were counted; all of them are listed."]),
    ]
    tables = [
        Table(f"calls by {name}", (name, "calls"), tuple(Counter(counted.counts[name]).most_common()), ("calls",))
        for name in ("provider", "tier")
    ]
    wanted = frozenset(asked.subject or ())
    return Report(
        STUDENT_DISCLOSURES.name,
        {"calls": counted.total},
        tuple(tables),
        tuple(_disclosure(record, wanted) for record in records),
        after,
        tuple(notes),
        ("calls",),
    )


def _disclosure(record: Mapping[str, Json], wanted: frozenset[str]) -> dict[str, Json]:
    detail = record["detail"]
    about = [each for each in detail.get("subjects") or () if each["digest"] in wanted]
    sent = any(each["treatment"] in SENT for each in about)
    basis = BASES.get(detail["tier"], NO_BASIS)
    return brief(
        record, "provider", "model", "tier", "purpose", "unit", "app", "approval", "tags", "regimes", "residual"
    ) | {
        "identifiers": sorted({f"{each['entity']}: {each['treatment']}" for each in about}),
        "identifier_sent": sent,
        "basis": basis if sent or detail["tier"] == "TL" else NONE_DISCLOSED,
    }


def lapsed(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Calls to tools without an approval in force, and calls of people without training in force."""
    searches = [
        asked.filters(kinds=CALLS, error_code="model_not_allowed"),
        asked.filters(kinds=CALLS, tier="T0"),
        asked.filters(kinds=CALLS, untrained="yes"),
        asked.filters(kinds=CALLS, error_code="training_required"),
    ]
    records, after = page(log, db, asked, searches)
    codes = facets_within(log, db, asked.filters(kinds=CALLS), ("error_code", "untrained", "tier"))
    forwarded = facets_within(log, db, asked.filters(kinds=("request.intent",)), ("untrained", "tier"))
    facts = {
        "refused: tool not approved": codes.counts["error_code"].get("model_not_allowed", 0),
        "refused: training not in force": codes.counts["error_code"].get("training_required", 0),
        "forwarded without training in force": forwarded.counts["untrained"].get("yes", 0),
        "forwarded without an approval in force": forwarded.counts["tier"].get("T0", 0),
    }
    fields = ("provider", "model", "model_requested", "tier", "approval", "training_valid", "error_code", "unit", "app")
    return Report(
        LAPSED.name, facts, (), tuple(brief(record, *fields) for record in records), after, counted=tuple(facts)
    )


SENSITIVE: Final = Named(
    "sensitive",
    "Every S3 and S4, every block, hold and override, with reasons",
    "regulation: FERPA 34 CFR 99.31; Policy 5023, Human oversight",
    sensitive,
)
STUDENT_DISCLOSURES: Final = Named(
    "student-disclosures",
    "What was disclosed about one student, to whom, when, why and on what basis?",
    "FERPA 34 CFR 99.32; IDEA 34 CFR 300.614; Head Start 45 CFR 1303.24(b)",
    disclosures,
    ("subject",),
)
LAPSED: Final = Named(
    "lapsed",
    "Which calls were made with training or approval lapsed?",
    "Policy 5023, Training; Tools approval",
    lapsed,
)
