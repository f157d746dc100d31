"""The audit log in one SQLite file: WAL with synchronous=FULL, one connection that writes, readers of their own.

FULL, because with NORMAL a power loss took back acknowledged commits (a file system that keeps only synced bytes lost
1,802 of 1,802 rows, with FULL 0 of 2,029). Every transaction is BEGIN IMMEDIATE, so the next index and the open
intents that it reads cannot change before it commits, also when two processes share the file. After any error the
connection is thrown away and the next call opens a fresh one: after a full disk or a failed fsync SQLite's state in
memory is not to be trusted. The file is created once and never again; if it is moved or replaced while we run, writing
stops instead of going on into a file that nobody will read.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from proxy.audit.event import parse, stamp
from proxy.audit.stores import schema
from proxy.audit.stores.base import Instance, StoreConflict, StoreError, StoreUnusable
from proxy.audit.tree import Frontier, leaf_hash
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from proxy.audit.stores.base import Record
    from proxy.exchange import AuditEvent, Json

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # macOS: a plain fsync does not reach the disk; ignored elsewhere
    "foreign_keys=ON",
    "recursive_triggers=ON",  # a REPLACE fires the delete trigger
    "secure_delete=ON",
    "trusted_schema=OFF",
)
_PROBE_BYTES: Final = 16_384
"""Room that a write test asks for: four pages, more than any record takes."""
_BEFORE_TREES: Final = 1
"""The schema version without Merkle leaves."""
_CHUNK: Final = 5_000
"""Ids per IN list; SQLite's own limit is 32,766 variables."""


def _triggers(tables: Sequence[sa.Table] = schema.APPEND_ONLY) -> Iterator[str]:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
            )
    if schema.audit_event not in tables:
        return
    # Also refuses INSERT OR REPLACE, which would delete the row it replaces without firing a delete trigger.
    yield (
        "CREATE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM audit_event) "
        "OR EXISTS (SELECT 1 FROM audit_event WHERE event_id = NEW.event_id) "
        "BEGIN SELECT RAISE(ABORT, 'audit_event takes new events at the next index only'); END"
    )


def _engine(path: Path, mode: str, busy_timeout_s: float) -> sa.Engine:
    """An engine without a pool; `isolation_level=None` leaves BEGIN to the listeners below."""

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)

    # hide_parameters: an SQLAlchemy error must not print a row.
    return sa.create_engine("sqlite+pysqlite://", creator=connect, poolclass=sa.NullPool, hide_parameters=True)


def read_engine(path: Path, *, busy_timeout_s: float = 5.0) -> sa.Engine:
    """An engine for readers: connections of their own, read-only, which never hold up the writer (WAL)."""
    engine = _engine(path, "ro", busy_timeout_s)
    sa.event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN"))
    return engine


