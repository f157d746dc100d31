"""A lid on the records of refusals that anybody can cause without a key.

Every refusal is recorded, but whoever has no key must not be able to fill the disk: of each error code the first few of
a minute get records of their own, the rest is counted and becomes one summary record per minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOW_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Summary:
    """So many refusals with this code, from the first to the last, that have no record of their own."""

    error_code: str
    count: int
    since: datetime
    until: datetime

    def detail(self) -> Mapping[str, str | int]:
        """The detail of a REFUSED_SUMMARY event."""
        return {
            "error_code": self.error_code,
            "count": self.count,
            "since": _stamp(self.since),
            "until": _stamp(self.until),
        }


@dataclass(slots=True)
class _Minute:
    began: float
    single: int = 0
    counted: int = 0
    since: datetime | None = None
    until: datetime | None = None


class NoiseLid:
    """Decides which refusal gets a record of its own. Error codes are ours, so there are few of them.

    Args:
        singly: refusals per minute and error code that get a record each.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, *, singly: int, clock: Callable[[], float]) -> None:
        self._singly = singly
        self._clock = clock
        self._minutes: dict[str, _Minute] = {}
        self._ended: list[Summary] = []

    def admit(self, error_code: str, at: datetime) -> bool:
        """Whether this refusal gets its own record; if not, it was counted."""
        now = self._clock()
        minute = self._minutes.get(error_code)
        if minute is None or now - minute.began >= WINDOW_S:
            self._end(error_code)
            minute = self._minutes[error_code] = _Minute(now)
        if minute.single < self._singly:
            minute.single += 1
            return True
        minute.counted += 1
        minute.since = minute.since or at
        minute.until = at
        return False

    def flush(self, *, final: bool = False) -> list[Summary]:
        """Summaries of the minutes that have ended (with `final`, of all): call it every few seconds and at the end."""
        now = self._clock()
        for error_code, minute in list(self._minutes.items()):
            if final or now - minute.began >= WINDOW_S:
                self._end(error_code)
        ended, self._ended = self._ended, []
        return ended

    def _end(self, error_code: str) -> None:
        minute = self._minutes.pop(error_code, None)
        if minute and minute.since and minute.until:
            self._ended.append(Summary(error_code, minute.counted, minute.since, minute.until))


def _stamp(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
