"""Records of what people change through us: one shape for every service, with the clock and ids filled in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from proxy.audit.event import new_event_id
from proxy.audit.query import AuditLog
from proxy.exchange import AuditEvent
from proxy.review.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.audit.stores.place import Reader
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditSink, EventKind, Json


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes events of one process and tenant.

    Attributes:
        sink: takes the records.
        instance: id of this process in records.
        tenant: whose records they are.
        clock: current time.
    """

    sink: AuditSink
    instance: str
    tenant: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # a default, not a definition

    async def record(self, kind: EventKind, actor: str | None, detail: Mapping[str, Json]) -> None:
        """Return once the event is durable. Raises AuditUnavailable."""
        await self.sink.record(
            AuditEvent(
                kind=kind,
                event_id=new_event_id(),
                at=self.clock(),
                instance=self.instance,
                tenant=self.tenant,
                request_id=None,
                caller=actor,
                detail=detail,
            )
        )


def now() -> datetime:
    """The time of records."""
    return datetime.now(UTC)


def build_outbox(
    state: StateDatabase,
    sink: AuditSink,
    reader: Reader,
    *,
    instance: str,
    clock: Callable[[], datetime] = now,
    point: Callable[[str], None] = lambda _name: None,
) -> Outbox:
    """What changes owe the audit, for whichever room makes them: each event comes into the log exactly once.

    Args:
        state: where the changes are.
        sink: the log.
        reader: reads it, for events that may have been written already.
        instance: this process, in records.
        clock: current time.
        point: called at each place where a process could die; tests end it there.
    """
    log = AuditLog(reader)

    async def stored(event: AuditEvent) -> bool:
        return await asyncio.to_thread(log.has, event.event_id)

    return Outbox(state, sink, stored=stored, instance=instance, new_id=new_event_id, clock=clock, point=point)
