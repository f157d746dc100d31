"""How a search walks the log: down the one index that holds the fewest candidates, checking the rest record by record.

A page must cost the same wherever it lies and however full the log is. Every column that is searched has an index that
ends with the record's place in the log, and so does the index of terms; walking one of them backwards gives a page
without sorting. Which one is chosen here and not by the database, whose guess at a million records was sometimes a
sort of all matches: the roll-ups know how many records each value has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import sqlalchemy as sa

from proxy.audit.periods import cover
from proxy.audit.sorts import SEVERITIES
from proxy.audit.stores.rollups import DIMENSIONS, TERM_FIELDS, audit_rollup, audit_rollup_term
from proxy.audit.stores.schema import SEARCHED, audit_event, audit_id, audit_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from proxy.audit.filters import Filters
    from proxy.exchange import Json

FLAGS: Final = ("wa_breach", "under13", "untrained", "overridden", "subjects_cut")
EQUAL: Final = (
    "caller", "unit", "app", "provider", "model", "decision", "rule", "outcome", "error_code", "request_id", "event_id",
)  # fmt: skip
"""Filters that a column answers."""
OF_THE_CALL: Final = (
    "tag", "entity", "tier", "conversation", "regime", "approval", "dialect", "operation", "role", "purpose",
    "auth_method", "residual",
)  # fmt: skip
"""Filters that the index of terms answers, and that stand on the intent of a call."""
OF_THE_RECORD: Final = ("override", "hold", "tool", "matter", "person")
FINAL: Final = "request.final"
INTENT: Final = "request.intent"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One condition: a column, or a field of the index of terms, and the values that satisfy it."""

    where: Literal["column", "term"]
    name: str
    values: tuple[str, ...]
    call: bool = False
    """Whether it stands on the intent when a final is asked for."""


KEPT: Final = (audit_event.c.seq, audit_event.c.body, audit_event.c.request_id, audit_event.c.tenant)
"""Columns of a walk."""
Walk: TypeAlias = "sa.Select[Json]"
Place: TypeAlias = "sa.Column[Json]"
Bounds: TypeAlias = tuple[int, int]
"""Places in the log, both inclusive, between which all records of a range of time lie."""


def wanted(filters: Filters) -> list[Wanted]:
    """The conditions of a search, those of time excepted."""
    found = [Wanted("column", name, (value,)) for name in EQUAL if (value := getattr(filters, name)) is not None]
    if filters.kinds is not None:
        found.append(Wanted("column", "kind", filters.kinds))
    if filters.severity is not None:
        found.append(Wanted("column", "severity", SEVERITIES[SEVERITIES.index(filters.severity) :]))
    found += [
        Wanted("term", name, (value,), name in OF_THE_CALL)
        for name in (*OF_THE_CALL, *OF_THE_RECORD)
        if (value := getattr(filters, name)) is not None
    ]
    found += [Wanted("term", "flag", (name,), call=True) for name in FLAGS if getattr(filters, name) is not None]
    if filters.subject is not None:
        found.append(Wanted("term", "subject", filters.subject, call=True))
    if filters.reviewer is not None:
        found += [Wanted("column", "caller", (filters.reviewer,)), Wanted("column", "kind", ("review",))]
    if filters.status is not None:
        found.append(_status(filters.status))
    return found


def _status(status: str) -> Wanted:
    return Wanted("column", "status", (status,)) if status == "200" else Wanted("term", "status", (status,))


def asks_for_finals(filters: Filters) -> bool:
    """Whether only finals can match, so that what is asked about content is asked of their intents."""
    return filters.outcome is not None or filters.kinds == (FINAL,)


# --------------------------------------------------------------------------- choosing


def bounds(db: sa.Connection, filters: Filters) -> Bounds | None:
    """Where in the log the records of the asked time lie; None when there are none, or nothing is asked of time."""
    if filters.since is None and filters.until is None:
        return None
    low, high = [], []
    covered = cover(filters.since, filters.until)
    for span in covered.spans:
        table = audit_rollup.c
        row = db.execute(
            sa.select(sa.func.min(table.first_seq), sa.func.max(table.last_seq)).where(
                table.grain == span.grain, table.bucket >= span.first, table.bucket < span.end
            )
        ).one()
        if row[0] is not None:
            low.append(int(row[0]))
            high.append(int(row[1]))
    for since, until in covered.edges:
        within = (audit_event.c.at >= since, audit_event.c.at < until)
        row = db.execute(sa.select(sa.func.min(audit_event.c.seq), sa.func.max(audit_event.c.seq)).where(*within)).one()
        if row[0] is not None:
            low.append(int(row[0]))
            high.append(int(row[1]))
    return (min(low), max(high)) if low else (0, -1)


