"""Which records leave: a search, up to the newest signed checkpoint, read page by page.

Records behind the checkpoint stay for the next export: nothing vouches for them yet. The log only grows, so pages may
be read in transactions of their own, and a slow reader holds up nobody.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.mapping.source import Source
from proxy.audit.proof import _bundle, _key_changes
from proxy.audit.query import AuditLog
from proxy.audit.stores.schema import audit_checkpoint, audit_event, audit_leaf
from proxy.errors import AuditUnavailable, Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from proxy.audit.filters import Filters
    from proxy.exchange import Json

PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Vouched:
    """The newest checkpoint: how many records it covers, and the signed note."""

    size: int
    note: str


class Selection:
    """The records that match, oldest first.

    Args:
        engine: for reading.
        filters: the search.
        tenant: whose records may leave; None for all (the operator's own tools).
        log: name of the log.
        version: of this program.

    Raises:
        Conflict: there is no checkpoint yet.
        AuditUnavailable: (everywhere) the log cannot be read now.
    """

    def __init__(self, engine: sa.Engine, filters: Filters, *, tenant: str | None, log: str, version: str) -> None:
        self._engine, self._filters, self._log, self._version = engine, filters, log, version
        self._reader = AuditLog(engine, tenant=tenant)
        self.whole = tenant is None and not filters.asked()
        """Whether it is the whole log."""
        table = audit_checkpoint.c
        rows = self._rows(sa.select(table.size, table.note).order_by(table.size.desc()).limit(1))
        if not rows:
            raise Conflict("There is no checkpoint yet, so nothing vouches for the log. Try again in a minute.")
        self.vouched = Vouched(rows[0].size, rows[0].note)

    def records(self) -> Iterator[Source]:
        """The records."""
        for page in self._pages():
            wanted = audit_event.c.seq.in_(page)
            query = (
                sa.select(audit_event.c.seq, audit_event.c.body, audit_leaf.c.hash)
                .join(audit_leaf, audit_leaf.c.seq == audit_event.c.seq, isouter=True)
                .where(wanted)
                .order_by(audit_event.c.seq)
            )
            for row in self._rows(query):
                yield Source(row.seq, bytes(row.body), bytes(row.hash or b""), self._log, self._version)

    def indices(self) -> Iterator[int]:
        """Their indices."""
        for page in self._pages():
            yield from page

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """Leaf hashes of the log, matching or not, ``start <= index < stop``."""
        table = audit_leaf.c
        query = sa.select(table.hash).where(table.seq >= start, table.seq < stop).order_by(table.seq)
        return [bytes(row.hash) for row in self._rows(query)]

    def notes(self) -> list[str]:
        """All signed checkpoints, the oldest first."""
        table = audit_checkpoint.c
        query = sa.select(table.note).where(table.size <= self.vouched.size).order_by(table.size)
        return [str(row.note) for row in self._rows(query)]

    def key_links(self) -> list[dict[str, Json]]:
        """Announced changes of the log's key, each with its proof, the oldest first."""
        with self._reader.reading() as db:
            return [_bundle(db, each, newest=False) for each in _key_changes(db)]

    def _pages(self) -> Iterator[list[int]]:
        """Matching indices below the checkpoint, page by page."""
        after = -1
        while True:
            found = self._reader.tail(after, filters=self._filters, limit=PAGE)
            places = [each["seq"] for each in found if each["seq"] < self.vouched.size]
            if places:
                yield places
            if len(found) < PAGE or len(places) < len(found):
                return
            after = places[-1]

    def _rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        try:
            with self._engine.connect() as db:
                return db.execute(query).all()
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise AuditUnavailable("The audit log cannot be read now.") from error
