"""The audit of this machine, opened by an operator's command, which writes its own records beside a running guard's."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from proxy.audit.event import new_event_id
from proxy.audit.stores.base import StoreError
from proxy.audit.stores.place import place_of
from proxy.audit.writer import Writer
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from proxy.audit.checkpoints import Checkpoints
    from proxy.audit.stores.place import Place
    from proxy.exchange import Json


@asynccontextmanager
async def operator_writer(
    where: Path | Place, *, deadline_s: float, checkpoints: Checkpoints | None = None
) -> AsyncIterator[Writer]:
    """A writer of this process's own, closed afterwards; the database is made where there is none.

    With `checkpoints` it signs the log when it is closed; otherwise a running guard does, in its own time.

    Raises:
        AuditUnavailable: it cannot be opened for writing, so what the command does cannot be recorded.
    """
    place = place_of(where)
    writer = Writer(place.store(), deadline_s=deadline_s, checkpoints=checkpoints)
    try:
        await asyncio.to_thread(writer.start)
    except (OSError, StoreError) as error:
        raise AuditUnavailable(
            f"The audit database at {place} cannot be opened for writing, so this cannot be recorded."
        ) from error
    try:
        yield writer
    finally:
        await asyncio.to_thread(writer.close)


async def record_export(
    where: Path | Place, detail: dict[str, Json], *, deadline_s: float, tenant: str, operator: str
) -> None:
    """Record that the log, or a part of it, is about to be handed out. Raises AuditUnavailable."""
    async with operator_writer(where, deadline_s=deadline_s) as writer:
        await writer.record(
            AuditEvent(
                kind=EventKind.LOG_EXPORT,
                event_id=new_event_id(),
                at=datetime.now(UTC),
                instance=writer.instance.id,
                tenant=tenant,
                request_id=None,
                caller=operator,
                detail=detail,
            )
        )
