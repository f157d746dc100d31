"""A change and its record as one: the transaction commits only when the record is durable."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from sqlalchemy import Connection

from proxy.exchange import EventKind, Json

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

__all__ = ["Connection", "Record", "recorded"]

T = TypeVar("T")
RECORD_WITHIN_S: Final = 10.0

Record: TypeAlias = Callable[[EventKind, Mapping[str, Json]], None]
"""Writes a record from inside a transaction; when it raises, the transaction is undone."""


async def recorded(
    state: StateDatabase,
    work: Callable[[Connection, Record], T],
    store: Callable[[EventKind, Mapping[str, Json]], Awaitable[None]],
) -> T:
    """``work(connection, record)`` in one transaction, in a thread.

    Args:
        state: the database.
        work: changes something, and calls ``record`` once for it; members without a value are left out.
        store: makes a record durable.

    Raises:
        AuditUnavailable: the record could not be stored; nothing was changed.
        StateUnavailable: the database failed; nothing was changed.
    """
    loop = asyncio.get_running_loop()

    async def stored(kind: EventKind, detail: Mapping[str, Json]) -> None:
        await store(kind, detail)

    def record(kind: EventKind, detail: Mapping[str, Json]) -> None:
        told = {name: value for name, value in detail.items() if value is not None}
        asyncio.run_coroutine_threadsafe(stored(kind, told), loop).result(RECORD_WITHIN_S)

    return await state.run(lambda db: work(db, record))