class SqliteStore:
    """`stores.base.Store` on one file; driven by one thread.

    Args:
        path: the database file; it is created with mode 0600, and its folder, if missing, with 0700.
        busy_timeout_s: how long a transaction waits for another process's; below the writer's deadline.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = 1.0) -> None:
        self.path = path
        self.engine = _engine(path, "rw", busy_timeout_s)
        self._db: sa.Connection | None = None
        self._identity: tuple[int, int] | None = None
        sa.event.listen(self.engine, "connect", _set_pragmas)
        sa.event.listen(self.engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))

    # ------------------------------------------------------------------ connection

    def open(self) -> None:
        """Connect. The first time, create the file and its tables where there are none, and check the version.

        Raises:
            StoreUnusable: another program's database, or one written by a newer version of this program.
            StoreError: it cannot be opened now.
        """
        first = self._identity is None
        try:
            if first:
                self._identity = _create_private(self.path)
            self._same_file()
            self._db = self.engine.connect()
        except (OSError, sa.exc.SQLAlchemyError) as error:
            raise _store_error(error) from error
        if first:
            try:
                with self._transaction() as db:
                    _prepare(db)
            except StoreError:
                self._identity = None
                raise

    def close(self) -> None:
        """Disconnect; never raises."""
        db, self._db = self._db, None
        if db is not None:
            with suppress(sa.exc.SQLAlchemyError, sqlite3.Error):
                db.invalidate()
            with suppress(sa.exc.SQLAlchemyError, sqlite3.Error):
                db.close()

    def _same_file(self) -> None:
        found = os.stat(self.path)  # noqa: PTH116 - 2 us, before every transaction
        if (found.st_dev, found.st_ino) != self._identity:
            raise StoreError("the audit database file was replaced while in use; restart to accept the new one")

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        if self._db is None:
            self.open()
        db = self._db
        if db is None:
            raise StoreError("the audit database is closed")
        try:
            self._same_file()
            with db.begin():
                yield db
        except BaseException as error:
            self.close()
            if isinstance(error, (OSError, sa.exc.SQLAlchemyError, sqlite3.Error)):
                raise _store_error(error) from error
            raise

    # ------------------------------------------------------------------ the log

    def append(self, records: Sequence[Record]) -> None:
        """Store all, durably, in this order, or none."""
        with self._transaction() as db:
            _insert(db, records)

    def known(self, event_ids: Collection[str]) -> frozenset[str]:
        """Those of `event_ids` that are stored."""
        wanted, column = list(event_ids), schema.audit_event.c.event_id
        found: set[str] = set()
        with self._transaction() as db:
            for start in range(0, len(wanted), _CHUNK):
                found.update(db.scalars(sa.select(column).where(column.in_(wanted[start : start + _CHUNK]))))
        return frozenset(found)

    def checkpoint(self, sign: Callable[[Frontier], str]) -> str | None:
        """Sign the tree of all records and keep the note; None where nothing came since the last one."""
        with self._transaction() as db:
            tree, note = _tree(db), None
            if tree is not None:
                note = sign(tree)
                row = {"size": tree.size, "note": note, "frontier": tree.to_bytes()}
                db.execute(schema.audit_checkpoint.insert(), row)
            return note

    # ------------------------------------------------------------------ operational state

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        """Register the instance or extend its lease, after a test that there is room for a record."""
        row = {
            "id": instance.id,
            "host": instance.host,
            "boot_id": instance.boot_id,
            "pid": instance.pid,
            "pid_started": instance.pid_started,
            "started": stamp(instance.started),
            "lease_until": stamp(lease_until),
        }
        with self._transaction() as db:
            room = db.begin_nested()
            db.execute(schema.probe.insert(), {"filler": bytes(_PROBE_BYTES)})
            room.rollback()
            upsert = sqlite_insert(schema.instance).values(row)
            db.execute(upsert.on_conflict_do_update(index_elements=["id"], set_={"lease_until": row["lease_until"]}))

    def close_dead(self, dead: Callable[[Instance, datetime], bool], final: Callable[[AuditEvent], Record]) -> int:
        """Append a final for every open intent of a dead instance, and forget these instances."""
        with self._transaction() as db:
            gone = [row.id for row in db.execute(sa.select(schema.instance)) if dead(*_instance(row))]
            if not gone:
                return 0
            finals = [final(parse(body)) for body in _open_bodies(db, gone)]
            _insert(db, finals)
            db.execute(schema.instance.delete().where(schema.instance.c.id.in_(gone)))
            return len(finals)


def _store_error(error: Exception) -> StoreError:
    """Ours, without the statement or its parameters: the text of the driver's error names no value."""
    cause = getattr(error, "orig", None) or error
    conflict = isinstance(error, sa.exc.IntegrityError)
    return (StoreConflict if conflict else StoreError)(f"{type(cause).__name__}: {cause}")


