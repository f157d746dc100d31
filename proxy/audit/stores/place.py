"""Where the log of an installation is: a file, or a PostgreSQL database that a fleet of guards shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from proxy.audit.stores.sqlite import SqliteStore, read_engine

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from proxy.audit.stores.base import Store

Reader: TypeAlias = "sa.Engine"
"""An engine that can only read."""


@dataclass(frozen=True, slots=True)
class Place:
    """The one place that knows which database it is.

    Attributes:
        path: the SQLite file; None for PostgreSQL.
        url: ``postgresql://user:password@host/name``, to write.
        reader_url: the same for readers, who may log in as a role that can do nothing else; by default `url`.
        timeout_s: seconds a statement of the writer may take.
    """

    path: Path | None = None
    url: str = field(default="", repr=False)
    reader_url: str = field(default="", repr=False)
    timeout_s: float = 2.0

    def store(self) -> Store:
        """A store that is not opened yet; for one writer's thread."""
        if self.path is not None:
            return SqliteStore(self.path)
        from proxy.audit.stores.postgres import PostgresStore  # noqa: PLC0415 - psycopg, which most do not need

        return PostgresStore(self.url, timeout_s=self.timeout_s)

    def reader(self, *, timeout_s: float = 60.0) -> Reader:
        """An engine that can only read; each of its transactions sees one moment.

        Args:
            timeout_s: seconds a statement may take, on PostgreSQL.
        """
        if self.path is not None:
            return read_engine(self.path)
        from proxy.audit.stores.postgres import read_engine as postgres_reader  # noqa: PLC0415 - as above

        return postgres_reader(self.reader_url or self.url, timeout_s=timeout_s)

    @property
    def missing(self) -> bool:
        """Whether there is certainly nothing yet."""
        return self.path is not None and not self.path.is_file()

    def __str__(self) -> str:
        """For messages; without the password."""
        return str(self.path) if self.path is not None else "PostgreSQL (database.url)"


def place_of(where: Path | Place) -> Place:
    """A place; a path is a file."""
    return where if isinstance(where, Place) else Place(where)
