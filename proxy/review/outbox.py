"""Audit events that a change owes: stored with the change, in the log soon after, exactly once.

The state and the log are two databases, so no transaction spans both. The change and its events are committed
together; then each event is put into the log, and its row deleted. Whoever dies in between leaves the row, and the next
one to look (this process, another replica, the next start) goes on: an event that may have been recorded already is
first looked for in the log by its id.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.errors import AuditUnavailable, StateUnavailable
from proxy.exchange import AuditEvent, EventKind
from proxy.review.rows import NEVER, moment, stamp
from proxy.review.tables import review_outbox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditSink
    from proxy.review.told import Owed

TAKEN_S: Final = 10
"""How long one who took a row has it to itself: five times the log's deadline."""
AT_ONCE: Final = 200
LEFT_S: Final = 5
"""Age from which on a row counts as left behind."""
WAITS: Final = 20
WAIT_S: Final = 0.05
_belongs_to: Final = sa.func.coalesce(review_outbox.c.ticket, review_outbox.c.event_id)
"""What a row belongs to: its own id where it has no ticket."""


@dataclass(frozen=True, slots=True)
class _Taken:
    event: AuditEvent
    tried: bool


class Outbox:
    """Owed events of one installation.

    Args:
        state: where they are kept.
        sink: the log.
        stored: whether an event is in the log already.
        instance: this process, in records.
        new_id: makes ids of events.
        clock: current time.
        point: called with a name at each place where a process could die; tests end it there.
    """

    def __init__(
        self,
        state: StateDatabase,
        sink: AuditSink,
        *,
        stored: Callable[[AuditEvent], Awaitable[bool]],
        instance: str,
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
        point: Callable[[str], None] = lambda _name: None,
    ) -> None:
        self._state = state
        self._sink = sink
        self._stored = stored
        self._instance = instance
        self._new_id = new_id
        self._clock = clock
        self._point = point

    def owe(self, db: Connection, events: Iterable[Owed]) -> None:
        """Add events, in the transaction of the change that owes them."""
        now = stamp(self._clock())
        rows = [
            {
                "event_id": self._new_id(),
                "at": now,
                "kind": each.kind.value,
                "tenant": each.tenant,
                "request_id": each.request_id,
                "caller": each.caller,
                "ticket": each.ticket,
                "detail": dict(each.detail),
                "tries": 0,
                "taken_until": NEVER,
            }
            for each in events
        ]
        if rows:
            db.execute(review_outbox.insert(), rows)

    async def settle(self, ticket: str) -> None:
        """Put what is owed for one ticket into the log.

        Raises:
            AuditUnavailable: the log does not take it now, or another process has it in hand; nothing of what was
                owed may be acted upon.
            StateUnavailable: the state database does not answer.
        """
        for _ in range(WAITS):
            await self._work(review_outbox.c.ticket == ticket)
            if not await self._state.run(lambda db: _left(db, ticket)):
                return
            await asyncio.sleep(WAIT_S)
        raise AuditUnavailable("The record of this is being written. Try again in a moment.")

    async def sweep(self) -> None:
        """Put into the log what others left behind. What the log will not have holds up its own ticket alone.

        Raises: as `settle`, at once; anything else that one of them ran into, when the others are in the log.
        """
        behind = review_outbox.c.at < stamp(self._clock() - timedelta(seconds=LEFT_S))
        first: Exception | None = None
        for ticket in await self._state.run(lambda db: _tickets(db, behind)):
            try:
                await self._work(sa.and_(behind, _belongs_to == ticket))
            except (AuditUnavailable, StateUnavailable):  # no other would fare better, and each waits for a deadline
                raise
            except Exception as error:  # noqa: BLE001 # raised below
                first = first or error
        if first is not None:
            raise first

    async def _work(self, which: sa.ColumnElement[bool]) -> None:
        while taken := await self._state.run(lambda db: self._take(db, which)):
            self._point("outbox.taken")
            while taken:
                try:
                    await self._record(taken[0])
                except BaseException:
                    await asyncio.shield(self._give_back([each.event.event_id for each in taken]))
                    raise
                del taken[0]

    async def _give_back(self, event_ids: Sequence[str]) -> None:
        free = review_outbox.update().where(_this(event_ids)).values(taken_until=NEVER)
        await self._state.run(lambda db: db.execute(free))

    async def _record(self, taken: _Taken) -> None:
        event = taken.event
        if not (taken.tried and await self._stored(event)):
            await self._sink.record(event)
        self._point("outbox.recorded")
        await self._state.run(lambda db: db.execute(review_outbox.delete().where(_this([event.event_id]))))
        self._point("outbox.done")

    def _take(self, db: Connection, which: sa.ColumnElement[bool]) -> list[_Taken]:
        """Rows that nobody has in hand, in the order in which they came, now in ours."""
        now = self._clock()
        free = sa.select(review_outbox).where(review_outbox.c.taken_until < stamp(now), which)
        rows = db.execute(free.order_by(review_outbox.c.event_id).limit(AT_ONCE)).mappings().all()
        mine = {"taken_until": stamp(now + timedelta(seconds=TAKEN_S)), "tries": review_outbox.c.tries + 1}
        db.execute(review_outbox.update().where(_this([row["event_id"] for row in rows])).values(mine))
        return [_Taken(self._event(row), row["tries"] > 0) for row in rows]

    def _event(self, row: sa.RowMapping) -> AuditEvent:
        return AuditEvent(
            kind=EventKind(row["kind"]),
            event_id=row["event_id"],
            at=moment(row["at"]),
            instance=self._instance,
            tenant=row["tenant"],
            request_id=row["request_id"],
            caller=row["caller"],
            detail=row["detail"],
        )


def _this(event_ids: Sequence[str]) -> sa.ColumnElement[bool]:
    return review_outbox.c.event_id.in_(event_ids)


def _tickets(db: Connection, which: sa.ColumnElement[bool]) -> list[str]:
    """Those of these rows, in the order in which their first came."""
    query = sa.select(_belongs_to).where(which).group_by(_belongs_to).order_by(sa.func.min(review_outbox.c.event_id))
    return list(db.scalars(query))


def _left(db: Connection, ticket: str) -> bool:
    return bool(db.scalar(sa.select(sa.func.count()).where(review_outbox.c.ticket == ticket)))
