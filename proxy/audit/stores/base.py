"""What every store must do, and the nouns the writer hands it. No database code here.

A store is driven by one thread (the writer's). It appends batches whole or not at all, gives each record the next
index without gaps even when several processes share the database, and keeps two tables of operational state beside
the log: which processes live, and which intents have no final yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from proxy.audit.tree import Frontier
    from proxy.exchange import AuditEvent


class StoreError(Exception):
    """The store cannot do what was asked now; a later try may succeed."""


class StoreConflict(StoreError):
    """The batch breaks a rule of the log (an event id twice, a body that is no record); retrying it cannot help."""


class StoreUnusable(StoreError):
    """Not our database, or written by a newer version: nothing may be written, and starting must fail."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event with the canonical bytes that are stored for it."""

    event: AuditEvent
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """One process that writes records, as another process on the same or another machine can recognise it."""

    id: str
    host: str
    """Machine and process-id namespace; a pid means something only within it."""
    boot_id: str
    pid: int
    pid_started: str
    """Start time of the process in the kernel's own count; empty where the system does not tell."""
    started: datetime


class Store(Protocol):
    """One audit database, opened for writing. Every method raises `StoreError` when it could not do its work."""

    def open(self) -> None:
        """Connect (again), creating an empty log only the first time. Raises StoreUnusable."""
        ...

    def append(self, records: Sequence[Record]) -> None:
        """Store all, durably, in this order, or none. Raises StoreConflict."""
        ...

    def known(self, event_ids: Collection[str]) -> frozenset[str]:
        """Those of `event_ids` that are stored."""
        ...

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        """Register the instance or extend its lease. A real write test: it commits, and needs free room."""
        ...

    def close_dead(self, dead: Callable[[Instance, datetime], bool], final: Callable[[AuditEvent], Record]) -> int:
        """In one transaction: append ``final(intent)`` for every open intent of a dead instance; return how many.

        `dead` is asked with each instance and the end of its lease. Dead instances are forgotten.
        """
        ...

    def checkpoint(self, sign: Callable[[Frontier], str]) -> str | None:
        """In one transaction: sign the tree of all records and keep the note; None where nothing is new."""
        ...

    def recount(self) -> int:
        """Make the roll-ups and the index of terms again from the log; how many records there are."""
        ...

    def close(self) -> None:
        """Disconnect; never raises."""
        ...
