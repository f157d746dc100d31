"""Records of what people change through us: one shape for every service, with the clock and ids filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from proxy.audit.event import new_event_id
from proxy.exchange import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
