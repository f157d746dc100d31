"""The file: private, append-only, ours, and never replaced under us."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from proxy.audit.stores import schema
from proxy.audit.stores.base import Record, StoreError, StoreUnusable
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.exchange import AuditEvent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.proxy.audit.conftest import Events

Make = Callable[[AuditEvent], Record]


def rows(path: Path, query: str = "SELECT seq, event_id FROM audit_event ORDER BY seq") -> list[Any]:
    with sqlite3.connect(path) as db:
        found = db.execute(query).fetchall()
    db.close()
    return found


@pytest.fixture
def filled(opened: SqliteStore, make_events: type[Events], as_record: Make) -> SqliteStore:
    events = make_events()
    intent = events.intent()
    opened.append([as_record(intent), as_record(events.final(intent)), as_record(events.intent())])
    return opened


def test_the_file_and_its_folder_are_private(filled: SqliteStore) -> None:
    assert filled.path.parent.stat().st_mode & 0o777 == 0o700
    found = {part.name: part.stat().st_mode & 0o777 for part in filled.path.parent.iterdir()}
    assert found == {"audit.db": 0o600, "audit.db-wal": 0o600, "audit.db-shm": 0o600}


def test_an_existing_file_that_others_can_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    store = SqliteStore(path)
    store.open()
    store.close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_commits_are_synced_and_deletions_overwritten(opened: SqliteStore) -> None:
    def pragma(db: sa.Connection, name: str) -> object:
        return db.exec_driver_sql(f"PRAGMA {name}").scalar()

    with opened.engine.connect() as db:
        assert pragma(db, "journal_mode") == "wal"
        assert pragma(db, "synchronous") == 2
        assert [pragma(db, name) for name in ("foreign_keys", "secure_delete", "recursive_triggers")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("seq", "event_id"),
    [("1", "'new'"), ("7", "'new'"), ("NULL", "'new'"), ("3", "(SELECT event_id FROM audit_event WHERE seq = 0)")],
)
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE"])
def test_a_row_can_be_added_at_the_next_index_only(filled: SqliteStore, seq: str, event_id: str, verb: str) -> None:
    before = rows(filled.path)
    db = sqlite3.connect(filled.path, timeout=1)
    values = f"({seq}, x'', {event_id}, 'k', '', '')"
    with pytest.raises(sqlite3.IntegrityError, match="next index only"):
        db.execute(f"{verb} INTO audit_event (seq, body, event_id, kind, at, tenant) VALUES {values}")
    db.close()
    assert rows(filled.path) == before


# --------------------------------------------------------------------------- opening


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    with pytest.raises(StoreUnusable, match="another program"):
        SqliteStore(path).open()
    assert rows(path, "SELECT name FROM sqlite_master") == [("recipes",)]


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match="not a database"):
        SqliteStore(path).open()


def test_a_file_replaced_under_us_stops_writing(
    filled: SqliteStore, make_events: type[Events], as_record: Make
) -> None:
    folder, aside = filled.path.parent, filled.path.parent.with_name("aside")
    record = as_record(make_events().intent())
    folder.rename(aside)
    with pytest.raises(StoreError, match="No such file"):
        filled.append([record])
    other = SqliteStore(filled.path)
    other.open()
    with pytest.raises(StoreError, match="was replaced"):
        filled.append([record])
    other.close()
    folder.rename(folder.with_name("other"))
    aside.rename(folder)
    filled.append([record])
    assert len(rows(filled.path)) == 4


# --------------------------------------------------------------------------- readers


def test_the_log_can_be_read_when_nobody_writes(filled: SqliteStore) -> None:
    filled.close()
    with read_engine(filled.path).connect() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(schema.audit_event)) == 3
