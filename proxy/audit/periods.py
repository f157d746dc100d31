"""Periods of time as roll-ups keep them: hours, days and months in UTC, and how a range is covered by them.

A range of years is a handful of months, some days and some hours, and less than an hour at each end. The ends are
counted from the log itself, so that a count is exact for every range.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias

Grain: TypeAlias = Literal["hour", "day", "month"]
GRAINS: Final[tuple[Grain, ...]] = ("hour", "day", "month")
_CHARS: Final[dict[Grain, int]] = {"hour": 13, "day": 10, "month": 7}
"""A bucket is the beginning of a record's time: ``2026-11-23T14``, ``2026-11-23``, ``2026-11``."""
FIRST: Final = "0001-01-01T00:00:00.000Z"
LAST: Final = "9999-12-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Span:
    """Buckets of one grain, ``first <= bucket < end``."""

    grain: Grain
    first: str
    end: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A range of time: whole buckets, and the ends (stamps, ``since <= at < until``) that no bucket fits."""

    spans: tuple[Span, ...]
    edges: tuple[tuple[str, str], ...]


def bucket(stamp: str, grain: Grain) -> str:
    """The bucket of a record's time."""
    return stamp[: _CHARS[grain]]


def cover(since: str | None, until: str | None) -> Cover:
    """Cover ``since <= at < until`` (stamps; None is open) by the fewest buckets."""
    begin, end = since or FIRST, until or LAST
    low, high = _up(begin, "hour"), _down(end, "hour")
    if low > high or begin >= end:
        return Cover((), ((begin, end),) if begin < end else ())
    edges = tuple((left, right) for left, right in ((begin, low), (high, end)) if left < right)
    spans: list[Span] = []
    tail: list[Span] = []
    wider_of: tuple[tuple[Grain, Grain], ...] = (("hour", "day"), ("day", "month"))
    for grain, wider in wider_of:
        inner_low, inner_high = _up(low, wider), _down(high, wider)
        if inner_low > inner_high:
            return Cover((*_span(spans, grain, low, high), *reversed(tail)), edges)
        spans = _span(spans, grain, low, inner_low)
        tail = _span(tail, grain, inner_high, high)
        low, high = inner_low, inner_high
    return Cover((*_span(spans, "month", low, high), *reversed(tail)), edges)


def whole_days(since: str | None, until: str | None) -> Cover:
    """Cover the days that a range touches, from the beginning of the first to the end of the last."""
    return cover(None if since is None else _down(since, "day"), None if until is None else _up(until, "day"))


def _span(spans: list[Span], grain: Grain, low: str, high: str) -> list[Span]:
    return [*spans, Span(grain, bucket(low, grain), bucket(high, grain))] if low < high else spans


def _down(stamp: str, grain: Grain) -> str:
    head = bucket(stamp, grain)
    return head + {"hour": ":00:00.000Z", "day": "T00:00:00.000Z", "month": "-01T00:00:00.000Z"}[grain]


def _up(stamp: str, grain: Grain) -> str:
    down = _down(stamp, grain)
    if down == stamp:
        return stamp
    at = datetime.fromisoformat(down)
    if grain == "month":
        later = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
    else:
        later = at + (timedelta(hours=1) if grain == "hour" else timedelta(days=1))
    return f"{later.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
