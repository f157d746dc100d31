"""Everything about review, put together: the queue, its desk, its reviewers, the callers in it, reviews of answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.event import new_event_id, stamp
from proxy.audit.keeping import holds as legal_holds
from proxy.audit.query import AuditLog
from proxy.callers.roles import Permission, require
from proxy.errors import Conflict
from proxy.holding.desk import Desk
from proxy.review.answers import AnswerStore
from proxy.review.forgetting import KeptBack, forget
from proxy.review.notices import Notices
from proxy.review.sealed import Sealer
from proxy.review.store import HoldStore
from proxy.services.recording import build_outbox, now
from proxy.services.review.acks import ReviewAcks
from proxy.services.review.decisions import Reviews
from proxy.services.review.own import OwnHolds
from proxy.services.review.telling import Telling
from proxy.telemetry import log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from proxy.audit.keeping.recorded import Connection
    from proxy.audit.keeping.scope import Scope
    from proxy.audit.stores.place import Reader
    from proxy.callers.directory import Directory
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditSink, Caller
    from proxy.holding.marking import Marking
    from proxy.review.answers import Noted
    from proxy.review.notices import Channel
    from proxy.review.outbox import Outbox
    from proxy.review.states import Hold, Terms

SWEEP_EVERY: Final = timedelta(hours=1)
SEALING: str = "review-content"
DIGESTING: str = "review-digests"
"""Purposes for which keys are derived from the installation's secret."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an operator sets about review.

    Attributes:
        terms: of the queue.
        marking: which answers must be acknowledged.
        accountable: id of a person -> departments for whose decisions they answer; none: all.
        queue: whether calls are held.
        tenant: whose queue is looked after.
        kept: how long rows of decided calls, and of answers, are kept.
        authority: disposition authority number under which they go, for the record.
    """

    terms: Terms
    marking: Marking
    accountable: Mapping[str, tuple[str, ...]]
    queue: bool = True
    tenant: str = ""
    kept: timedelta = timedelta(days=7 * 365)
    authority: str = ""


@dataclass(slots=True)
class Figures:
    """How the queue stood when it was last looked after, for the metrics."""

    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Review in one process."""

    holds: HoldStore
    desk: Desk
    reviews: Reviews
    own: OwnHolds
    acks: ReviewAcks
    terms: Terms
    clock: Callable[[], datetime]
    ends: Ends
    telling: Telling
    figures: Figures = field(default_factory=Figures)

    async def look_after(self) -> None:
        """Every few seconds: escalate, expire and purge, and write what others left owing; once an hour, forget."""
        await self.acks.answers.flush()
        told = await self.holds.tend(self.terms, self.clock())
        self.figures.waiting, self.figures.overdue = await self.holds.waiting(self.clock())
        if told["escalated"]:
            log().error("held calls wait too long", calls=told["escalated"], waiting=self.figures.waiting)
        if told["expired"]:
            log().error("held calls expired undecided", calls=told["expired"])
        self.telling.begin()
        if gone := await self.ends.sweep():
            log().info("rows of the review queue deleted", count=gone)


class Ends:
    """The end of rows whose retention is over, looked for once an hour.

    Args:
        state: where they are.
        outbox: takes what the audit is owed.
        rules: the operator's.
        clock: current time.
    """

    def __init__(self, state: StateDatabase, outbox: Outbox, rules: Rules, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._outbox = outbox
        self._rules = rules
        self._clock = clock
        self._next: datetime | None = None

    async def sweep(self) -> int:
        """Delete what is due, if an hour has passed; how many rows went. Raises StateUnavailable, AuditUnavailable."""
        at = self._clock()
        if not self._rules.tenant or (self._next is not None and at < self._next):
            return 0
        self._next = at + SWEEP_EVERY
        gone = 0
        with suppress(Conflict):  # another replica is at it
            while some := await self._state.run(lambda db: self._forget(db, at)):
                gone += some
        await self._outbox.sweep()
        return gone

    def _forget(self, db: Connection, at: datetime) -> int:
        rules = self._rules
        kept = KeptBack(kept_back, _anything_kept)
        gone, owed = forget(db, rules.tenant, at - rules.kept, kept, authority=rules.authority)
        self._outbox.owe(db, [] if owed is None else [owed])
        return gone


def identified(directory: Directory, key: str, to: str, today: date) -> Caller:
    """Whose key this is, for a command that acts as that person.

    Raises:
        Unauthenticated | Forbidden: no valid key, or a role that may not.
    """
    who = directory.identify(key, today=today)
    require(who, Permission(to))
    return who


def kept_back(db: Connection, hold: Hold) -> bool:
    """Whether a legal hold stands on a held call. One that names a person keeps back all: who is in it is not known."""
    return any(_covers(each.scope, hold) for each in legal_holds.listed(db, hold.tenant, standing_only=True))


def _anything_kept(db: Connection, tenant: str) -> bool:
    return bool(legal_holds.listed(db, tenant, standing_only=True))


def _covers(scope: Scope, hold: Hold) -> bool:
    at = stamp(hold.opened_at)
    named = (
        (scope.caller, hold.caller),
        (scope.unit, hold.unit),
        (scope.app, hold.app),
        (scope.provider, hold.provider),
    )
    return (
        all(wanted is None or wanted == found for wanted, found in named)
        and (scope.since is None or at >= scope.since)
        and (scope.until is None or at < scope.until)
        and (not scope.request_ids or hold.request_id in scope.request_ids)
    )


def build(
    state: StateDatabase,
    sink: AuditSink,
    reader: Reader,
    *,
    instance: str,
    derive: Callable[[str], Sequence[bytes]],
    rules: Rules,
    noted: dict[str, Noted] | None = None,
    channels: Mapping[str, Channel] | None = None,
    clock: Callable[[], datetime] = now,
    point: Callable[[str], None] = lambda _name: None,
) -> Reviewing:
    """Put it together.

    Args:
        state: the state database, open when the first of it is used.
        sink: the audit log.
        reader: reads it, for events that may have been written already.
        instance: this process, in records.
        derive: keys for a purpose: from the installation's secret, then from those that were in use before.
        rules: what the operator sets.
        noted: answers that are not stored yet, to go on with after a reload.
        channels: name -> how notices of undecided calls are given.
        clock: current time.
        point: called at each place where a process could die; tests end it there.
    """

    async def records(tenant: str | None, request_id: str) -> list[Mapping[str, Any]]:
        return list(await asyncio.to_thread(AuditLog(reader, tenant=tenant).show, request_id))

    outbox = build_outbox(state, sink, reader, instance=instance, clock=clock, point=point)
    sealing, *older = derive(SEALING)
    notices = Notices(state, outbox, channels or {}, clock)
    holds = HoldStore(state, outbox, Sealer(sealing, older), kept_back=kept_back, notices=notices, point=point)
    answers, keys, terms = AnswerStore(state, outbox, noted), derive(DIGESTING), rules.terms
    return Reviewing(
        holds=holds,
        desk=Desk(holds, answers, terms, rules.marking, rules.accountable, keys, clock, new_event_id, rules.queue),
        reviews=Reviews(holds, terms, rules.accountable, keys[0], clock),
        own=OwnHolds(holds, terms, clock),
        acks=ReviewAcks(answers, records, clock),
        terms=terms,
        clock=clock,
        ends=Ends(state, outbox, rules, clock),
        telling=Telling(notices),
    )
