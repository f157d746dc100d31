"""The state database: what may change, beside the log that may not.

Registry, training, holds, overrides, saved searches and the like. Rooms define their tables on `metadata` (in a module
``tables.py`` of their own) and are handed a `StateDatabase`; the migrations under ``migrations/state`` make them, on
SQLite and on PostgreSQL alike, and a test holds the two together.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import sqlalchemy as sa

from proxy.database.engines import create_private, postgres_engine, sqlite_engine
from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

T = TypeVar("T")

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the state database."""

_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(7046029254386353132)"

_NOT_ALLOWED: Final = "42501"

HEAD: Final = "0008"
"""The newest migration; a test compares it with the folder."""


class StateDatabase:
    """The state database of one installation, or of a fleet.

    Args:
        location: an SQLite file, or the URL of a PostgreSQL database.
        timeout_s: how long a statement may take, and how long a transaction waits for another one's.
    """

    def __init__(self, location: Path | str, *, timeout_s: float = 2.0) -> None:
        self._location = location
        self._timeout_s = timeout_s
        self._engine: sa.Engine | None = None
        self._readers: sa.Engine | None = None

    def open(self) -> None:
        """Connect, and bring an older schema up to date.

        Raises:
            StateUnavailable: it cannot be reached, or a newer version of this program wrote it.
        """
        try:
            engine = self._connect()
        except OSError as error:
            raise StateUnavailable(f"The state database cannot be used ({type(error).__name__}).") from error
        try:
            _bring_up_to_date(engine)
        except sa.exc.SQLAlchemyError as error:
            engine.dispose()
            raise StateUnavailable(_why(error)) from error
        except BaseException:
            engine.dispose()
            raise
        self._engine = engine

    def _connect(self) -> sa.Engine:
        if isinstance(self._location, Path):
            create_private(self._location)
            return sqlite_engine(self._location, busy_timeout_s=self._timeout_s)
        return postgres_engine(self._location, timeout_s=self._timeout_s)

    def open_to_read(self) -> bool:
        """Connect for `reading` alone and change nothing; False when there is no database of this version yet.

        Raises:
            StateUnavailable: there is one, and it cannot be reached.
        """
        if isinstance(self._location, Path) and not self._location.exists():
            return False
        try:
            engine = (
                sqlite_engine(self._location, read_only=True, busy_timeout_s=self._timeout_s)
                if isinstance(self._location, Path)
                else postgres_engine(self._location, read_only=True, timeout_s=self._timeout_s)
            )
            with engine.connect() as db:
                found = _revision(db)
        except (OSError, sa.exc.SQLAlchemyError) as error:
            raise StateUnavailable(f"The state database cannot be read ({type(error).__name__}).") from error
        self._engine = engine
        return found == HEAD

    def close(self) -> None:
        """Disconnect; never raises."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    @property
    def is_postgres(self) -> bool:
        """Whether several processes on several machines may share it."""
        return not isinstance(self._location, Path)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, committed at the end of the block, and the only one: what it has read stays true in it.

        SQLite gives that to its one writer. On PostgreSQL a lock gives the same to all replicas, so that a room needs
        no second way of thinking (two people who approve at once); what is kept here is small and changes seldom.

        Raises:
            StateUnavailable: the database failed; nothing of the block is stored.
        """
        if self._engine is None:
            raise StateUnavailable("The state database is closed.")
        try:
            with self._engine.begin() as db:
                if self.is_postgres:
                    db.exec_driver_sql(_ONE_AT_A_TIME)
                yield db
        except sa.exc.IntegrityError:
            raise
        except (OSError, sa.exc.SQLAlchemyError) as error:
            raise StateUnavailable(f"The state database cannot be used now ({type(error).__name__}).") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads: beside a writer and waiting for none, for what is asked every moment.

        Raises:
            StateUnavailable: the database failed, or is closed.
        """
        if self._engine is None:
            raise StateUnavailable("The state database is closed.")
        try:
            with self._reader(self._engine).begin() as db:
                yield db
        except (OSError, sa.exc.SQLAlchemyError) as error:
            raise StateUnavailable(f"The state database cannot be read now ({type(error).__name__}).") from error

    def _reader(self, engine: sa.Engine) -> sa.Engine:
        """On SQLite an engine of its own, because the writer's takes the lock at the beginning of a transaction."""
        if not isinstance(self._location, Path):
            return engine
        if self._readers is None:
            self._readers = sqlite_engine(self._location, read_only=True, busy_timeout_s=self._timeout_s)
        return self._readers

    async def run(self, work: Callable[[Connection], T]) -> T:
        """``work(connection)`` in one transaction, in a thread. Raises as `transaction`."""

        def whole() -> T:
            with self.transaction() as db:
                return work(db)

        return await asyncio.to_thread(whole)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """``work(connection)`` beside a writer, in a thread. Raises as `reading`."""

        def whole() -> T:
            with self.reading() as db:
                return work(db)

        return await asyncio.to_thread(whole)

    def sweep_out(self) -> None:
        """After something was destroyed: take it out of the database's own working files too (WAL, dead rows).

        SQLite overwrites what it deletes (secure_delete) and here empties its log of changes; PostgreSQL vacuums.

        Raises:
            StateUnavailable: the database failed, or is closed.
        """
        if self._engine is None:
            raise StateUnavailable("The state database is closed.")
        try:
            if self.is_postgres:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
                    db.exec_driver_sql("VACUUM")
                return
            raw = self._engine.raw_connection()  # outside any transaction, which SQLAlchemy would begin
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise StateUnavailable(f"The state database cannot be swept now ({type(error).__name__}).") from error


def _why(error: sa.exc.SQLAlchemyError) -> str:
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _NOT_ALLOWED:
        return (
            "The state database has to be made or brought up to date by its owner: "
            "run `chaperone database migrate` with the owner's address."
        )
    return f"The state database cannot be used ({type(error).__name__})."


def _bring_up_to_date(engine: sa.Engine) -> None:
    with engine.connect() as db:
        found = _revision(db)
    if found != HEAD:
        from proxy.database.migrate import upgrade  # noqa: PLC0415 - Alembic takes 0.2 s to import

        upgrade(engine, found)


def _revision(db: Connection) -> str | None:
    if not sa.inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found
