"""Held calls in the state database: opened once, changed by one writer at a time, with what each change owes the audit.

Every change is one transaction: the hold, compared with the version that was read, its votes and content, and the
events that the log must get. The same code runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from proxy.review import states
from proxy.review.reading import EDITS, HoldReader, get_row, proposed
from proxy.review.rows import hold_of, hold_row, stamp, vote_row
from proxy.review.states import State
from proxy.review.tables import review_hold
from proxy.review.told import of_hold
from proxy.review.writing import (
    check_room,
    keep,
    pending,
    people_behind,
    purge,
    put_answer,
    put_vote,
    swap,
    votes_on,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.review.notices import Notices
    from proxy.review.outbox import Outbox
    from proxy.review.sealed import Sealer
    from proxy.review.states import Hold, Terms, Vote
    from proxy.review.told import Owed

AT_ONCE = 500
"""Holds that one round of upkeep moves on."""


class HoldStore(HoldReader):
    """The holds of one installation.

    Args:
        state: where they are kept.
        outbox: takes what each change owes the audit.
        sealer: encrypts held content.
        kept_back: whether somebody forbids that the content of a hold is deleted.
        notices: takes down whom to tell of a call that nobody decides.
        point: called with a name at each place where a process could die; tests end it there.
    """

    def __init__(
        self,
        state: StateDatabase,
        outbox: Outbox,
        sealer: Sealer,
        *,
        kept_back: Callable[[Connection, Hold], bool] = lambda _db, _hold: False,
        notices: Notices | None = None,
        point: Callable[[str], None] = lambda _name: None,
    ) -> None:
        super().__init__(state, sealer)
        self._kept_back = kept_back
        self._notices = notices
        self._outbox = outbox
        self._point = point

    async def open(self, hold: Hold, contents: Mapping[str, bytes], *, most_open: int, now: datetime) -> Hold:
        """Keep a new hold, or find the undecided one of the same caller and content: then nothing is kept.

        Raises:
            QuotaExceeded: this caller has too many undecided calls.
        """
        sealed = {kind: self._seal(hold, kind, plain) for kind, plain in contents.items()}

        def work(db: Connection) -> Hold:
            standing = pending(db, hold)
            if standing is not None and states.at(standing, now).state is State.PENDING:
                return standing
            if standing is not None:  # its time is over, and nobody has noted it yet
                self._expire(db, standing, now)
            check_room(db, hold, most_open)
            db.execute(review_hold.insert().values(hold_row(hold)))
            keep(db, hold.ticket, sealed)
            self._outbox.owe(db, [of_hold(hold, "opened", caller=hold.caller)])
            self._point("hold.open")
            return hold

        kept = await self._state.run(work)
        self._point("hold.opened")
        await self._outbox.settle(kept.ticket)
        return kept

    async def vote(
        self,
        tenant: str,
        ticket: str,
        vote: Vote,
        reason: str,
        *,
        edits: bytes | None,
        segments: Sequence[str],
        terms: Terms,
        now: datetime,
        owed: Callable[[Hold, Hold, int], Iterable[Owed]],
    ) -> tuple[Hold, int]:
        """Take a vote; the hold that follows, and how many agree with it.

        Args:
            tenant: of the reviewer.
            ticket: the hold.
            vote: what the reviewer says.
            reason: why, as it may be stored.
            edits: the edited texts, to be sealed, when the vote is for an edited release: a JSON object of the
                digest of an original text -> what is sent instead.
            segments: digests of the edited texts, which the release remembers too.
            terms: the operator's.
            now: current time.
            owed: what the audit is owed, from the hold before, the hold after and the number who agree.

        Raises:
            NotFound: no such ticket in this tenant.
            Forbidden | Conflict: as `states.cast`.
        """

        def work(db: Connection) -> tuple[Hold, int]:
            before = get_row(db, tenant, ticket)
            earlier = votes_on(db, ticket)
            after, agreeing = states.cast(
                before, earlier, vote, now, terms, people=people_behind(db, before, [vote, *earlier])
            )
            if after.state is State.RELEASED and segments:
                after = replace(after, segments=(*after.segments, *segments))
            swap(db, before, after, replaced=() if edits is None else json.loads(edits))
            put_vote(db, vote_row(ticket, vote, reason, now))
            if edits is not None:
                kind = EDITS if after.state is State.RELEASED else proposed(vote.proposal)
                keep(db, ticket, {kind: self._seal(before, kind, edits)})
            self._outbox.owe(db, owed(before, after, agreeing))
            self._point("vote.cast")
            return after, agreeing

        told = await self._state.run(work)
        self._point("vote.stored")
        await self._outbox.settle(ticket)
        return told

    async def change(
        self, tenant: str, ticket: str, change: Callable[[Hold], Hold], owed: Callable[[Hold, Hold], Iterable[Owed]]
    ) -> Hold:
        """Any other change; `change` may return the same hold, when only something is owed.

        Raises:
            NotFound: no such ticket in this tenant.
            Conflict: as `change`.
        """

        def work(db: Connection) -> Hold:
            before = get_row(db, tenant, ticket)
            after = change(before)
            if after != before:
                swap(db, before, after)
            self._outbox.owe(db, owed(before, after))
            return after

        after = await self._state.run(work)
        self._point("hold.changed")
        await self._outbox.settle(ticket)
        return after

    async def remember_answer(self, tenant: str, tickets: Iterable[str], digests: Sequence[str], now: datetime) -> None:
        """Let the releases under which an answer went out know it again. Raises StateUnavailable, NotFound."""

        def work(db: Connection) -> None:
            for ticket in tickets:
                if states.at(get_row(db, tenant, ticket), now).state is State.RELEASED:
                    put_answer(db, ticket, digests)

        await self._state.run(work)

    async def settle(self, ticket: str) -> None:
        """Return when the log has everything about a hold. Raises AuditUnavailable."""
        await self._outbox.settle(ticket)

    async def tend(self, terms: Terms, now: datetime) -> Counter[str]:
        """What time does: escalate, expire, lapse, purge; how often each. Then what others left owing."""
        done = await self._state.run(lambda db: self._tend(db, terms, now))
        self._point("hold.tended")
        for ticket in done:
            await self._outbox.settle(ticket)
        await self._outbox.sweep()
        return Counter(action for actions in done.values() for action in actions)

    def _tend(self, db: Connection, terms: Terms, now: datetime) -> dict[str, tuple[str, ...]]:
        """Ticket -> what was done. What is kept back comes last, so that it holds up nothing."""
        table, at = review_hold.c, stamp(now)
        late = stamp(now - terms.escalate_after)
        moved = sa.or_(
            sa.and_(table.state == "pending", table.escalated_at.is_(None), table.opened_at <= late),
            sa.and_(table.state == "pending", table.expires_at <= at),
            sa.and_(table.state == "released", table.ends_at <= at),
        )
        spent = sa.and_(table.purged_at.is_(None), table.purge_at <= at)
        done: dict[str, tuple[str, ...]] = {}
        for which in (moved, spent):
            rows = db.execute(sa.select(review_hold).where(which).order_by(table.purge_at.desc()).limit(AT_ONCE))
            for row in rows.mappings().all():
                before = hold_of(row)
                after, told = states.passed(before, now, terms, keep=self._kept_back(db, before))
                if told:
                    self._passed(db, before, after, told)
                    done[after.ticket] = (*done.get(after.ticket, ()), *told)
        return done

    def _passed(self, db: Connection, before: Hold, after: Hold, told: tuple[str, ...]) -> None:
        swap(db, before, after)
        if "purged" in told:
            purge(db, after)
        self._outbox.owe(db, [of_hold(after, action, caller=None) for action in told])
        self._notify(db, after, told)

    def _expire(self, db: Connection, standing: Hold, now: datetime) -> None:
        after = replace(states.at(standing, now), purge_at=now, version=standing.version + 1)
        swap(db, standing, after)
        self._outbox.owe(db, [of_hold(after, "expired", caller=None)])
        self._notify(db, after, ("expired",))

    def _notify(self, db: Connection, hold: Hold, told: Iterable[str]) -> None:
        if self._notices is not None:
            self._notices.owe(db, hold, told)

    def _seal(self, hold: Hold, kind: str, plain: bytes) -> bytes:
        return self._sealer.seal(plain, tenant=hold.tenant, ticket=hold.ticket, kind=kind)