def _set_pragmas(db: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")


def _create_private(path: Path) -> tuple[int, int]:
    """Create the file (0600) if there is none; SQLite gives its WAL the same mode. Returns its identity."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    found = path.stat()
    if found.st_mode & 0o077:
        path.chmod(0o600)
    return found.st_dev, found.st_ino


def _prepare(db: sa.Connection) -> None:
    """Create the tables in an empty file, or check that they are ours and of our version."""
    names = set(db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not names:
        schema.metadata.create_all(db)
        for trigger in _triggers():
            db.exec_driver_sql(trigger)
        db.execute(schema.schema_version.insert(), {"version": schema.SCHEMA_VERSION})
        return
    if schema.schema_version.name not in names:
        raise StoreUnusable("this file is a database of another program, not an audit log")
    found = db.scalar(sa.select(sa.func.max(schema.schema_version.c.version)))
    if found == _BEFORE_TREES:
        _add_tree(db)
        return
    if found != schema.SCHEMA_VERSION:
        raise StoreUnusable(
            f"the audit database has schema version {found}, this program knows {schema.SCHEMA_VERSION}: "
            "start the version of the program that wrote it, or a newer one"
        )


def _add_tree(db: sa.Connection) -> None:
    """From schema version 1: leaves for the records that are there, and a place for checkpoints."""
    added = (schema.audit_leaf, schema.audit_checkpoint)
    schema.metadata.create_all(db, tables=added)
    rows = db.execute(sa.select(schema.audit_event.c.seq, schema.audit_event.c.body).order_by(schema.audit_event.c.seq))
    while some := rows.fetchmany(_CHUNK):
        db.execute(schema.audit_leaf.insert(), [{"seq": seq, "hash": leaf_hash(body)} for seq, body in some])
    for trigger in _triggers(added):
        db.exec_driver_sql(trigger)
    db.execute(schema.schema_version.insert(), {"version": schema.SCHEMA_VERSION})


def _insert(db: sa.Connection, records: Sequence[Record]) -> None:
    head = db.scalar(sa.select(sa.func.max(schema.audit_event.c.seq)))
    first = 0 if head is None else head + 1
    inherited = _intent_columns(db, records)
    rows = [
        {
            "seq": first + index,
            "body": record.body,
            **schema.columns(record.event, inherited.get(record.event.detail.get("intent_id"), {})),
        }
        for index, record in enumerate(records)
    ]
    leaves = [{"seq": first + index, "hash": leaf_hash(record.body)} for index, record in enumerate(records)]
    terms = [term for index, record in enumerate(records) for term in schema.terms(record, first + index)]
    opened = [
        {"event_id": record.event.event_id, "instance": record.event.instance}
        for record in records
        if record.event.kind is EventKind.INTENT
    ]
    closed = [{"intent": record.event.detail["intent_id"]} for record in records if _is_final(record)]
    for table, values in (
        (schema.audit_event, rows),
        (schema.audit_leaf, leaves),
        (schema.audit_term, terms),
        (schema.open_intent, opened),
    ):
        if values:
            db.execute(table.insert(), values)
    if closed:
        db.execute(schema.open_intent.delete().where(schema.open_intent.c.event_id == sa.bindparam("intent")), closed)


def _tree(db: sa.Connection) -> Frontier | None:
    """The tree of all records, from the last checkpoint's on; None where that one holds them all.

    Raises:
        StoreError: leaves are missing or the last checkpoint is damaged: what is there must not be signed.
    """
    table, leaf = schema.audit_checkpoint.c, schema.audit_leaf.c
    last = db.execute(sa.select(table.size, table.frontier).order_by(table.size.desc()).limit(1)).first()
    try:
        tree = Frontier() if last is None else Frontier.from_bytes(last.size, last.frontier)
    except ValueError as error:
        raise StoreError("the last checkpoint is damaged; run `chaperone audit verify`") from error
    rows = db.execute(sa.select(leaf.hash).where(leaf.seq >= tree.size).order_by(leaf.seq)).scalars().yield_per(_CHUNK)
    grown = tree.extended(rows)
    head = db.scalar(sa.select(sa.func.max(schema.audit_event.c.seq)))
    if grown.size != (0 if head is None else head + 1):
        raise StoreError("records and their leaf hashes do not agree; run `chaperone audit verify`")
    return grown if grown.size > tree.size else None


def _is_final(record: Record) -> bool:
    return record.event.kind is EventKind.FINAL


def _intent_columns(db: sa.Connection, records: Sequence[Record]) -> dict[Json, Mapping[str, Json]]:
    """The columns that the finals among `records` inherit, by intent id: from the log, or from this very batch."""
    wanted = {record.event.detail["intent_id"] for record in records if _is_final(record)}
    if not wanted:
        return {}
    found: dict[Json, Mapping[str, Json]] = {
        record.event.event_id: record.event.detail
        for record in records
        if record.event.kind is EventKind.INTENT and record.event.event_id in wanted
    }
    missing = wanted - found.keys()
    if missing:
        table = schema.audit_event.c
        query = sa.select(table.event_id, *(table[name] for name in schema.INHERITED)).where(
            table.event_id.in_(missing)
        )
        found.update({row["event_id"]: dict(row) for row in db.execute(query).mappings()})
    return found


def _instance(row: sa.Row[tuple[Json, ...]]) -> tuple[Instance, datetime]:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public accessor, underscored so as not to clash
    lease_until = datetime.fromisoformat(values.pop("lease_until"))
    return Instance(**{**values, "started": datetime.fromisoformat(values["started"])}), lease_until


def _open_bodies(db: sa.Connection, instances: Collection[str]) -> Sequence[bytes]:
    query = (
        sa.select(schema.audit_event.c.body)
        .join(schema.open_intent, schema.open_intent.c.event_id == schema.audit_event.c.event_id)
        .where(schema.open_intent.c.instance.in_(instances))
        .order_by(schema.audit_event.c.seq)
    )
    return db.scalars(query).all()
