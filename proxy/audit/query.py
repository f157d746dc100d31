"""Reading the log: pages by index, one request, the tail, and the record that a reader leaves behind.

Pages are cut by the record's index (keyset), so a page costs the same wherever it lies and none shifts while records
arrive. Every result is the parsed stored bytes plus ``seq``; the search columns are only used to find it. Works on
any engine of `stores`, with connections of its own.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.event import SEVERITIES, new_event_id
from proxy.audit.filters import BadFilter, Filters
from proxy.audit.stores.schema import audit_event, audit_term
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from proxy.exchange import Json

MAX_PAGE: Final = 500
PAGE: Final = 50

_SPECIAL: Final = frozenset({"kinds", "since", "until", "severity", "tag", "entity"})
_EQUAL: Final = tuple(field.name for field in fields(Filters) if field.name not in _SPECIAL)


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
        self._visible = [] if tenant is None else [audit_event.c.tenant == tenant]

    def search(self, filters: Filters, *, cursor: str | None = None, limit: int = PAGE) -> Page:
        """Matching records, newest first.

        Raises:
            BadFilter: the cursor or the limit is not ours.
            AuditUnavailable: the log cannot be read now.
        """
        if not 1 <= limit <= MAX_PAGE:
            raise BadFilter("limit", f"a number in 1..{MAX_PAGE}")
        where = [*self._visible, *_conditions(filters)]
        if cursor is not None:
            where.append(audit_event.c.seq < _open_cursor(cursor))
        found = self._records(_select(where).order_by(audit_event.c.seq.desc()).limit(limit + 1))
        page = tuple(found[:limit])
        return Page(page, _cursor(page[-1]["seq"]) if len(found) > limit else None)

    def show(self, request_id: str) -> list[dict[str, Json]]:
        """All records of one request, in order. Raises AuditUnavailable."""
        where = [*self._visible, audit_event.c.request_id == request_id]
        return self._records(_select(where).order_by(audit_event.c.seq))

    def tail(self, after_seq: int, *, filters: Filters | None = None, limit: int = MAX_PAGE) -> list[dict[str, Json]]:
        """Matching records after index `after_seq` (-1 for all), oldest first. Raises AuditUnavailable."""
        where = [*self._visible, *_conditions(filters or Filters()), audit_event.c.seq > after_seq]
        return self._records(_select(where).order_by(audit_event.c.seq).limit(limit))

    def head(self) -> int:
        """Index of the newest record, -1 for an empty log. Raises AuditUnavailable."""
        newest = self._rows(sa.select(sa.func.max(audit_event.c.seq)))[0][0]
        return -1 if newest is None else int(newest)

    def _records(self, query: sa.Select[tuple[int, bytes]]) -> list[dict[str, Json]]:
        return [{**json.loads(row.body), "seq": row.seq} for row in self._rows(query)]

    def _rows(self, query: sa.Select[Json]) -> Sequence[sa.Row[Json]]:
        try:
            with self._engine.connect() as db:
                return db.execute(query).all()
        except sa.exc.SQLAlchemyError as error:
            raise AuditUnavailable("The audit log cannot be read now.") from error


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
) -> AuditEvent:
    """The LOG_READ record of a search: who asked for what, and how much came back. Written before the answer is given.

    Raises:
        BadFilter: a look at one person's calls without a case number.
    """
    require_case(filters, case)
    detail = {"filters": filters.asked(), "returned": returned, "case": case, "channel": channel}
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


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    table = audit_event.c
    where = [table[name] == value for name in _EQUAL if (value := getattr(filters, name)) is not None]
    if filters.kinds is not None:
        where.append(table.kind.in_(filters.kinds))
    if filters.since is not None:
        where.append(table.at >= filters.since)
    if filters.until is not None:
        where.append(table.at < filters.until)
    if filters.severity is not None:
        where.append(table.severity.in_(SEVERITIES[SEVERITIES.index(filters.severity) :]))
    for field in ("tag", "entity"):
        if (term := getattr(filters, field)) is not None:
            matching = sa.select(audit_term.c.seq).where(audit_term.c.field == field, audit_term.c.term == term)
            where.append(table.seq.in_(matching))
    return where


def _cursor(seq: int) -> str:
    return urlsafe_b64encode(f"1:{seq}".encode()).decode().rstrip("=")


def _open_cursor(cursor: str) -> int:
    try:
        version, _, seq = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(":")
        if version == "1" and seq.isascii() and seq.isdigit():
            return min(int(seq[:20]), 2**63 - 1)
    except ValueError:
        pass
    raise BadFilter("cursor", "a cursor as the page before gave it")