def best(db: sa.Connection, conditions: Sequence[Wanted], *, room: int) -> Wanted | None:
    """The condition to walk by; None to walk the log itself, of which `room` records come into question."""
    chosen, fewest = None, room
    for each in conditions:
        if each.where == "column" and each.name not in SEARCHED and each.name != "event_id":
            continue
        many = estimate(db, each)
        if many < fewest:
            chosen, fewest = each, many
    return chosen


def estimate(db: sa.Connection, condition: Wanted) -> int:
    """How many records satisfy it, by the roll-ups; what they do not know points at single people and is rare."""
    if condition.where == "column" and condition.name in DIMENSIONS:
        table = audit_rollup.c
        query = sa.select(sa.func.sum(table.n)).where(
            table.grain == "month", table[condition.name].in_(condition.values)
        )
    elif condition.name in TERM_FIELDS or condition.name == "flag":
        return _terms(db, condition)
    else:
        return 0
    return int(db.scalar(query) or 0)


def _terms(db: sa.Connection, condition: Wanted) -> int:
    if condition.name == "flag":
        cube = audit_rollup.c
        found = sa.or_(*(cube.flags.contains(value) for value in condition.values))
        return int(db.scalar(sa.select(sa.func.sum(cube.n)).where(cube.grain == "month", found)) or 0)
    table = audit_rollup_term.c
    where = (table.field == condition.name, table.grain == "month", table.term.in_(condition.values))
    return int(db.scalar(sa.select(sa.func.sum(table.n)).where(*where)) or 0)


# --------------------------------------------------------------------------- walking


def branches(driver: Wanted | None, rest: Sequence[Wanted], *, partitioned: bool) -> Iterator[tuple[Walk, Place]]:
    """One statement for each value of the driver, with the column that its index ends with.

    Each is a walk down one index: the caller cuts, orders and limits by that column.

    Args:
        driver: the condition to walk by; None for the log itself.
        rest: the other conditions.
        partitioned: the log lies in a partition for each month; a record of which only the place is known is then
            looked for in every month, unless its time is found first.
    """
    checks = [check(each) for each in rest]
    bare = sa.select(*KEPT)
    if driver is None:
        yield bare.where(*checks), audit_event.c.seq
    elif driver.where == "column":
        for value in driver.values:
            yield bare.where(audit_event.c[driver.name] == value, *checks), audit_event.c.seq
    else:
        joined = bare.select_from(_timed() if partitioned else _termed())
        for field in _fields(driver):
            for value in driver.values:
                walked = (audit_term.c.field == field, audit_term.c.term == value)
                yield joined.where(*walked, *checks), audit_term.c.seq


def _termed() -> sa.FromClause:
    return audit_term.join(audit_event, audit_event.c.seq == audit_term.c.seq)


def _timed() -> sa.FromClause:
    known = audit_term.join(audit_id, audit_id.c.seq == audit_term.c.seq)
    return known.join(audit_event, sa.and_(audit_event.c.seq == audit_id.c.seq, audit_event.c.at == audit_id.c.at))


def check(condition: Wanted) -> sa.ColumnElement[bool]:
    """The condition, asked of one record at hand; written so that no database walks an index for it."""
    if condition.where == "column":
        if condition.name == "status":
            return audit_event.c.status == int(condition.values[0])
        return (audit_event.c[condition.name] + "").in_(condition.values)
    held = sa.select(audit_term.c.seq).where(audit_term.c.seq == audit_event.c.seq, *matching(condition)).limit(1)
    # Not EXISTS: PostgreSQL made a join of it, and went through all records of the term for one page.
    return held.correlate(audit_event).scalar_subquery().is_not(None)


def matching(condition: Wanted) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The condition, asked of a row of the index of terms."""
    return audit_term.c.field.in_(_fields(condition)), audit_term.c.term.in_(condition.values)


def _fields(condition: Wanted) -> tuple[str, ...]:
    return ("subject", "subject_part") if condition.name == "subject" else (condition.name,)
