"""What a named report is made of, and what a record looks like in one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.audit.filters import Filters
from proxy.audit.masking import masked, masked_one
from proxy.audit.query import PAGE, cursor_at, open_cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

    from proxy.audit.query import AuditLog
    from proxy.exchange import Json

NEEDS: Final = {
    "provider": "the id of a provider (provider=NAME)",
    "subject": 'a person and a case number (on a terminal --subject "SSID ..." --case NUMBER; over HTTP the digests of '
    "POST /audit/v1/subjects, and case=)",
}
CALLS: Final = ("request.intent", "request.refused")
"""Kinds of which a call has exactly one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for.

    Attributes:
        since: stamp, inclusive; None from the beginning.
        until: stamp, exclusive; None to the end.
        provider: id of a provider.
        subject: digests of a person.
        cursor: where the page before ended.
        limit: records per page.
    """

    since: str | None = None
    until: str | None = None
    provider: str | None = None
    subject: tuple[str, ...] | None = None
    cursor: str | None = None
    limit: int = PAGE

    def filters(self, **more: Json) -> Filters:
        """A search within the asked time."""
        return Filters(since=self.since, until=self.until, **more)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; those of `counted` hold numbers of calls or people, which are masked when small."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Json, ...], ...]
    counted: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """For the faces."""
        return {"name": self.name, "columns": list(self.columns), "rows": [list(row) for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Report:
    """An answer: facts, tables, and a page of the records behind them.

    Attributes:
        name: of the report.
        facts: single values; those named in `counted` are masked when small.
        tables: summaries.
        records: a page of records, newest first, as `brief` shows them.
        next_cursor: where the next page begins.
        notes: what a reader must know to read the figures rightly.
    """

    name: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    records: tuple[dict[str, Json], ...] = ()
    next_cursor: str | None = None
    notes: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """For the faces: a masked count is null."""
        return {
            "report": self.name,
            "facts": dict(self.facts),
            "tables": [table.as_json() for table in self.tables],
            "records": list(self.records),
            "next_cursor": self.next_cursor,
            "notes": list(self.notes),
        }


Run: TypeAlias = "Callable[[AuditLog, sa.Connection, Asked], Report]"


@dataclass(frozen=True, slots=True)
class Named:
    """A report that can be asked for.

    Attributes:
        name: as people type it.
        title: the question it answers.
        source: why an auditor asks it.
        run: the answer.
        needs: what must be asked beside the time.
    """

    name: str
    title: str
    source: str
    run: Run
    needs: tuple[str, ...] = ()

    def say(self, need: str) -> str:
        """What is missing, in words."""
        return NEEDS[need]

    def as_json(self) -> dict[str, Json]:
        """For the faces."""
        return {"name": self.name, "title": self.title, "source": self.source, "needs": list(self.needs)}


# --------------------------------------------------------------------------- records in a report


def page(
    log: AuditLog, db: sa.Connection, asked: Asked, searches: Sequence[Filters]
) -> tuple[tuple[dict[str, Json], ...], str | None]:
    """A page of the records that any of `searches` finds, newest first, each once."""
    before = None if asked.cursor is None else open_cursor(asked.cursor)
    found: dict[int, dict[str, Json]] = {}
    for each in searches:
        found.update({row["seq"]: row for row in log.walk(db, each, count=asked.limit + 1, before=before)})
    newest = sorted(found, reverse=True)
    shown = newest[: asked.limit]
    return tuple(found[seq] for seq in shown), cursor_at(shown[-1]) if len(newest) > asked.limit else None


def brief(record: Mapping[str, Json], *names: str) -> dict[str, Json]:
    """A record on one line: its place, time, kind and request, and these fields of its detail where it has them."""
    detail = record["detail"]
    kept = {name: detail[name] for name in names if detail.get(name) not in (None, [], "")}
    return {name: record[name] for name in ("seq", "at", "kind", "request_id", "caller")} | kept


# --------------------------------------------------------------------------- small numbers


def for_summary(report: Report) -> Report:
    """The report with small counts masked."""
    facts = {
        name: masked_one(value) if name in report.counted and isinstance(value, int) else value
        for name, value in report.facts.items()
    }
    hidden = any(None in row for table in report.tables for row in _masked(table).rows) or None in facts.values()
    note = ("Counts under 10 are masked (null), and others where they would give one away.",) if hidden else ()
    return replace(
        report, facts=facts, tables=tuple(_masked(table) for table in report.tables), notes=(*report.notes, *note)
    )


def _masked(table: Table) -> Table:
    rows = [list(row) for row in table.rows]
    for name in table.counted:
        column = table.columns.index(name)
        shown = masked({index: int(row[column] or 0) for index, row in enumerate(rows)})
        for index, value in shown.items():
            rows[index][column] = value
    return replace(table, rows=tuple(tuple(row) for row in rows))
