"""The two databases of the audit log, behind one face, so that a test can ask both the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from proxy.audit.stores.place import Place
from proxy.audit.stores.postgres import PostgresStore
from proxy.audit.stores.sqlite import SqliteStore
from proxy.database.engines import postgres_engine, sqlite_engine

if TYPE_CHECKING:
    from pathlib import Path

    from postgres_server import PostgresServer


@dataclass(frozen=True)
class AuditDatabase:
    """One empty log of a test's own.

    Attributes:
        path: the file, or None.
        url: the PostgreSQL database, or empty.
        server: where that is.
    """

    path: Path | None = None
    url: str = ""
    server: PostgresServer | None = None

    @property
    def is_postgres(self) -> bool:
        """Which of the two."""
        return self.path is None

    @property
    def place(self) -> Place:
        """As the product is told."""
        return Place(self.path, self.url)

    def store(self, *, wait_s: float = 0.5) -> SqliteStore | PostgresStore:
        """A new store on it, which waits so long for another one's transaction."""
        if self.path is not None:
            return SqliteStore(self.path, busy_timeout_s=wait_s)
        return PostgresStore(self.url, timeout_s=wait_s)

    def reader(self) -> sa.Engine:
        """A new engine for readers."""
        return self.place.reader()

    def as_owner(self) -> sa.Engine:
        """An engine that may do everything."""
        return postgres_engine(self.url) if self.path is None else sqlite_engine(self.path)

    def rows(self, query: str = "SELECT seq, event_id FROM audit_event ORDER BY seq") -> list[tuple[Any, ...]]:
        """What a query gives."""
        with self.as_owner().connect() as db:
            return [tuple(row) for row in db.execute(sa.text(query))]

    def run(self, statement: str) -> None:
        """Run a statement as the owner of everything."""
        with self.as_owner().begin() as db:
            db.execute(sa.text(statement))
