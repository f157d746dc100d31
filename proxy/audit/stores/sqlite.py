"""The audit log in one SQLite file: WAL with synchronous=FULL, one connection that writes, readers of their own.

Every transaction is BEGIN IMMEDIATE, so the next index and the open intents that it reads cannot change before it
commits, also when two processes share the file. After any error the connection is thrown away and the next call opens a
fresh one: after a full disk or a failed fsync SQLite's state in memory is not to be trusted. The file is created once
and never again; if it is moved or replaced while we run, writing stops instead of going on into a file that nobody will
read.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from proxy.audit.stores import rollups, schema, statements
from proxy.audit.stores.base import StoreConflict, StoreError
from proxy.audit.stores.bulk import put
from proxy.audit.stores.opening import index_again, prepare
from proxy.audit.tree import leaf_hash
from proxy.database.engines import create_private, sqlite_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from proxy.audit.stores.base import Instance, Record
    from proxy.audit.tree import Frontier
    from proxy.exchange import AuditEvent

_PROBE_BYTES: Final = 16_384
"""Room that a write test asks for: four pages, more than any record takes."""
_LOOKUP: Final = schema.audit_event
"""Where an event is found by its id."""


def read_engine(path: Path, *, busy_timeout_s: float = 5.0) -> sa.Engine:
    """An engine for readers: connections of their own, read-only, which never hold up the writer (WAL)."""
    return sqlite_engine(path, read_only=True, busy_timeout_s=busy_timeout_s)


class SqliteStore:
    """`stores.base.Store` on one file; driven by one thread.

    Args:
        path: the database file; it is created with mode 0600, and its folder, if missing, with 0700.
        busy_timeout_s: how long a transaction waits for another process's; below the writer's deadline.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = 1.0) -> None:
        self.path = path
        self.engine = sqlite_engine(path, busy_timeout_s=busy_timeout_s)
        self._db: sa.Connection | None = None
        self._identity: tuple[int, int] | None = None

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
                self._identity = create_private(self.path)
            self._same_file()
            self._db = self.engine.connect()
        except (OSError, sa.exc.SQLAlchemyError) as error:
            raise _store_error(error) from error
        if first:
            try:
                with self._transaction() as db:
                    prepare(db)
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
        with self._transaction() as db:
            return statements.known(db, event_ids, lookup=_LOOKUP)

    def checkpoint(self, sign: Callable[[Frontier], str]) -> str | None:
        """Sign the tree of all records and keep the note; None where nothing came since the last one."""
        with self._transaction() as db:
            grown = statements.tree(db, _size(db))
            if grown is None:
                return None
            note = sign(grown)
            statements.keep_checkpoint(db, grown, note)
            return note

    def recount(self) -> int:
        """Make the roll-ups and the index of terms again; writers wait only while a step of it is put in place."""
        index_again(self._transaction)
        try:
            with read_engine(self.path).connect() as reading:
                found = rollups.counted(reading)
        except sa.exc.SQLAlchemyError as error:
            raise _store_error(error) from error
        with self._transaction() as db:
            return rollups.replace(db, *found)

    # ------------------------------------------------------------------ operational state

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        """Register the instance or extend its lease, after a test that there is room for a record."""
        row = statements.lease_row(instance, lease_until)
        with self._transaction() as db:
            room = db.begin_nested()
            db.execute(schema.probe.insert(), {"filler": bytes(_PROBE_BYTES)})
            room.rollback()
            upsert = insert(schema.instance).values(row)
            db.execute(upsert.on_conflict_do_update(index_elements=["id"], set_={"lease_until": row["lease_until"]}))

    def close_dead(self, dead: Callable[[Instance, datetime], bool], final: Callable[[AuditEvent], Record]) -> int:
        """Append a final for every open intent of a dead instance, and forget these instances."""
        with self._transaction() as db:
            gone = [each.id for each, lease in statements.instances(db) if dead(each, lease)]
            return statements.close_dead(db, gone, final, lambda finals: _insert(db, finals), lookup=_LOOKUP)


def _store_error(error: Exception) -> StoreError:
    """Ours, without the statement or its parameters: the text of the driver's error names no value."""
    cause = getattr(error, "orig", None) or error
    conflict = isinstance(cause, sqlite3.IntegrityError)
    return (StoreConflict if conflict else StoreError)(f"{type(cause).__name__}: {cause}")


def _size(db: sa.Connection) -> int:
    return int(db.exec_driver_sql("SELECT coalesce(max(seq) + 1, 0) FROM audit_event").scalar_one())


def _insert(db: sa.Connection, records: Sequence[Record]) -> None:
    first = _size(db)
    rows = statements.rows_of(db, records, first, lookup=_LOOKUP)
    leaves = [{"seq": first + index, "hash": leaf_hash(record.body)} for index, record in enumerate(records)]
    for table, values in (
        (schema.audit_event, rows.events),
        (schema.audit_leaf, leaves),
        (schema.audit_term, rows.terms),
        (schema.open_intent, rows.opened),
    ):
        put(db, table, values)
    rollups.keep(db, rows.events, [record.event.detail for record in records], rows.pairs)
    statements.close(db, rows.closed)
