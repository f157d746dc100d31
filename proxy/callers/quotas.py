"""How much one caller may use: calls per minute, and calls at the same time.

One event loop uses it, so there are no locks. The minute slides: a caller may never make more than the limit in any 60
seconds. Memory is bounded by the limit times the callers of the last minute. The two refusals differ on purpose: SDKs
retry a 503 with a short Retry-After by themselves, which is right when a running call is about to end, and read a
Retry-After above 120 seconds as "do not retry", which is right when the minute's calls are used up.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import Overloaded, QuotaExceeded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proxy.exchange import Caller

WINDOW_S: Final = 60.0
EXHAUSTED_RETRY_S: Final = 121
BUSY_RETRY_S: Final = 2


@dataclass(slots=True)
class _Use:
    started: deque[float] = field(default_factory=deque)
    running: int = 0


class Quotas:
    """The limits of each caller, and what it uses now.

    Args:
        calls_per_minute: for each caller; None for no limit.
        concurrency: running calls of each caller; None for no limit.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, *, calls_per_minute: int | None, concurrency: int | None, clock: Callable[[], float]) -> None:
        self._per_minute = calls_per_minute
        self._concurrency = concurrency
        self._clock = clock
        self._uses: dict[tuple[str, str], _Use] = {}
        self._swept = clock()

    @contextmanager
    def enter(self, caller: Caller) -> Iterator[None]:
        """Count one call of `caller` for as long as the block runs.

        Raises:
            QuotaExceeded: the calls of this minute are used up.
            Overloaded: too many of this caller's calls are running.
        """
        now = self._clock()
        self._sweep(now)
        use = self._uses.setdefault((caller.tenant, caller.id), _Use())
        self._admit(use, now)
        use.running += 1
        try:
            yield
        finally:
            use.running -= 1

    def _admit(self, use: _Use, now: float) -> None:
        _forget(use, now)
        if self._per_minute is not None and len(use.started) >= self._per_minute:
            raise QuotaExceeded(
                f"You may make {self._per_minute} calls a minute, and they are used up; wait a minute.",
                details={"limit": "calls_per_minute", "allowed": self._per_minute},
                retry_after_s=EXHAUSTED_RETRY_S,
            )
        if self._concurrency is not None and use.running >= self._concurrency:
            raise Overloaded(
                f"You may have {self._concurrency} calls running at the same time; wait until one has ended.",
                details={"limit": "concurrency", "allowed": self._concurrency},
                retry_after_s=BUSY_RETRY_S,
            )
        if self._per_minute is not None:
            use.started.append(now)

    def _sweep(self, now: float) -> None:
        """Once a minute, forget callers that use nothing."""
        if now - self._swept < WINDOW_S:
            return
        self._swept = now
        for key, use in list(self._uses.items()):
            _forget(use, now)
            if not use.running and not use.started:
                del self._uses[key]


def _forget(use: _Use, now: float) -> None:
    while use.started and now - use.started[0] >= WINDOW_S:
        use.started.popleft()
