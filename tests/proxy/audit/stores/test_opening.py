"""Logs of older versions are brought up to date without losing a record, and the chain makes what the code expects."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores import schema
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.tree import leaf_hash
from proxy.database.migrate import AUDIT_VERSIONS, settings
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit_databases import AuditDatabase

    from proxy.audit.stores.base import Record, Store
    from tests.proxy.audit.conftest import Events

HERE = Path(__file__).parent
HEAD = f"{schema.SCHEMA_VERSION:04d}"


def an_old_log(path: Path, version: int, records: list[Record]) -> None:
    """A file as version `version` of the tables left it; the statements are those that it ran."""
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as db:
        db.executescript((HERE / f"schema_v{version}.sql").read_text(encoding="utf-8"))
        db.execute("INSERT INTO schema_version VALUES (?)", (version,))
        db.execute("INSERT INTO instance VALUES ('i-test', 'elsewhere', '', 1, '', :at, :at)", {"at": STAMP})
        for seq, record in enumerate(records):
            row = {"seq": seq, "body": record.body, **schema.columns(record.event, {})}
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            db.execute(f"INSERT INTO audit_event ({names}) VALUES ({places})", row)  # noqa: S608 - our own columns
            if record.event.kind is EventKind.INTENT:
                db.execute("INSERT INTO open_intent VALUES (?, 'i-test')", (record.event.event_id,))
            if version > 1:
                db.execute("INSERT INTO audit_leaf VALUES (?, ?)", (seq, leaf_hash(record.body)))
        db.commit()


STAMP = "2026-11-23T08:42:00.000Z"


@pytest.mark.parametrize("version", [1, 2])
def test_a_log_of_an_older_version_keeps_every_record_and_gets_what_is_new(
    path: Path, version: int, make_events: type[Events], as_record: Callable[[AuditEvent], Record]
) -> None:
    records = [as_record(make_events().intent()) for _ in range(4)]
    an_old_log(path, version, records)
    store, signer = SqliteStore(path), Signer.generated("chaperone/test")
    store.open()
    store.append([as_record(make_events().intent())])
    store.checkpoint(signer.checkpoint)
    store.close()
    with closing(sqlite3.connect(path)) as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM audit_event ORDER BY seq LIMIT 4")]
        assert bodies == [record.body for record in records]
        assert db.execute(f"SELECT version_num FROM {AUDIT_VERSIONS}").fetchall() == [(HEAD,)]  # noqa: S608 - a name
        assert db.execute("SELECT sum(n) FROM audit_rollup WHERE grain = 'day'").fetchone() == (5,)
        assert db.execute("SELECT count(*) FROM audit_term WHERE term = 'IDEA'").fetchone() == (5,)
        assert db.execute("SELECT count(*) FROM open_intent").fetchone() == (5,)
        for table in ("audit_leaf", "audit_checkpoint", "audit_event"):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - as above
    verdict = AuditProof(path).verify([signer.verifier], [], deep=True)
    assert (verdict.records, verdict.vouched, verdict.problems) == (5, 5, ())


def test_a_log_made_now_is_the_one_that_an_old_one_becomes(tmp_path: Path) -> None:
    def made(folder: str, version: int) -> list[tuple[str, ...]]:
        path = tmp_path / folder / "audit.db"
        if version:
            an_old_log(path, version, [])
        store = SqliteStore(path)
        store.open()
        store.close()
        with closing(sqlite3.connect(path)) as db:
            found = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1, 2")
            return [(kind, name, " ".join(text.split())) for kind, name, text in found]

    new = made("new", 0)
    assert made("one", 1) == new
    assert made("two", 2) == new


def test_the_newest_step_is_the_version_that_the_program_knows() -> None:
    assert ScriptDirectory.from_config(settings("audit")).get_current_head() == HEAD


def test_the_steps_make_the_tables_that_the_code_defines(database: AuditDatabase, log_store: Store) -> None:
    log_store.close()
    with database.as_owner().connect() as db:
        found = sa.inspect(db)
        for table in schema.metadata.tables.values():
            columns = {column["name"]: column for column in found.get_columns(table.name)}
            assert set(columns) == {column.name for column in table.columns}, table.name
            for column in table.columns:
                made = columns[column.name]["type"]
                assert made._type_affinity is column.type._type_affinity or database.is_postgres
                assert columns[column.name]["nullable"] == bool(column.nullable), column
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= indexes, table.name


def test_two_that_start_at_once_on_nothing_make_one_log(
    postgres_url: str, make_events: type[Events], as_record: Callable[[AuditEvent], Record]
) -> None:
    from proxy.audit.stores.postgres import PostgresStore  # noqa: PLC0415 - psycopg, which the other tests need not

    stores = [PostgresStore(postgres_url, timeout_s=10) for _ in range(3)]
    failures: list[BaseException] = []

    def start(store: Store) -> None:
        try:
            store.open()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert failures == []
