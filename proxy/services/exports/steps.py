"""What every step of an export shares: it is done in a thread, and on record before its transaction commits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from proxy.audit.export.requests import State
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from proxy.audit.export.requests import ExportRequest, ExportRequests
    from proxy.services.recording import Recorder

Channel: TypeAlias = Literal["cli", "http"]


@dataclass(frozen=True, slots=True)
class Steps:
    """The requests of a tenant and the recorder of what happens to them."""

    requests: ExportRequests
    recorder: Recorder

    async def change(
        self,
        work: Callable[[Callable[[ExportRequest], None]], ExportRequest],
        action: str,
        by: str,
        channel: Channel,
    ) -> ExportRequest:
        """Do ``work(tell)`` in a thread; what it tells is recorded before its transaction commits."""
        loop = asyncio.get_running_loop()

        def tell(request: ExportRequest) -> None:
            blocking(self.record(request, action, by, channel), loop)

        return await asyncio.to_thread(work, tell)

    async def record(self, request: ExportRequest, action: str, by: str, channel: Channel, **more: Any) -> None:  # noqa: ANN401 # fields of the record
        """Record a step. Raises AuditUnavailable."""
        detail = {
            "what": request.what,
            "records": request.expected,
            "first": 0,
            "channel": channel,
            "action": action,
            "export": request.id,
            "format": request.form,
            "filters": dict(request.filters),
            "case": request.case_number or None,
            "reason": request.decision_reason if action in {"approve", "refuse"} else request.purpose,
            "asked_by": request.asked_by,
            "approved_by": request.decided_by if request.state in {State.APPROVED, State.FETCHED} else None,
            "hold": request.terms.get("hold"),
            **more,
        }
        await self.recorder.record(EventKind.LOG_EXPORT, by, detail)


def blocking(record: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    """Wait, in a thread, until the loop has done it."""
    asyncio.run_coroutine_threadsafe(record, loop).result()
