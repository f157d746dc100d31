"""The audit log in PostgreSQL, shared by a fleet of guards, one of which appends at a time.

Whoever appends first takes its turn (`chaperone_turn`, an advisory lock of the transaction), and so knows the next
index; when it dies, its connection ends and with it its turn. The database refuses any other index all the same, and
keeps indexes and ids unique over the monthly partitions. After any error the connection is thrown away and the next
call opens a fresh one, which may lead to another server. Leases are kept by the database's clock, because each replica
has one of its own.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from proxy.audit.leases import RELEASED
from proxy.audit.stores import rollups, schema, statements
from proxy.audit.stores.base import StoreConflict, StoreError, StoreUnusable
from proxy.audit.stores.bulk import put
from proxy.audit.stores.opening import index_again, prepare, version
from proxy.database.engines import postgres_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from proxy.audit.stores.base import Instance, Record
    from proxy.audit.tree import Frontier
    from proxy.exchange import AuditEvent

MONTHS_AHEAD: Final = 2
_IDLE_S: Final = 5.0
"""A transaction in which nothing happens for so long belongs to a machine that is gone: its turn ends."""
_LOOKUP: Final = schema.audit_id
"""Where an event is found by its id."""
_TURN: Final = "SELECT chaperone_turn()"
_NOT_ALLOWED: Final = "42501"
_CLOCK_STEP: Final = timedelta(milliseconds=50)


def read_engine(url: str, *, timeout_s: float) -> sa.Engine:
    """An engine for readers: read-only, one moment for each transaction."""
    return postgres_engine(url, read_only=True, timeout_s=timeout_s)


class PostgresStore:
    """`stores.base.Store` on one database of a PostgreSQL server; driven by one thread.

    Args:
        url: ``postgresql://user:password@host/database``.
        timeout_s: seconds a statement may take, or wait for its turn; not above the writer's deadline.
    """

    def __init__(self, url: str, *, timeout_s: float = 2.0) -> None:
        self.engine = postgres_engine(url, timeout_s=timeout_s, idle_s=_IDLE_S, pool_size=1)
        self._db: sa.Connection | None = None
        self._months: set[str] = set()
        self._begun = False

    # ------------------------------------------------------------------ connection

    def open(self) -> None:
        """Connect; the first time, make the tables where there are none. Check the version each time.

        Raises:
            StoreUnusable: written by a newer version of this program, or to be migrated by its owner first.
            StoreError: it cannot be reached now.
        """
        try:
            self._db = self.engine.connect()
        except sa.exc.SQLAlchemyError as error:
            raise _store_error(error) from None
        self._prepare(self._db)

    def _prepare(self, db: sa.Connection) -> None:
        try:
            with db.begin():
                self._same_log(db)
                prepare(db)
        except sa.exc.SQLAlchemyError as error:
            self.close()
            if _state(error) == _NOT_ALLOWED:
                raise StoreUnusable(
                    "the audit database has to be made or brought up to date by its owner: "
                    "run `chaperone database migrate` with the owner's address"
                ) from None
            raise _store_error(error) from None
        except BaseException:
            self.close()
            raise
        self._begun = True

    def _same_log(self, db: sa.Connection) -> None:
        if self._begun and version(db) == 0:
            raise StoreError("the audit log was taken away while in use; restart to begin a new one")

    def close(self) -> None:
        """Disconnect; never raises."""
        db, self._db = self._db, None
        if db is not None:
            with suppress(sa.exc.SQLAlchemyError, psycopg.Error):
                db.invalidate()
            with suppress(sa.exc.SQLAlchemyError, psycopg.Error):
                db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        if self._db is None:
            self.open()
        db = self._db
        if db is None:
            raise StoreError("the audit database is closed")
        try:
            with db.begin():
                yield db
        except BaseException as error:
            self.close()
            if isinstance(error, (OSError, sa.exc.SQLAlchemyError, psycopg.Error)):
                raise _store_error(error) from None  # PostgreSQL's own words may show a value
            raise

    @contextmanager
    def _turn(self) -> Iterator[tuple[sa.Connection, int]]:
        """A transaction in which nobody else appends, and the number of records."""
        with self._transaction() as db:
            yield db, db.exec_driver_sql(_TURN).scalar_one()

    # ------------------------------------------------------------------ the log

    def append(self, records: Sequence[Record]) -> None:
        """Store all, durably, in this order, or none."""
        with self._turn() as (db, size):
            self._insert(db, size, records)

    def known(self, event_ids: Collection[str]) -> frozenset[str]:
        """Those of `event_ids` that are stored; waits for a commit that the server may still be about to make."""
        with self._turn() as (db, _):
            return statements.known(db, event_ids, lookup=_LOOKUP)

    def checkpoint(self, sign: Callable[[Frontier], str]) -> str | None:
        """Sign the tree of all records and keep the note; None where nothing came since the last one."""
        with self._turn() as (db, size):
            grown = statements.tree(db, size)
            if grown is None:
                return None
            note = sign(grown)
            statements.keep_checkpoint(db, grown, note)
            return note

    def recount(self) -> int:
        """Make the roll-ups and the index of terms again; writers wait only while a step of it is put in place."""
        index_again(self._transaction)
        with self._transaction() as db:
            found = rollups.counted(db)
        with self._turn() as (db, _):
            return rollups.replace(db, *found)

    def _insert(self, db: sa.Connection, size: int, records: Sequence[Record]) -> None:
        rows = statements.rows_of(db, records, size, lookup=_LOOKUP)
        self._make_partitions(db, {str(row["at"])[:7] for row in rows.events})
        with _driver(db).pipeline():  # one wait for the server instead of one for each statement
            put(db, schema.audit_event, rows.events)
            put(db, schema.audit_term, rows.terms)
            put(db, schema.open_intent, rows.opened)
            rollups.keep(db, rows.events, [record.event.detail for record in records], rows.pairs)
            statements.close(db, rows.closed)

    def _make_partitions(self, db: sa.Connection, months: set[str]) -> None:
        missing = months - self._months
        for month in sorted(missing):
            db.execute(sa.text("SELECT chaperone_partition(:month)"), {"month": month})
        self._months |= missing  # should the transaction fail, `close` is called, and a fresh look follows

    # ------------------------------------------------------------------ operational state

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        """Register the instance or extend its lease, and make the partitions of the months to come."""
        with self._transaction() as db:
            ahead, now = _clock(db)
            self._make_partitions(db, _months_from(now))
            row = statements.lease_row(instance, lease_until if lease_until == RELEASED else lease_until + ahead)
            upsert = insert(schema.instance).values(row)
            db.execute(upsert.on_conflict_do_update(index_elements=["id"], set_={"lease_until": row["lease_until"]}))

    def close_dead(self, dead: Callable[[Instance, datetime], bool], final: Callable[[AuditEvent], Record]) -> int:
        """Append a final for every open intent of a dead instance, and forget these instances."""
        with self._turn() as (db, size):
            ahead, _ = _clock(db)
            gone = [
                each.id
                for each, lease in statements.instances(db)
                if dead(each, lease if lease == RELEASED else lease - ahead)
            ]
            return statements.close_dead(db, gone, final, lambda finals: self._insert(db, size, finals), lookup=_LOOKUP)


def _clock(db: sa.Connection) -> tuple[timedelta, datetime]:
    """How far the database's clock is ahead of ours, small differences left out, and its time."""
    theirs: datetime = db.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    ahead = theirs - datetime.now(UTC)
    return (ahead if abs(ahead) > _CLOCK_STEP else timedelta()), theirs.astimezone(UTC)


def _months_from(now: datetime) -> set[str]:
    first = now.year * 12 + now.month - 1
    return {f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, first + MONTHS_AHEAD + 1)}


def _driver(db: sa.Connection) -> psycopg.Connection:
    connection = db.connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise StoreError("the audit database is closed")
    return connection


def _state(error: BaseException) -> str:
    """The SQLSTATE of an error; empty where the server gave none."""
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlstate", None) or ""


def _store_error(error: BaseException) -> StoreError:
    """Ours: the kind of error and its SQLSTATE; the server's own words may show a value."""
    cause = getattr(error, "orig", None) or error
    conflict = isinstance(error, sa.exc.IntegrityError) or isinstance(cause, psycopg.IntegrityError)
    return (StoreConflict if conflict else StoreError)(f"{type(cause).__name__} {_state(error)}".strip())
