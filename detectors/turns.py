"""Whose turn is it: the queue between callers and workers. Bounded, and fair to small calls.

Calls take turns, one job each, so that a chat message waits for one job of a long document and not for all of them.
Everything here runs on the event loop's thread and never awaits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from detectors.pool_errors import PoolBusyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.jobs import Found, Job

MAX_WAITING_CALLS = 512
"""Calls with a job in the queue. At two workers and 10 ms a call, more could not be served within a deadline."""


class Call:
    """The jobs of one caller, on their way to being a result. `future` resolves to one `Found` per job."""

    def __init__(self, jobs: Sequence[Job], deadline_s: float) -> None:
        self.deadline_s = deadline_s
        self.started = 0
        """Jobs that reached a worker."""
        self.future: asyncio.Future[list[Found]] = asyncio.get_running_loop().create_future()
        self.waiting = deque(enumerate(jobs))
        self._results: dict[int, Found] = {}
        self._jobs = len(jobs)

    def complete(self, index: int, found: Found) -> None:
        """Job number `index` is done."""
        self._results[index] = found
        if len(self._results) == self._jobs and not self.future.done():
            self.future.set_result([self._results[number] for number in range(self._jobs)])

    def fail(self, error: Exception) -> None:
        """The whole call failed; the first error counts. Late results are discarded."""
        if not self.future.done():
            self.future.set_exception(error)

    def abandon(self) -> None:
        """The caller has left: nobody will look at the outcome, and asyncio must not report it as overlooked."""
        if not self.future.cancel() and not self.future.cancelled():
            self.future.exception()


class TurnQueue:
    """Waiting calls in the order of their next turn, and the idle workers that wait for one."""

    def __init__(self, max_waiting_chars: int) -> None:
        self._limit = max_waiting_chars
        self._calls: deque[Call] = deque()
        self._chars = 0
        self._sleepers: list[asyncio.Future[None]] = []

    @property
    def waiting_chars(self) -> int:
        """Characters in jobs that no worker has taken yet."""
        return self._chars

    def add(self, call: Call) -> None:
        """Queue the call.

        Raises:
            PoolBusyError: over the limit. A call that is too long by itself may still go alone.
        """
        chars = sum(job.chars for _, job in call.waiting)
        if self._calls and (self._chars + chars > self._limit or len(self._calls) >= MAX_WAITING_CALLS):
            raise PoolBusyError
        self._chars += chars
        self._calls.append(call)
        for _ in range(min(len(call.waiting), len(self._sleepers))):
            _wake(self._sleepers.pop())

    def drop(self, call: Call) -> None:
        """Forget what no worker has taken of it."""
        if call.waiting:
            self._chars -= sum(job.chars for _, job in call.waiting)
            call.waiting.clear()
            self._calls.remove(call)

    def take(self) -> tuple[Call, int, Job] | None:
        """The next job, or None when nothing waits."""
        if not self._calls:
            return None
        call = self._calls.popleft()
        index, job = call.waiting.popleft()
        if call.waiting:
            self._calls.append(call)
        self._chars -= job.chars
        call.started += 1
        return call, index, job

    def sleep(self) -> asyncio.Future[None]:
        """A future that is done when there may be work; hand it to `forget` afterwards, however the waiting ended."""
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._calls:
            wake.set_result(None)
        else:
            self._sleepers.append(wake)
        return wake

    def forget(self, wake: asyncio.Future[None]) -> None:
        """Stop waiting. A wake-up that comes to nothing is passed on."""
        if wake in self._sleepers:
            self._sleepers.remove(wake)

    def pass_on(self) -> None:
        """The worker that was woken cannot take the job: wake another."""
        if self._calls and self._sleepers:
            _wake(self._sleepers.pop())


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
