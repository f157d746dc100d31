"""What one provider received between two dates, and of how many people: the first question after a provider's breach.

RCW 42.56.590: a notice within 30 days to those whose name was lost together with an element that the law lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.facets import facets_within
from proxy.audit.periods import whole_days
from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page
from proxy.audit.stores.rollups import audit_exposure, audit_rollup

if TYPE_CHECKING:
    from proxy.audit.query import AuditLog

BY: Final = ("model", "tier", "severity", "rule", "unit")
NOTES: Final = (
    "People are told apart by keyed digests: somebody with a number and a name counts once under each.",
    "The number of people lies between the largest line and the sum of all.",
    "'sent as written' are identifiers that left unreplaced; the others left as placeholders or not at all.",
    "Identifiers are counted by whole days (UTC).",
)


def run(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Calls that left for the provider, people in them, and the calls with breach-law personal information."""
    sent = asked.filters(provider=asked.provider, kinds=("request.intent",))
    counted = facets_within(log, db, sent, (*BY, "wa_breach", "subjects_cut"))
    records, after = page(
        log, db, asked, [asked.filters(provider=asked.provider, kinds=("request.intent",), wa_breach="yes")]
    )
    people, totals = _people(log, db, asked)
    by = [
        Table(f"calls by {name}", (name, "calls"), tuple(Counter(counted.counts[name]).most_common()), ("calls",))
        for name in BY
    ]
    cut = counted.counts["subjects_cut"].get("yes", 0)
    more = (f"{cut} calls held more people than a record keeps; they are counted up to that number.",) if cut else ()
    facts = {
        "provider": asked.provider,
        "calls": counted.total,
        "calls with breach-law personal information": counted.counts["wa_breach"].get("yes", 0),
        **totals,
    }
    return Report(
        PROVIDER_EXPOSURE.name,
        facts,
        (people, *by),
        tuple(
            brief(record, "model", "tier", "unit", "decision", "rule", "tags", "subjects_total") for record in records
        ),
        after,
        (*NOTES, *more),
        tuple(name for name in facts if name != "provider"),
    )


def _people(log: AuditLog, db: sa.Connection, asked: Asked) -> tuple[Table, dict[str, int]]:
    """Different identifiers by label, and the largest line of each column: at least so many people."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for entity, as_written, flagged, both in _identifiers(log, db, asked):
        line = counts[entity]
        for column, counts_here in enumerate((True, as_written, flagged, both)):
            line[column] += counts_here
    columns = ("different", "sent as written", "in flagged calls", "flagged and sent as written")
    rows = tuple((entity, *line) for entity, line in sorted(counts.items()))
    least = {
        f"people at least: {name}": max((line[index] for line in counts.values()), default=0)
        for index, name in enumerate(columns)
    }
    return Table("people by identifier", ("entity", *columns), rows, columns), least


def _identifiers(log: AuditLog, db: sa.Connection, asked: Asked) -> list[tuple[str, bool, bool, bool]]:
    """Label of each different identifier, and whether it left as written, in a flagged call, both at once."""
    table = audit_exposure.c
    kept = sa.case((table.treatment == "keep", 1), else_=0)
    most = (sa.func.max(kept), sa.func.max(table.breach), sa.func.max(kept * table.breach))
    query = (
        sa.select(table.entity, table.digest, *most)
        .where(table.tenant.in_(_tenants(log, db)), table.provider == asked.provider)
        .group_by(table.entity, table.digest)
    )
    found: dict[tuple[str, str], tuple[bool, bool, bool]] = {}
    for span in whole_days(asked.since, asked.until).spans:
        within = (table.grain == span.grain, table.bucket >= span.first, table.bucket < span.end)
        for entity, digest, *marks in db.execute(query.where(*within)):
            before = found.get((entity, digest), (False, False, False))
            found[entity, digest] = (
                before[0] or bool(marks[0]),
                before[1] or bool(marks[1]),
                before[2] or bool(marks[2]),
            )
    return [(entity, *marks) for (entity, _), marks in found.items()]


def _tenants(log: AuditLog, db: sa.Connection) -> list[str]:
    if log.tenant is not None:
        return [log.tenant]
    table = audit_rollup.c
    return list(db.scalars(sa.select(table.tenant).where(table.grain == "month").distinct()))


PROVIDER_EXPOSURE: Final = Named(
    "provider-exposure",
    "What did one provider receive between two dates, and of how many people?",
    "breach scoping, RCW 42.56.590; FERPA 34 CFR 99.33",
    run,
    ("provider",),
)
