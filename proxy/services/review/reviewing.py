"""Everything about review, put together: the queue, its desk, its reviewers, the callers in it, reviews of answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from proxy.audit.event import new_event_id, stamp
from proxy.audit.keeping import holds as legal_holds
from proxy.audit.query import AuditLog
from proxy.callers.roles import Permission, require
from proxy.holding.desk import Desk, Marking
from proxy.review.answers import AnswerStore
from proxy.review.outbox import Outbox
from proxy.review.sealed import Sealer
from proxy.review.store import HoldStore
from proxy.services.review.acks import ReviewAcks
from proxy.services.review.decisions import Reviews
from proxy.services.review.own import OwnHolds
from proxy.telemetry import log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from proxy.audit.keeping.recorded import Connection
    from proxy.audit.keeping.scope import Scope
    from proxy.audit.stores.place import Reader
    from proxy.callers.directory import Directory
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditEvent, AuditSink, Caller
    from proxy.review.answers import Noted
    from proxy.review.states import Hold, Terms

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
    """

    terms: Terms
    marking: Marking
    accountable: Mapping[str, tuple[str, ...]]
    queue: bool = True


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
    figures: Figures = field(default_factory=Figures)

    async def look_after(self) -> None:
        """Every few seconds: escalate, expire and purge, and write what others left owing."""
        await self.acks.answers.flush()
        told = await self.holds.tend(self.terms, self.clock())
        self.figures.waiting, self.figures.overdue = await self.holds.waiting(self.clock())
        if told["escalated"]:
            log().error("held calls wait too long", calls=told["escalated"], waiting=self.figures.waiting)
        if told["expired"]:
            log().error("held calls expired undecided", calls=told["expired"])


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


def _now() -> datetime:
    return datetime.now(UTC)


def build(
    state: StateDatabase,
    sink: AuditSink,
    reader: Reader,
    *,
    instance: str,
    derive: Callable[[str], Sequence[bytes]],
    rules: Rules,
    noted: dict[str, Noted] | None = None,
    clock: Callable[[], datetime] = _now,
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
        clock: current time.
        point: called at each place where a process could die; tests end it there.
    """

    async def records(tenant: str | None, request_id: str) -> list[Mapping[str, Any]]:
        return list(await asyncio.to_thread(AuditLog(reader, tenant=tenant).show, request_id))

    async def stored(event: AuditEvent) -> bool:
        found = [] if event.request_id is None else await records(None, event.request_id)
        return any(each["event_id"] == event.event_id for each in found)

    outbox = Outbox(state, sink, stored=stored, instance=instance, new_id=new_event_id, clock=clock, point=point)
    sealing, *older = derive(SEALING)
    holds = HoldStore(state, outbox, Sealer(sealing, older), kept_back=kept_back, point=point)
    answers, key, terms = AnswerStore(state, outbox, noted), derive(DIGESTING)[0], rules.terms
    return Reviewing(
        holds=holds,
        desk=Desk(holds, answers, terms, rules.marking, rules.accountable, key, clock, new_event_id, rules.queue),
        reviews=Reviews(holds, terms, rules.accountable, key, clock),
        own=OwnHolds(holds, terms, clock),
        acks=ReviewAcks(answers, records, clock),
        terms=terms,
        clock=clock,
    )
