"""Copies of databases: SQLite files as one moment saw them, and the state from one database to another."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import sqlalchemy as sa

from proxy.errors import Conflict

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.database.state import StateDatabase

PAGES: Final = 1_000
"""Pages copied before writers get their turn again."""
CHUNK: Final = 500


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy of one moment while others write (SQLite's online backup); the copy needs no WAL beside it.

    Raises:
        FileExistsError: there is something at `target`.
        sqlite3.Error | OSError: it cannot be read or written.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        contextlib.closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=10)) as reading,
        contextlib.closing(sqlite3.connect(target, timeout=10)) as writing,
    ):
        reading.backup(writing, pages=PAGES)
    settle(target)


def settle(path: Path) -> None:
    """Make one SQLite file of a database and its WAL, synced; nobody else has it open. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sqlite_is_whole(path: Path) -> bool:
    """Whether SQLite finds no damage in a file."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=10)) as db:
            return bool(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def copy_state(source: StateDatabase, target: StateDatabase) -> int:
    """Every row of one state database into another that is open, empty and of the same schema; how many there were.

    Raises:
        Conflict: the target holds something.
        StateUnavailable: one of them failed; the target is as it was.
    """
    with source.reading() as reading, target.transaction() as writing:
        # On PostgreSQL the log stands in the same database: what both have is the state.
        both = set(sa.inspect(reading).get_table_names()) & set(sa.inspect(writing).get_table_names())
        known = sa.MetaData()
        known.reflect(reading, only=sorted(both - {"alembic_version"}))
        tables = known.sorted_tables
        if any(writing.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() for table in tables):
            raise Conflict("The state database that is written to is not empty.")
        return sum(_copy_table(reading, writing, table) for table in tables)


def _copy_table(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> int:
    rows = reading.execute(sa.select(table)).mappings()
    count = 0
    while some := rows.fetchmany(CHUNK):
        writing.execute(table.insert(), [dict(row) for row in some])
        count += len(some)
    return count
