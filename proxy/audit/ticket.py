"""One record on its way to the store, and the future of whoever waits for it.

The waiter may give up at any moment, and the writer's thread must know exactly whether it did before the record was
acknowledged: an intent that nobody waits for any more must not stay open. `concurrent.futures.Future` decides that
race atomically, which is why its cancel and notify calls are used and nothing is added beside them.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.errors import AuditUnavailable
from proxy.exchange import EventKind

if TYPE_CHECKING:
    import asyncio

    from proxy.audit.stores.base import Record


def unavailable(why: str) -> AuditUnavailable:
    """The error for a record that was not stored; a fresh one per waiter, as each gets a traceback of its own."""
    return AuditUnavailable(f"The audit record could not be stored: {why}. Try again shortly.")


@dataclass(slots=True, eq=False)
class Ticket:
    """A record, its waiter, and whether the waiter went because its client did."""

    record: Record
    future: Future[None] = field(default_factory=Future)
    client_left: bool = False

    @property
    def unwanted(self) -> bool:
        """An intent whose caller stopped waiting before it was stored."""
        return self.record.event.kind is EventKind.INTENT and self.future.cancelled()

    def succeed(self) -> bool:
        """Tell the waiter; False when it no longer waits. Atomic with its giving up."""
        if not self.future.set_running_or_notify_cancel():
            return False
        self.future.set_result(None)
        return True

    def fail(self, why: str) -> None:
        """Tell the waiter, if there still is one, that the record is not stored."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(unavailable(why))


def retrieved(waiter: asyncio.Future[None]) -> None:
    """Look at the result, so that asyncio does not complain about one that nobody awaits any more."""
    if not waiter.cancelled():
        waiter.exception()
