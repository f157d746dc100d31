"""A power cut for SQLite: a VFS (through apsw) beside whose files lie copies that hold only what was synced.

The files on the disk are what the program sees. Their copies in another folder get the bytes of a file when SQLite has
synced that file, and not before: what lies there at any moment is what would be left after the power failed, with
everything lost that was not asked to be kept. The product's own store runs on it, through a small face that makes an
apsw connection look like one of the standard library's to SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import apsw
import sqlalchemy as sa

from proxy.audit.stores.sqlite import SqliteStore
from proxy.database.engines import PRAGMAS


class SyncedOnly(apsw.VFS):
    """Passes everything through, and keeps a second folder with synced bytes only."""

    def __init__(self, name: str, durable: Path) -> None:
        self.durable = durable
        self.known_as = name
        durable.mkdir(parents=True, exist_ok=True)
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw's name
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - apsw's name
        super().xDelete(filename, syncdir)
        (self.durable / Path(filename).name).unlink(missing_ok=True)


class _File(apsw.VFSFile):
    def __init__(self, vfs: SyncedOnly, name: Any, flags: list[int]) -> None:
        shown = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._copy = vfs.durable / Path(shown).name if shown else None
        self._waiting: list[tuple[int, bytes | None]] = []
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - apsw's name
        super().xWrite(data, offset)
        self._waiting.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802 - apsw's name
        super().xTruncate(size)
        self._waiting.append((size, None))

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw's name
        super().xSync(flags)
        if self._copy is None:
            return
        with self._copy.open("r+b" if self._copy.exists() else "w+b") as file:
            for offset, data in self._waiting:
                if data is None:
                    file.truncate(offset)
                else:
                    file.seek(offset)
                    file.write(data)
        self._waiting.clear()


# --------------------------------------------------------------------------- apsw as SQLAlchemy wants it

Error, DatabaseError, OperationalError = sqlite3.Error, sqlite3.DatabaseError, sqlite3.OperationalError
IntegrityError, ProgrammingError, InterfaceError = (
    sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
)
InternalError, NotSupportedError, DataError = sqlite3.InternalError, sqlite3.NotSupportedError, sqlite3.DataError
Warning = sqlite3.Warning  # noqa: A001 - the name that DB-API asks for
paramstyle, threadsafety, apilevel = "qmark", 1, "2.0"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2
Binary = bytes


class Cursor:
    """Reads everything at once: what a test writes is small."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        return self._run(lambda cursor: cursor.execute(statement, parameters))

    def executemany(self, statement: str, many: Any) -> Cursor:
        return self._run(lambda cursor: cursor.executemany(statement, list(many)))

    def _run(self, work: Any) -> Cursor:
        db, cursor = self._connection.db, self._connection.db.cursor()
        before = db.total_changes()
        seen: list[Any] = []
        cursor.exec_trace = lambda running, _sql, _bindings: seen.append(running.get_description()) or True
        try:
            self._rows = list(work(cursor))
        except apsw.ConstraintError as error:
            raise IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise OperationalError(str(error)) from error
        shown = seen[-1] if seen else ()
        self.description = [(each[0], None, None, None, None, None, None) for each in shown] or None
        self.rowcount = db.total_changes() - before
        self.lastrowid = db.last_insert_rowid()
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        taken = self._rows[: size or self.arraysize]
        del self._rows[: len(taken)]
        return taken

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows)) if self._rows else []

    def __iter__(self) -> Any:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []


class Connection:
    """One apsw connection on a VFS."""

    isolation_level = None
    total_changes = 0

    def __init__(self, path: Path, vfs: str) -> None:
        self.db = apsw.Connection(str(path), vfs=vfs)

    def cursor(self) -> Cursor:
        return Cursor(self)

    def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        return self.cursor().execute(statement, parameters)

    def executemany(self, statement: str, many: Any) -> Cursor:
        return self.cursor().executemany(statement, many)

    def create_function(self, name: str, count: int, function: Any, **_: Any) -> None:
        self.db.create_scalar_function(name, function, count)

    def commit(self) -> None:
        if self.db.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self.db.close()


def store_on(path: Path, vfs: SyncedOnly, *, synchronous: str = "FULL") -> SqliteStore:
    """The product's store, with its own pragmas, on this VFS. Alone on its file: the VFS has no shared memory."""
    store = SqliteStore(path)
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sys.modules[__name__],
        creator=lambda: Connection(path, vfs.known_as),
        poolclass=sa.NullPool,
        hide_parameters=True,
    )

    def pragmas(db: Connection, _record: object) -> None:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}".replace("synchronous=FULL", f"synchronous={synchronous}"))

    sa.event.listen(engine, "connect", pragmas)
    sa.event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))
    store.engine = engine
    return store
