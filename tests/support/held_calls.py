"""For tests of the review queue: held calls, an audit log in memory that takes each event once, and a clock."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from proxy.audit.event import canonical, new_event_id
from proxy.errors import AuditUnavailable
from proxy.exchange import Severity
from proxy.review.outbox import Outbox
from proxy.review.states import Hold, Terms

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditEvent

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TERMS = Terms(
    answer_within=timedelta(hours=8),
    escalate_after=timedelta(hours=24),
    expire_after=timedelta(hours=72),
    valid_for=timedelta(hours=48),
    keep_for=timedelta(hours=12),
    most_open=3,
)
_numbers = itertools.count()


@dataclass
class Log:
    """The audit, as far as the queue sees it: refuses an id twice, and can be away."""

    events: list[AuditEvent] = field(default_factory=list)
    away: bool = False

    async def record(self, event: AuditEvent) -> None:
        canonical(event)
        if self.away or await self.stored(event):
            raise AuditUnavailable("away")
        self.events.append(event)

    async def stored(self, event: AuditEvent) -> bool:
        return any(each.event_id == event.event_id for each in self.events)

    def told(self, ticket: str) -> list[str]:
        return [
            f"{each.kind.value}.{each.detail['action']}" for each in self.events if each.detail.get("ticket") == ticket
        ]


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def new_hold(now: datetime = START, **more: object) -> Hold:
    number = next(_numbers)
    hold = Hold(
        ticket=f"hold_{number:032x}",
        tenant="default",
        caller="teacher",
        owner="",
        unit="Counseling",
        app="",
        request_id=f"req_{number}",
        dialect="openai",
        operation="chat",
        provider="main",
        model="small",
        content=f"{number:064x}",
        rules=("R09-special",),
        severity=Severity.S4,
        tags=("MH",),
        policy_hash="ab" * 32,
        segments=("aa" * 16,),
        people=2,
        opened_at=now,
        due_at=now + TERMS.answer_within,
        expires_at=now + TERMS.expire_after,
    )
    return replace(hold, **more)  # type: ignore[arg-type] # fields of a hold


def make_outbox(state: StateDatabase, log: Log, clock: Clock) -> Outbox:
    return Outbox(state, log, stored=log.stored, instance="test", new_id=new_event_id, clock=clock)
