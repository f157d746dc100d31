"""What a failed commit leaves to do: finals to store later, intents of which we do not know whether they landed.

Pure bookkeeping for the writer's thread. A commit that reported an error may still have reached the disk (a failed
fsync), so before anything is tried again the store is asked which of these events it knows.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from proxy.audit.stores.base import Record
    from proxy.exchange import AuditEvent

RETRY_FIRST_S: Final = 0.2
RETRY_MAX_S: Final = 2.0


class Backlog:
    """Bounded memory of what failed batches held.

    Args:
        capacity: finals to keep; one above it is lost and counted (its intent stays open, and becomes
            ``unknown_outcome`` at the next start).
    """

    def __init__(self, capacity: int) -> None:
        self._finals: deque[Record] = deque()
        self._intents: deque[AuditEvent] = deque(maxlen=capacity)
        self._capacity = capacity
        self._unsure = False
        self.lost = 0
        self.retry_s = RETRY_FIRST_S

    def __len__(self) -> int:
        """Finals that wait to be stored."""
        return len(self._finals)

    @property
    def idle(self) -> bool:
        """Nothing to retry and nothing to ask."""
        return not self._finals and not self._intents

    def failed(self, records: Iterable[Record]) -> None:
        """A batch with these records was not committed, or perhaps it was."""
        for record in records:
            if record.event.kind is EventKind.INTENT:
                self._intents.append(record.event)
            elif record.event.kind is EventKind.FINAL:
                self._keep(record)
        self._unsure = True
        self.retry_s = min(self.retry_s * 2, RETRY_MAX_S)

    def _keep(self, record: Record) -> None:
        if len(self._finals) >= self._capacity:
            self.lost += 1
        else:
            self._finals.append(record)

    def doubtful(self) -> list[str]:
        """Ids to ask the store about before the next try; empty when the last try succeeded."""
        if not self._unsure:
            return []
        return [record.event.event_id for record in self._finals] + [intent.event_id for intent in self._intents]

    def settle(self, stored: Collection[str]) -> list[AuditEvent]:
        """The store knows `stored` of the doubtful: forget these finals; return the intents that did land."""
        self._finals = deque(record for record in self._finals if record.event.event_id not in stored)
        landed = [intent for intent in self._intents if intent.event_id in stored]
        self._intents.clear()
        self._unsure = False
        return landed

    def add(self, records: Iterable[Record]) -> None:
        """Finals that the writer itself owes."""
        for record in records:
            self._keep(record)

    def take(self, limit: int) -> list[Record]:
        """Up to `limit` finals to put into the next batch; `failed` gives them back."""
        return [self._finals.popleft() for _ in range(min(limit, len(self._finals)))]

    def succeeded(self) -> None:
        """A commit went through."""
        self.retry_s = RETRY_FIRST_S
