"""What an audit pack is made of: sections with facts, tables and plots, as data that any face can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from proxy.audit.filters import Filters
from proxy.audit.masking import masked, masked_one
from proxy.audit.query import MAX_PAGE
from proxy.audit.reports import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from proxy.audit.query import AuditLog
    from proxy.audit.reports import Report
    from proxy.services.audit.period import Period

MOST_ROWS: Final = 12
"""Lines of a table of counts; what is left is one line together."""
REST: Final = "all others"
CALLS: Final = ("request.intent", "request.refused")
"""Kinds of which a call has exactly one."""


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """The log of one period."""

    log: AuditLog
    period: Period

    def filters(self, *kinds: str, **more: Any) -> Filters:  # noqa: ANN401 # any filter
        """A search within the period."""
        return Filters(kinds=kinds, since=self.period.since, until=self.period.until, **more)

    def asked(self, limit: int = 1) -> Asked:
        """What a named report is asked for."""
        return Asked(since=self.period.since, until=self.period.until, limit=limit)

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        """Every record of one kind in the period, oldest first."""
        after = -1
        while found := self.log.tail(after, filters=self.filters(kind)):
            yield from found
            if len(found) < MAX_PAGE:
                return
            after = found[-1]["seq"]


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars, one for each value; None is masked. Its table stands beside it, for those who do not see it."""

    title: str
    unit: str
    values: tuple[tuple[str, int | None], ...]
    kind: Literal["bars", "columns"] = "bars"


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table with a caption; None in a cell is a masked count."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class PackSection:
    """One part of the pack.

    Attributes:
        id: stable name.
        title: heading.
        about: what it answers, and for whom, in a sentence.
        facts: single figures, by name; None is masked.
        tables: summaries.
        plots: pictures of some of them.
        notes: what a reader must know.
    """

    id: str
    title: str
    about: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[PackTable, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()

    def shown(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "about": self.about,
            "facts": dict(self.facts),
            "tables": [
                {"title": each.title, "columns": list(each.columns), "rows": [list(row) for row in each.rows]}
                for each in self.tables
            ],
            "plots": [
                {"title": each.title, "unit": each.unit, "kind": each.kind, "values": [list(v) for v in each.values]}
                for each in self.plots
            ],
            "notes": list(self.notes),
        }


def counted(title: str, column: str, counts: Mapping[str, int], unit: str = "calls") -> PackTable:
    """A table of counts, largest first, small ones masked; a long tail is one line."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) > MOST_ROWS:
        ordered = [*ordered[: MOST_ROWS - 1], (REST, sum(count for _, count in ordered[MOST_ROWS - 1 :]))]
    shown = masked(dict(ordered))
    return PackTable(title, (column, unit), tuple((name, shown[name]) for name, _ in ordered))


def plot_of(table: PackTable, kind: Literal["bars", "columns"] = "bars") -> Plot:
    """The picture of a table of counts."""
    return Plot(table.title, table.columns[1], tuple((str(row[0]), row[1]) for row in table.rows), kind)


def small(facts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts of calls or people that stand alone, masked where small."""
    return {name: masked_one(count) for name, count in facts.items()}


def from_report(report: Report, *, facts: Sequence[str] | None = None) -> tuple[dict[str, Any], tuple[PackTable, ...]]:
    """Facts and tables of a named report, in a pack's form: None is a masked count, what there is none of a dash."""
    chosen = {
        name: "-" if value is None and name not in report.counted else value
        for name, value in report.facts.items()
        if facts is None or name in facts
    }
    tables = tuple(PackTable(each.name, each.columns, each.rows[:50]) for each in report.tables if each.rows)
    return chosen, tables
