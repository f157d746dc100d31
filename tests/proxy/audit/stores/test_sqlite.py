"""The file: private, append-only, ours, and never replaced under us."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from proxy.audit.stores import schema
from proxy.audit.stores.base import Record, StoreConflict, StoreError, StoreUnusable
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


def test_indexes_have_no_gaps_even_between_two_processes_and_after_a_failure(
    filled: SqliteStore, make_events: type[Events], as_record: Make
) -> None:
    other = SqliteStore(filled.path)
    other.open()
    events = make_events()
    twice = as_record(events.intent())
    other.append([as_record(events.intent())])
    with pytest.raises(StoreConflict):
        filled.append([twice, as_record(events.intent()), twice])
    filled.append([as_record(events.intent())])
    other.close()
    assert [seq for seq, _ in rows(filled.path)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("table", ["audit_event", "audit_term", "schema_version"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_nothing_stored_can_be_changed_or_deleted(filled: SqliteStore, table: str, verb: str) -> None:
    column = {"audit_event": "kind", "audit_term": "term", "schema_version": "version"}[table]
    statement = {"UPDATE": f"UPDATE {table} SET {column} = {column}", "DELETE": f"DELETE FROM {table}"}[verb]  # noqa: S608 - literals of this test
    db = sqlite3.connect(filled.path, timeout=1)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    db.close()


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


def test_the_columns_are_an_index_made_from_the_bytes(filled: SqliteStore) -> None:
    intent, final = rows(
        filled.path,
        "SELECT kind, provider, model, decision, severity, rule, unit, app, outcome, status FROM audit_event LIMIT 2",
    )
    shared = ("demo", "gpt-5", "forward", "S3", "idea.record", "Special Education", "webui")
    assert intent == ("request.intent", *shared, None, None)
    assert final == ("request.final", *shared, "completed", 200), "a final takes them from its intent"
    assert set(rows(filled.path, "SELECT field, term FROM audit_term WHERE seq = 0")) == {
        ("entity", "STUDENT_ID.WA_SSID"),
        ("entity", "STUDENT_ID"),
        ("tag", "IDEA"),
    }


def test_a_final_in_a_later_batch_inherits_too(filled: SqliteStore, make_events: type[Events], as_record: Make) -> None:
    events = make_events()
    intent = events.intent({"provider": "other"})
    filled.append([as_record(intent)])
    filled.append([as_record(events.final(intent))])
    assert rows(filled.path, "SELECT provider FROM audit_event ORDER BY seq DESC LIMIT 1") == [("other",)]


def test_open_intents_are_those_without_a_final(filled: SqliteStore) -> None:
    last = rows(filled.path)[-1][1]
    assert rows(filled.path, "SELECT event_id, instance FROM open_intent") == [(last, "i-test")]


def test_an_intent_of_an_unregistered_instance_is_refused(
    opened: SqliteStore, make_events: type[Events], as_record: Make
) -> None:
    with pytest.raises(StoreConflict):
        opened.append([as_record(make_events("i-stranger").intent())])


def test_known_tells_which_events_are_stored(filled: SqliteStore) -> None:
    ids = [event_id for _, event_id in rows(filled.path)]
    assert filled.known([*ids, "absent"]) == frozenset(ids)


def test_the_write_test_leaves_nothing_behind(filled: SqliteStore) -> None:
    assert rows(filled.path, "SELECT count(*) FROM probe") == [(0,)]
    assert rows(filled.path, "SELECT count(*) FROM instance") == [(1,)]


# --------------------------------------------------------------------------- opening


def test_a_newer_schema_is_refused(filled: SqliteStore) -> None:
    filled.close()
    with sqlite3.connect(filled.path) as db:
        db.execute("INSERT INTO schema_version VALUES (?)", (schema.SCHEMA_VERSION + 1,))
    db.close()
    with pytest.raises(StoreUnusable, match="schema version 3, this program knows 2"):
        SqliteStore(filled.path).open()


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


def test_errors_name_no_row(filled: SqliteStore, make_events: type[Events], as_record: Make) -> None:
    record = as_record(make_events().intent())
    with pytest.raises(StoreConflict) as caught:
        filled.append([record, record])
    shown = f"{caught.value} {caught.value.__cause__}"
    assert record.event.event_id not in shown
    assert "idea.record" not in shown


# --------------------------------------------------------------------------- readers


def test_readers_cannot_write(filled: SqliteStore) -> None:
    with read_engine(filled.path).connect() as db, pytest.raises(sa.exc.OperationalError, match="readonly"):
        db.exec_driver_sql("INSERT INTO probe VALUES (x'00')")


def test_a_reader_in_a_long_transaction_neither_blocks_the_writer_nor_sees_it(
    filled: SqliteStore, make_events: type[Events], as_record: Make
) -> None:
    count = sa.select(sa.func.count()).select_from(schema.audit_event)
    with read_engine(filled.path).connect() as reading:
        assert reading.scalar(count) == 3
        filled.append([as_record(make_events().intent())])
        assert reading.scalar(count) == 3
    with read_engine(filled.path).connect() as reading:
        assert reading.scalar(count) == 4


def test_the_log_can_be_read_when_nobody_writes(filled: SqliteStore) -> None:
    filled.close()
    with read_engine(filled.path).connect() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(schema.audit_event)) == 3
