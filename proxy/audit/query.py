"""Reading the log: pages by index, one request, the tail, and the record that a reader leaves behind.

Pages are cut by the record's index (keyset), so a page costs the same wherever it lies and none shifts while records
arrive. Every result is the parsed stored bytes plus ``seq``; the search columns are only used to find it (`plan` says
how). Works on any engine of `stores`, with connections of its own.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import plan
from proxy.audit.event import new_event_id
from proxy.audit.filters import BadFilter, Filters
from proxy.audit.stores.schema import audit_event
from proxy.audit.walking import Stretch, walk, walk_finals
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from proxy.exchange import Json

MAX_PAGE: Final = 500
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page: records as dicts of the stored JSON plus ``seq``, newest first, and where the next page starts."""

    records: tuple[dict[str, Json], ...]
    next_cursor: str | None


class AuditLog:
    """The log for readers; its methods block for milliseconds, so call them from a thread when a loop is running.

    Args:
        engine: a reading engine (`stores.sqlite.read_engine`).
        tenant: whose records may be seen; None for all (the operator's own tools).
    """

    def __init__(self, engine: sa.Engine, *, tenant: str | None = None) -> None:
        self._engine = engine
        self._tenant = tenant
        self._visible: list[sa.ColumnElement[bool]] = [] if tenant is None else [audit_event.c.tenant == tenant]

    def search(self, filters: Filters, *, cursor: str | None = None, limit: int = PAGE) -> Page:
        """Matching records, newest first.

        Raises:
            BadFilter: the cursor or the limit is not ours.
            AuditUnavailable: the log cannot be read now.
        """
        before = None if cursor is None else open_cursor(cursor)
        with self.reading() as db:
            found = self.walk(db, filters, count=checked_limit(limit) + 1, before=before)
        page = tuple(found[:limit])
        return Page(page, cursor_at(page[-1]["seq"]) if len(found) > limit else None)

    def has(self, event_id: str) -> bool:
        """Whether an event is in the log already. Raises AuditUnavailable."""
        query = sa.select(audit_event.c.seq).where(*self._visible, audit_event.c.event_id == event_id).limit(1)
        with self.reading() as db:
            return db.scalar(query) is not None

    def show(self, request_id: str) -> list[dict[str, Json]]:
        """All records of one request, in order. Raises AuditUnavailable."""
        query = _select([*self._visible, audit_event.c.request_id == request_id]).order_by(audit_event.c.seq)
        with self.reading() as db:
            return _records(db.execute(query).all())

    def tail(self, after_seq: int, *, filters: Filters | None = None, limit: int = MAX_PAGE) -> list[dict[str, Json]]:
        """Matching records after index `after_seq` (-1 for all), oldest first. Raises AuditUnavailable."""
        with self.reading() as db:
            return self.walk(db, filters or Filters(), count=limit, after=after_seq)

    def head(self) -> int:
        """Index of the newest record, -1 for an empty log. Raises AuditUnavailable."""
        with self.reading() as db:
            return _head(db)

    # ------------------------------------------------------------------ for the rest of this room

    @property
    def tenant(self) -> str | None:
        """Whose records may be seen; None for all."""
        return self._tenant

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One moment of the log, for several questions. Raises AuditUnavailable."""
        try:
            with self._engine.connect() as db:
                yield db
        except sa.exc.SQLAlchemyError as error:
            raise AuditUnavailable("The audit log cannot be read now.") from error

    def walk(
        self, db: sa.Connection, filters: Filters, *, count: int, before: int | None = None, after: int | None = None
    ) -> list[dict[str, Json]]:
        """Up to `count` matching records: newest first before an index, or oldest first after one."""
        low, high = plan.bounds(db, filters) or (0, _head(db))
        low, high = max(low, -1 if after is None else after + 1), high if before is None else min(high, before - 1)
        if low > high:
            return []
        stretch = Stretch(low, high, (*_moment(filters), *self._visible), newest=after is None)
        conditions = plan.wanted(filters)
        if plan.asks_for_finals(filters) and any(each.call for each in conditions):
            return _records(walk_finals(db, conditions, stretch, count))
        return _records(walk(db, conditions, stretch, count))


def _records(rows: Sequence[sa.Row[Json]]) -> list[dict[str, Json]]:
    return [{**json.loads(row.body), "seq": row.seq} for row in rows]


def _head(db: sa.Connection) -> int:
    newest = db.scalar(sa.select(sa.func.max(audit_event.c.seq)))
    return -1 if newest is None else int(newest)


def _moment(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """The range of time, asked of each record: clocks of several guards differ, the order of records does not."""
    at = audit_event.c.at + ""  # checked, never walked by
    since = [] if filters.since is None else [at >= filters.since]
    return since if filters.until is None else [*since, at < filters.until]


def read_event(  # every part of the envelope and of the detail
    filters: Filters,
    *,
    returned: int,
    channel: str,
    at: datetime,
    instance: str,
    tenant: str,
    caller: str | None,
    request_id: str | None = None,
    case: str | None = None,
    purpose: str | None = None,
    what: str | None = None,
) -> AuditEvent:
    """The LOG_READ record of a search: who asked for what, and how much came back. Written before the answer is given.

    Raises:
        BadFilter: a look at one person's calls without a case number.
    """
    require_case(filters, case)
    detail: dict[str, Json] = {"filters": filters.asked(), "returned": returned, "case": case, "channel": channel}
    detail |= {name: text for name, text in (("purpose", purpose), ("what", what)) if text is not None}
    return AuditEvent(EventKind.LOG_READ, new_event_id(), at, instance, tenant, request_id, caller, detail)


def require_case(filters: Filters, case: str | None) -> None:
    """Refuse a look at one person's calls without a case number; call it before searching.

    Raises:
        BadFilter: `filters` name a caller and there is no case number.
    """
    if filters.about_a_person and not case:
        raise BadFilter("case", "a case number when you look at one person's calls")


def _select(where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[tuple[int, bytes]]:
    return sa.select(audit_event.c.seq, audit_event.c.body).where(*where)


def checked_limit(limit: int) -> int:
    """A number of records for one page. Raises BadFilter."""
    if not 1 <= limit <= MAX_PAGE:
        raise BadFilter("limit", f"a number in 1..{MAX_PAGE}")
    return limit


def cursor_at(seq: int) -> str:
    """Where the page after a record at this index begins."""
    return urlsafe_b64encode(f"1:{seq}".encode()).decode().rstrip("=")


def open_cursor(cursor: str) -> int:
    """The index in a cursor. Raises BadFilter."""
    try:
        version, _, seq = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(":")
        if version == "1" and seq.isascii() and seq.isdigit():
            return min(int(seq[:20]), 2**63 - 1)
    except ValueError:
        pass
    raise BadFilter("cursor", "a cursor as the page before gave it")
