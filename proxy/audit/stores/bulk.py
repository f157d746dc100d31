"""Many rows in one go: on PostgreSQL one statement with an array for each column, on SQLite one that is run often.

PostgreSQL's triggers look at a whole statement, so a batch must be one; and building and planning a statement costs
more than running it, so each is built once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.postgresql.psycopg import dialect as postgres_dialect
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.exchange import Json

_POSTGRES: Final = postgres_dialect()  # type: ignore[no-untyped-call] # SQLAlchemy has not annotated it
_SQLITE: Final = sqlite_dialect()


FEW: Final = 3
"""Rows that PostgreSQL is given one by one: filling an array for each column of them takes longer."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as the driver takes it, the names of its parameters in their order, and the same for one row."""

    sql: str
    names: tuple[str, ...]
    one: str = ""


def put(db: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Json]]) -> None:
    """Insert `rows`; each names every column."""
    if rows:
        _run(db, _plain(table, postgres=_is_postgres(db)), rows)


def put_new(db: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Json]]) -> None:
    """Insert those of `rows` that are not there yet."""
    if rows:
        _run(db, _new(table, postgres=_is_postgres(db)), rows)


def merge(
    db: sa.Connection,
    table: sa.Table,
    rows: Sequence[tuple[Json, ...]],
    *,
    added: Sequence[str],
    least: Sequence[str] = (),
    greatest: Sequence[str] = (),
) -> None:
    """Insert `rows`, or where one of that primary key is there, add the columns `added` to it.

    Args:
        db: the connection.
        table: where; it must not be append-only.
        rows: values in the order of the table's columns; no two with the same key.
        added: columns that are summed up.
        least: columns that keep the smaller value.
        greatest: columns that keep the greater value.
    """
    if rows:
        how = _merging(table, tuple(added), tuple(least), tuple(greatest), postgres=_is_postgres(db))
        _run_in_order(db, how, _names(table), rows)


def take_out(db: sa.Connection, column: sa.Column[str], values: Sequence[str]) -> None:
    """Delete the rows in which `column` has one of `values`."""
    if values:
        _run(db, _without(column, postgres=_is_postgres(db)), [{"value": value} for value in values])


def _is_postgres(db: sa.Connection) -> bool:
    return db.dialect.name == "postgresql"


def _run(db: sa.Connection, text: _Text, rows: Sequence[Mapping[str, Json]]) -> None:
    pick = itemgetter(*text.names) if len(text.names) > 1 else lambda row: (row[text.names[0]],)
    _run_in_order(db, text, text.names, [pick(row) for row in rows])


def _run_in_order(db: sa.Connection, text: _Text, names: Sequence[str], rows: Sequence[tuple[Json, ...]]) -> None:
    """Straight to the driver, whose errors are its own: on the way there a single record spent half of its time."""
    driver: Any = db.connection.driver_connection
    if _is_postgres(db) and text.one and len(rows) <= FEW:
        for row in rows:
            driver.execute(text.one, dict(zip(names, row, strict=True)))
    elif _is_postgres(db):
        driver.execute(text.sql, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    elif tuple(names) == text.names:
        driver.executemany(text.sql, rows)
    else:
        raise ValueError("the columns are not in the order of the statement")


def _text(statement: sa.Executable, *, postgres: bool, one: sa.Executable | None = None) -> _Text:
    if postgres:
        compiled = statement.compile(dialect=_POSTGRES)  # type: ignore[attr-defined] # every statement has it
        single = "" if one is None else str(one.compile(dialect=_POSTGRES))  # type: ignore[attr-defined] # as above
        return _Text(str(compiled), tuple(compiled.params), single)
    compiled = statement.compile(dialect=_SQLITE)  # type: ignore[attr-defined] # as above
    return _Text(str(compiled), tuple(compiled.positiontup))


def _source(table: sa.Table) -> sa.Select[Json]:
    """A row for each place in the arrays (PostgreSQL runs through several `unnest` side by side)."""
    arrays = (sa.bindparam(column.name, type_=ARRAY(column.type)) for column in table.columns)
    return sa.select(*(sa.func.unnest(array).label(array.key) for array in arrays))


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns]


@cache
def _plain(table: sa.Table, *, postgres: bool) -> _Text:
    filled = table.insert().from_select(_names(table), _source(table)) if postgres else table.insert()
    return _text(filled, postgres=postgres, one=table.insert())


@cache
def _new(table: sa.Table, *, postgres: bool) -> _Text:
    if postgres:
        filled = postgres_insert(table).from_select(_names(table), _source(table))
        return _text(filled.on_conflict_do_nothing(), postgres=True)
    return _text(sqlite_insert(table).on_conflict_do_nothing(), postgres=False)


@cache
def _merging(
    table: sa.Table, added: tuple[str, ...], least: tuple[str, ...], greatest: tuple[str, ...], *, postgres: bool
) -> _Text:
    upsert = postgres_insert(table) if postgres else sqlite_insert(table)
    old, new = table.c, upsert.excluded
    changed: dict[str, sa.ColumnElement[Json]] = {name: old[name] + new[name] for name in added}
    changed |= {name: sa.case((old[name] < new[name], old[name]), else_=new[name]) for name in least}
    changed |= {name: sa.case((old[name] > new[name], old[name]), else_=new[name]) for name in greatest}
    keys = [column.name for column in table.primary_key.columns]
    if not postgres:
        return _text(sqlite_insert(table).on_conflict_do_update(index_elements=keys, set_=changed), postgres=False)
    filled = postgres_insert(table).from_select(_names(table), _source(table))
    return _text(
        filled.on_conflict_do_update(index_elements=keys, set_=changed),
        postgres=True,
        one=upsert.on_conflict_do_update(index_elements=keys, set_=changed),
    )


@cache
def _without(column: sa.Column[str], *, postgres: bool) -> _Text:
    wanted = sa.bindparam("value", type_=ARRAY(column.type) if postgres else column.type)
    return _text(
        column.table.delete().where(column == sa.any_(wanted) if postgres else column == wanted), postgres=postgres
    )
