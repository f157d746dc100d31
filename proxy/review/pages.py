"""The queue in pages: each begins behind the last call of the page before, so nothing is shown twice or left out.

A place in the queue is the time when a call was held and its ticket, which never change, so that calls that come or go
meanwhile move nothing. What time has made of a call (`states.at`) is part of the question: a page is full whenever
there are enough calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.errors import BadRequest
from proxy.review.rows import stamp
from proxy.review.states import State
from proxy.review.tables import review_hold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from proxy.review.states import Hold

_PLACE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~(hold_[0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: when the last call on it was held (a stamp), and its ticket."""

    opened_at: str
    ticket: str

    def __str__(self) -> str:
        return f"{self.opened_at}~{self.ticket}"

    @classmethod
    def of(cls, hold: Hold) -> Place:
        """Of a call in the queue."""
        return cls(stamp(hold.opened_at), hold.ticket)


def place(text: str) -> Place | None:
    """The place that `next` of the page before named; None for the beginning.

    Raises:
        BadRequest: it is none of ours.
    """
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadRequest("`after` must be what `next` of the page before said.", param="after")
    return Place(found[1], found[2])


def page_query(
    tenant: str, wanted: Collection[State], *, after: Place | None, now: datetime, limit: int
) -> sa.Select[tuple[object, ...]]:
    """Holds in these states, as they stand at `now`: the undecided alone oldest first, otherwise the newest first."""
    table = review_hold.c
    oldest_first = set(wanted) == {State.PENDING}
    query = sa.select(review_hold).where(table.tenant == tenant, sa.or_(*(_stands(each, now) for each in wanted)))
    if after is not None:
        beyond = table.opened_at > after.opened_at if oldest_first else table.opened_at < after.opened_at
        query = query.where(sa.or_(beyond, sa.and_(table.opened_at == after.opened_at, table.ticket > after.ticket)))
    order = table.opened_at.asc() if oldest_first else table.opened_at.desc()
    return query.order_by(order, table.ticket).limit(limit)


def _stands(state: State, now: datetime) -> sa.ColumnElement[bool]:
    """As `states.at` says, in the words of the database."""
    table, at = review_hold.c, stamp(now)
    stored = table.state == state.value
    ended = sa.and_(table.state == State.RELEASED.value, table.ends_at <= at)
    over = sa.and_(table.state == State.PENDING.value, table.expires_at <= at)
    match state:
        case State.PENDING:
            return sa.and_(stored, table.expires_at > at)
        case State.RELEASED:
            return sa.and_(stored, sa.or_(table.ends_at.is_(None), table.ends_at > at))
        case State.EXPIRED:
            return sa.or_(stored, over)
        case State.LAPSED:
            return sa.or_(stored, ended)
        case _:
            return stored
