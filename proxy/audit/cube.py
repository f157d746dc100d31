"""The roll-ups as readers ask them: whatever matches a search, by some dimensions, within a range of time.

A range is read bucket by bucket of the widest grain that fits, and its ends of less than an hour from the log itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import plan
from proxy.audit.periods import cover
from proxy.audit.sorts import SEVERITIES
from proxy.audit.stores.rollups import (
    DIMENSIONS,
    MEASURES,
    audit_rollup,
    audit_rollup_term,
    dimensions,
    logged_between,
    measures,
)
from proxy.audit.stores.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from proxy.audit.filters import Filters
    from proxy.audit.periods import Cover, Span
    from proxy.exchange import Json

FILTERS: Final = frozenset(
    {"kinds", "since", "until", "severity", "tier", *plan.FLAGS, *(set(plan.EQUAL) & set(DIMENSIONS))}
)
"""Filters that the cube can answer."""
TERM_FILTERS: Final = frozenset({"kinds", "since", "until", "decision"})
"""Filters that the counts of terms can answer."""


def answers(filters: Filters) -> bool:
    """Whether the cube can answer a search. A final's tier and flags stand with its intent, which it does not know."""
    asked = frozenset(filters.asked())
    return asked <= FILTERS and not (plan.asks_for_finals(filters) and asked & {"tier", *plan.FLAGS})


@dataclass(frozen=True, slots=True)
class Cube:
    """The roll-ups as one search sees them.

    Attributes:
        db: a moment of the log.
        tenant: whose records may be seen; None for all.
        filters: the search, one that the cube `answers`.
    """

    db: sa.Connection
    tenant: str | None
    filters: Filters

    def sums(
        self, columns: Sequence[str], names: Sequence[str] = MEASURES, covered: Cover | None = None
    ) -> Iterator[tuple[Mapping[str, str], Sequence[float]]]:
        """The asked columns (dimensions, or ``bucket``) and sums; the same columns may come several times.

        Args:
            columns: what to tell apart.
            names: what to add up, of `MEASURES`.
            covered: the range, where it must be cut otherwise than into the widest buckets.
        """
        table = audit_rollup.c
        kept = [table[name] for name in columns]
        query = sa.select(*kept, *(sa.func.sum(table[name]) for name in names)).where(*self._conditions())
        covered = covered or cover(self.filters.since, self.filters.until)
        for span in covered.spans:  # one by one: asked for with OR, SQLite read the whole table
            for row in self.db.execute(query.where(_in(table, span)).group_by(*kept)):
                yield dict(zip(columns, row, strict=False)), [float(each or 0) for each in row[len(columns) :]]
        places = [MEASURES.index(name) for name in names]
        for dims, detail in self._at_the_ends(covered):
            whole = measures(detail)
            yield dims, [whole[place] for place in places]

    def terms(self, names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """Field, term and number of records, of these fields; for searches within `TERM_FILTERS`."""
        table, covered = audit_rollup_term.c, cover(self.filters.since, self.filters.until)
        where = [table.field.in_(names), *(table[name].in_(values) for name, values in self._values().items())]
        query = sa.select(table.field, table.term, sa.func.sum(table.n)).where(*where)
        for span in covered.spans:
            for name, term, n in self.db.execute(query.where(_in(table, span)).group_by(table.field, table.term)):
                yield name, term, int(n)
        for _, detail in self._at_the_ends(covered):
            yield from ((name, term, 1) for name, term in terms_of(detail) if name in names)

    def _at_the_ends(self, covered: Cover) -> Iterator[tuple[dict[str, str], Mapping[str, Json]]]:
        for since, until in covered.edges:
            for _, event, detail in logged_between(self.db, since, until):
                dims = dict(zip(DIMENSIONS, dimensions(event, detail), strict=True))
                if self._matches(dims):
                    yield dims | {"bucket": event["at"]}, detail

    def _conditions(self) -> list[sa.ColumnElement[bool]]:
        table = audit_rollup.c
        where = [table[name].in_(values) for name, values in self._values().items()]
        return [*where, *(table.flags.contains(flag) for flag in self._flags())]

    def _matches(self, dims: Mapping[str, str]) -> bool:
        flags = dims["flags"].split(",")
        asked = all(dims[name] in values for name, values in self._values().items())
        return asked and all(flag in flags for flag in self._flags())

    def _flags(self) -> list[str]:
        return [flag for flag in plan.FLAGS if getattr(self.filters, flag) is not None]

    def _values(self) -> dict[str, Sequence[str]]:
        """Dimension -> values that match."""
        filters = self.filters
        found: dict[str, Sequence[str]] = {} if self.tenant is None else {"tenant": (self.tenant,)}
        for name in (*plan.EQUAL, "tier"):
            if name in DIMENSIONS and (value := getattr(filters, name)) is not None:
                found[name] = (value,)
        if filters.kinds is not None:
            found["kind"] = filters.kinds
        if filters.severity is not None:
            found["severity"] = SEVERITIES[SEVERITIES.index(filters.severity) :]
        return found


def _in(table: sa.sql.base.ReadOnlyColumnCollection[str, sa.Column[Json]], span: Span) -> sa.ColumnElement[bool]:
    return sa.and_(table.grain == span.grain, table.bucket >= span.first, table.bucket < span.end)
