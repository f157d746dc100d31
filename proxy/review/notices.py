"""Notices that nobody decides a held call: stored with what they are about, given soon after, by whichever process.

A notice holds a ticket, a severity and times, and nothing of the call. Giving it may fail; that is tried again with
growing pauses and recorded at the end, and nobody waits for it. Whoever dies between giving a notice and noting that
leaves it to be given once more: a reviewer who is told twice is better than one who is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

import sqlalchemy as sa

from proxy.exchange import EventKind
from proxy.review.rows import hold_of, moment, stamp
from proxy.review.tables import review_hold, review_notice
from proxy.review.told import Owed, of_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox
    from proxy.review.states import Hold

TOLD_OF: Final = frozenset({"escalated", "expired"})
PAUSES: Final = tuple(timedelta(seconds=each) for each in (60, 300, 900, 3600))
"""Before the second try, the third and so on; the first one's is also how long a process has it to itself."""
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to give.

    Attributes:
        about: ``escalated`` or ``expired``.
        channel: how it is given.
        tries: how often that was tried, this time included.
    """

    id: str
    tenant: str
    ticket: str
    request_id: str
    about: str
    channel: str
    severity: str
    opened_at: datetime
    due_at: datetime
    tries: int


class Channel(Protocol):
    """Gives notices; a call of it may take seconds, in a thread."""

    def __call__(self, notice: Notice) -> None:
        """Give one. Raises OSError: it could not be given."""
        ...


class Notices:
    """The notices of one installation.

    Args:
        state: where they are kept.
        outbox: takes what the audit is owed for them.
        channels: name -> how it is given; none: nobody is told.
        clock: current time.
    """

    def __init__(
        self, state: StateDatabase, outbox: Outbox, channels: Mapping[str, Channel], clock: Callable[[], datetime]
    ) -> None:
        self._state = state
        self._outbox = outbox
        self.channels = channels
        self._clock = clock

    def owe(self, db: Connection, hold: Hold, told: Iterable[str]) -> None:
        """Take down what is to be told of a hold, in the transaction of the change."""
        now = stamp(self._clock())
        rows = [
            {
                "id": f"{hold.ticket}.{about}.{channel}",
                "tenant": hold.tenant,
                "ticket": hold.ticket,
                "request_id": hold.request_id,
                "about": about,
                "channel": channel,
                "severity": hold.severity.value,
                "opened_at": stamp(hold.opened_at),
                "due_at": stamp(hold.due_at),
                "at": now,
                "tries": 0,
                "next_at": now,
            }
            for about in told
            if about in TOLD_OF
            for channel in self.channels
        ]
        if rows:
            db.execute(review_notice.insert(), rows)

    async def take(self) -> list[Notice]:
        """Those that are due, for this process alone until their pause is over. Raises StateUnavailable."""
        now = self._clock()

        def work(db: Connection) -> list[Notice]:
            table = review_notice.c
            due = sa.select(review_notice).where(table.next_at <= stamp(now)).order_by(table.next_at).limit(AT_ONCE)
            return [notice for row in db.execute(due).mappings().all() if (notice := _taken(db, row, now))]

        return await self._state.run(work)

    async def given(self, notice: Notice) -> None:
        """It was given: note it, once. Raises StateUnavailable, AuditUnavailable."""
        await self._over(notice, "notified")

    async def failed(self, notice: Notice, cause: str) -> bool:
        """It was not given; whether it is given up now, which is recorded. Raises as `given`."""
        if notice.tries <= len(PAUSES):
            return False
        await self._over(notice, "not_notified", cause=cause)
        return True

    async def _over(self, notice: Notice, action: str, **more: str) -> None:
        def work(db: Connection) -> None:
            gone = db.execute(review_notice.delete().where(review_notice.c.id == notice.id)).rowcount
            row = db.execute(sa.select(review_hold).where(review_hold.c.ticket == notice.ticket)).mappings().first()
            if gone and row is not None:
                told = of_hold(hold_of(row), action, caller=None)
                detail: dict[str, Any] = {**told.detail, "about": notice.about, "channel": notice.channel, **more}
                owed = Owed(EventKind.HOLD, told.tenant, told.request_id, None, told.ticket, detail)
                self._outbox.owe(db, [owed])

        await self._state.run(work)
        await self._outbox.settle(notice.ticket)


def _taken(db: Connection, row: sa.RowMapping, now: datetime) -> Notice | None:
    tries = row["tries"] + 1
    again = stamp(now + PAUSES[min(tries, len(PAUSES)) - 1])
    mine = review_notice.update().where(review_notice.c.id == row["id"], review_notice.c.tries == row["tries"])
    if db.execute(mine.values(tries=tries, next_at=again)).rowcount != 1:
        return None
    return Notice(
        row["id"],
        row["tenant"],
        row["ticket"],
        row["request_id"],
        row["about"],
        row["channel"],
        row["severity"],
        moment(row["opened_at"]),
        moment(row["due_at"]),
        tries,
    )
