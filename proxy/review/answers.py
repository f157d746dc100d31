"""Answers that a person must review: which of them wait, and which were looked at. Counted by unit, never by person.

A row names its caller only while the answer waits, because only the same caller or unit may acknowledge it; with the
acknowledgement the name goes (the audit keeps who it was, for those who may read that).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import sqlalchemy as sa

from proxy.errors import NotFound
from proxy.exchange import EventKind
from proxy.review.rows import moment, stamp
from proxy.review.tables import review_answer
from proxy.review.told import Owed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller
    from proxy.review.outbox import Outbox

Noted: TypeAlias = "tuple[Caller, datetime]"
MOST_NOTED: Final = 10_000
"""Noted answers that are kept in memory while the state database is away; then the oldest are no longer counted."""
LEAST_SHOWN: Final = 5
"""Fewest answers of a unit of which a rate is shown: below, it would be a person's."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose call an answer belongs to."""

    caller: str
    unit: str


@dataclass(frozen=True, slots=True)
class UnitRate:
    """How many answers of a unit were reviewed.

    Attributes:
        flagged: answers that had to be acknowledged.
        acknowledged: of those.
        others: acknowledgements of answers that did not have to be.
        rate: share of the flagged ones that were; None where there are too few to show.
    """

    unit: str
    flagged: int
    acknowledged: int
    others: int

    @property
    def rate(self) -> float | None:
        """`acknowledged` of `flagged`, from 5 answers on."""
        return round(self.acknowledged / self.flagged, 3) if self.flagged >= LEAST_SHOWN else None


class AnswerStore:
    """Reviews of answers in the state database.

    Args:
        state: where they are kept.
        outbox: takes what each change owes the audit.
        noted: flagged answers that are not stored yet: request id -> caller and time. It outlives a reload.
    """

    def __init__(self, state: StateDatabase, outbox: Outbox, noted: dict[str, Noted] | None = None) -> None:
        self._state = state
        self._outbox = outbox
        self._noted: dict[str, Noted] = {} if noted is None else noted

    def note(self, request_id: str, caller: Caller, now: datetime) -> None:
        """Note a flagged answer where answers are only counted: no call waits for that; `flush` stores it."""
        if len(self._noted) >= MOST_NOTED:
            self._noted.pop(next(iter(self._noted)))
        self._noted[request_id] = (caller, now)

    async def flush(self) -> None:
        """Store what was noted. Raises StateUnavailable: it is noted still."""
        rows = {each: _row(each, who.tenant, who.unit, at, who.id) for each, (who, at) in self._noted.items()}
        if not rows:
            return

        def work(db: Connection) -> None:
            stored = set(db.scalars(sa.select(review_answer.c.request_id).where(review_answer.c.request_id.in_(rows))))
            new = [row for request_id, row in rows.items() if request_id not in stored]
            if new:
                db.execute(review_answer.insert(), new)

        await self._state.run(work)
        for request_id in rows:
            self._noted.pop(request_id, None)

    async def await_review(self, request_id: str, caller: Caller, now: datetime) -> int:
        """Note that a flagged answer is on its way; how many of this caller's wait now, it included."""

        def work(db: Connection) -> int:
            row = _row(request_id, caller.tenant, caller.unit, now, caller.id)
            if db.scalar(sa.select(review_answer.c.at).where(review_answer.c.request_id == request_id)) is None:
                db.execute(review_answer.insert().values(row))
            table = review_answer.c
            mine = (table.tenant == caller.tenant, table.caller == caller.id, table.acknowledged_at.is_(None))
            return db.scalar(sa.select(sa.func.count()).where(*mine)) or 0

        return await self._state.run(work)

    async def waits(self, tenant: str, request_id: str) -> bool | None:
        """Whether an answer still waits for its review; None when it never had to and nobody said so."""
        await self.flush()
        where = (review_answer.c.request_id == request_id, review_answer.c.tenant == tenant)
        query = sa.select(review_answer.c.acknowledged_at).where(*where)
        row = await self._state.run(lambda db: db.execute(query).first())
        return None if row is None else row[0] is None

    async def acknowledge(
        self, request_id: str, who: Caller, result: str, *, origin: Origin | None, now: datetime
    ) -> bool:
        """A person has reviewed an answer; False when that was known already.

        Args:
            request_id: the call.
            who: the person's key.
            result: ``used``, ``corrected`` or ``discarded``.
            origin: whose call it was, as the log has it; for answers that did not have to be acknowledged.
            now: current time.

        Raises:
            NotFound: no such answer, or not of this caller or unit.
        """

        def work(db: Connection) -> bool:
            where = (review_answer.c.request_id == request_id, review_answer.c.tenant == who.tenant)
            row = db.execute(sa.select(review_answer).where(*where)).mappings().first()
            done_already = row is not None and row["acknowledged_at"] is not None
            if row is None:
                _check_own(who, origin)
            else:  # with the acknowledgement whose it was has gone from here; the log still knows
                _check_own(who, origin if done_already and origin else Origin(row["caller"], row["unit"]))
            if done_already:
                return False
            done = {"acknowledged_at": stamp(now), "result": result, "caller": ""}
            if row is None:
                new = _row(request_id, who.tenant, origin.unit if origin else "", now, "")
                db.execute(review_answer.insert().values(new | done | {"flagged": False}))
            else:
                db.execute(review_answer.update().where(*where).values(done))
            after = None if row is None else max(0, int((now - moment(row["at"])).total_seconds()))
            flagged = row is not None and bool(row["flagged"])
            unit = row["unit"] if row is not None else origin.unit if origin else ""
            detail = {"unit": unit, "result": result, "flagged": flagged, "after_s": after}
            owed = Owed(EventKind.REVIEW_ACK, who.tenant, request_id, who.id, request_id, detail)
            self._outbox.owe(db, [owed])
            return True

        await self.flush()
        told = await self._state.run(work)
        await self._outbox.settle(request_id)
        return told

    async def rates(self, tenant: str, since: datetime, until: datetime) -> list[UnitRate]:
        """Counts by unit of answers between two times."""
        await self.flush()
        table = review_answer.c
        query = (
            sa.select(table.unit, table.flagged, sa.func.count(), sa.func.count(table.acknowledged_at))
            .where(table.tenant == tenant, table.at >= stamp(since), table.at < stamp(until))
            .group_by(table.unit, table.flagged)
        )
        found: dict[str, dict[bool, tuple[int, int]]] = {}
        for unit, flagged, answers, acknowledged in await self._state.run(lambda db: db.execute(query).all()):
            found.setdefault(unit, {})[bool(flagged)] = (answers, acknowledged)
        none = (0, 0)
        return [
            UnitRate(unit, *each.get(True, none), others=each.get(False, none)[1])
            for unit, each in sorted(found.items())
        ]


def _row(request_id: str, tenant: str, unit: str, now: datetime, caller: str) -> dict[str, object]:
    return {
        "request_id": request_id,
        "tenant": tenant,
        "unit": unit,
        "caller": caller,
        "flagged": True,
        "at": stamp(now),
    }


def _check_own(who: Caller, origin: Origin | None) -> None:
    mine = origin is not None and (origin.caller == who.id or (bool(who.unit) and origin.unit == who.unit))
    if not mine:
        raise NotFound("There is no answer of yours or of your unit with this request id.")
