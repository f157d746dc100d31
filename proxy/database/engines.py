"""Engines for the two databases. SQLite: WAL, synchronous=FULL, every write transaction BEGIN IMMEDIATE.

FULL, because with NORMAL a power loss took back acknowledged commits (1,802 of 1,802 rows; with FULL 0 of 2,029).
Parameters are hidden: an SQLAlchemy error must not print a row.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import sqlalchemy as sa

if TYPE_CHECKING:
    from pathlib import Path

PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # macOS: a plain fsync does not reach the disk; ignored elsewhere
    "foreign_keys=ON",
    "recursive_triggers=ON",  # a REPLACE fires the delete trigger
    "secure_delete=ON",
    "trusted_schema=OFF",
    "wal_autocheckpoint=4000",  # 16 MB: a call's records touch 30 pages, mostly the same ones, copied back less often
)

_SLACK_S: Final = 1.0
"""How much longer than the server's own limit a client waits."""


def sqlite_engine(path: Path, *, read_only: bool = False, busy_timeout_s: float = 2.0) -> sa.Engine:
    """An engine on one file that exists (`create_private` makes it); connections may be used from any thread."""
    mode = "ro" if read_only else "rw"

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)

    engine = sa.create_engine("sqlite+pysqlite://", creator=connect, poolclass=sa.NullPool, hide_parameters=True)
    if not read_only:
        sa.event.listen(engine, "connect", set_pragmas)
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    sa.event.listen(engine, "begin", lambda db: db.exec_driver_sql(begin))
    return engine


def postgres_engine(
    url: str, *, read_only: bool = False, timeout_s: float = 2.0, idle_s: float = 30.0, pool_size: int = 5
) -> sa.Engine:
    """An engine on a PostgreSQL server, ``postgresql://user:password@host/database``; checks connections before use.

    Args:
        url: the database.
        read_only: refuse to write, and let each transaction see one moment.
        timeout_s: seconds a statement may take, wait for a lock, or a new connection may take.
        idle_s: seconds after which the server ends a transaction in which nothing happens: one of a machine that is
            gone must not hold up the others.
        pool_size: connections that are kept.
    """
    from proxy.database.hangs import impatient  # noqa: PLC0415 - psycopg, which SQLite needs not

    millis = int(timeout_s * 1000)
    options = {
        "statement_timeout": millis,
        "lock_timeout": millis * 4 // 5,  # before the statement's own limit, so that an error says which it was
        "idle_in_transaction_session_timeout": int(idle_s * 1000),
        "tcp_keepalives_idle": 10,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
        "default_transaction_read_only": "on" if read_only else "off",
        "synchronous_commit": "on",  # an operator may have switched it off for another program's sake
    }
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=pool_size,
        pool_timeout=timeout_s,
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        connect_args={
            "connect_timeout": max(2, round(timeout_s)),  # libpq takes whole seconds, and 1 as 2
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
            "application_name": "chaperone",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
        hide_parameters=True,
    )
    kind = impatient(timeout_s + _SLACK_S)
    sa.event.listen(engine, "do_connect", lambda _dialect, _record, args, options: kind.connect(*args, **options))
    weakref.finalize(engine, engine.pool.dispose)  # an engine that nobody needs any more closes its connections
    return engine


def set_pragmas(db: sqlite3.Connection, _record: object) -> None:
    """What every writing connection to SQLite needs."""
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")


def create_private(path: Path) -> tuple[int, int]:
    """Create the file (0600) if there is none; SQLite gives its WAL the same mode. Returns its identity."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    found = path.stat()
    if found.st_mode & 0o077:
        path.chmod(0o600)
    return found.st_dev, found.st_ino
