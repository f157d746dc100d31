"""Writes content in a thread of its own, many parts in one transaction.

A prompt is durable before the call leaves (`keep`); an answer is handed over at the end, when nothing can be awaited
any more (`submit`). The queue is bounded: what finds no room is refused (a prompt, and with it the call) or dropped and
counted (an answer; its digest stands in the log all the same, so that the gap is seen).
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from proxy.audit.content import store
from proxy.errors import GuardError, StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.audit.content.store import Part
    from proxy.database.state import StateDatabase

QUEUE_BYTES: Final = 64_000_000
BATCH: Final = 200
CLOSE_WITHIN_S: Final = 5.0

_log = logging.getLogger("chaperone.content")


class ContentKeeper:
    """One writer of content.

    Args:
        state: where the rows go.
        deadline_s: how long a prompt may wait.
        queue_bytes: most bytes that may wait.
    """

    def __init__(self, state: StateDatabase, *, deadline_s: float = 2.0, queue_bytes: int = QUEUE_BYTES) -> None:
        self._state = state
        self._deadline_s = deadline_s
        self._most = queue_bytes
        self._wake = threading.Condition()
        self._queue: deque[tuple[Sequence[Part], Future[None]]] = deque()
        self._bytes = 0
        self._closing = False
        self._thread: threading.Thread | None = None
        self.dropped = 0

    async def keep(self, parts: Sequence[Part]) -> None:
        """Return once the parts are durable.

        Raises:
            StateUnavailable: they are not, and the call must not leave.
        """
        waiter = asyncio.wrap_future(self._enqueue(parts))
        try:
            await asyncio.wait_for(waiter, self._deadline_s)
        except TimeoutError:
            raise StateUnavailable("The content of this call could not be stored in time. Try again shortly.") from None

    def submit(self, parts: Sequence[Part]) -> None:
        """Take parts to be stored soon; never waits and never raises."""
        try:
            self._enqueue(parts)
        except StateUnavailable:
            self._drop(len(parts))

    def close(self) -> None:
        """Store what waits, and stop. Blocks for a few seconds at most."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_WITHIN_S)

    def _enqueue(self, parts: Sequence[Part]) -> Future[None]:
        size = sum(len(part.body) for part in parts)
        future: Future[None] = Future()
        with self._wake:
            if self._closing or self._bytes + size > self._most:
                raise StateUnavailable("Too much content waits to be stored. Try again shortly.")
            self._queue.append((parts, future))
            self._bytes += size
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="content-keeper", daemon=True)
                self._thread.start()
            self._wake.notify_all()
        return future

    def _run(self) -> None:
        while batch := self._take():
            # A prompt whose caller has given up is not kept: nothing of that call left.
            wanted = [(parts, future) for parts, future in batch if future.set_running_or_notify_cancel()]
            error = self._store([part for parts, _ in wanted for part in parts])
            for parts, future in wanted:
                if error is None:
                    future.set_result(None)
                else:
                    future.set_exception(error)
                    self._drop(len(parts))

    def _take(self) -> list[tuple[Sequence[Part], Future[None]]]:
        with self._wake:
            self._wake.wait_for(lambda: self._queue or self._closing)
            batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            self._bytes -= sum(len(part.body) for parts, _ in batch for part in parts)
            return batch

    def _store(self, parts: Sequence[Part]) -> GuardError | None:
        try:
            with self._state.transaction() as db:
                store.put(db, parts)
        except StateUnavailable as error:
            return StateUnavailable(error.message)
        except Exception as error:  # noqa: BLE001 - the thread must outlive any bug; whoever waits gets the failure
            _log.error("content: could not be stored: %s", type(error).__name__)
            return StateUnavailable("The content of this call could not be stored. Try again or tell IT.")
        return None

    def _drop(self, count: int) -> None:
        self.dropped += count
        _log.error("content: %d parts could not be stored; their digests stand in the log", count)
