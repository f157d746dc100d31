"""Findings that come from outside a text (memory, joints) put in beside those found in it, never overlapping.

The engine's arbitration is over by then, and its findings stand: an addition may contain some whole and then takes
their place, or it keeps to what is still free. Nothing that was covered is ever uncovered. `n log n`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detectors.finding import Finding


def placed(found: Sequence[Finding], additions: Iterable[Finding]) -> tuple[Finding, ...]:
    """`found` (sorted, not overlapping) with the additions; sorted, not overlapping.

    An addition inside a finding is dropped; one that contains findings replaces them, and takes the label of one that
    fills at least half of it; one that overlaps in part keeps the part that is free.
    """
    ends = [each.end for each in found]
    replaced: set[int] = set()
    new: list[Finding] = []
    for addition in _disjoint(additions):
        touching = _touching(found, ends, addition)
        inside = [index for index in touching if _contains(addition, found[index])]
        free = _clipped(addition, [found[index] for index in touching if index not in inside])
        if free is not None and not (len(inside) == 1 and _contains(found[inside[0]], free)):
            replaced.update(inside)
            new.append(_labelled(free, [found[index] for index in inside]))
    if not new:
        return tuple(found)
    kept = [each for index, each in enumerate(found) if index not in replaced]
    return tuple(sorted(kept + new, key=lambda each: each.start))


def _disjoint(additions: Iterable[Finding]) -> list[Finding]:
    """Additions that do not overlap each other: of two that do, the later one keeps what sticks out behind."""
    out: list[Finding] = []
    for each in sorted(additions, key=lambda each: (each.start, -each.end)):
        start = max(each.start, out[-1].end) if out else each.start
        if start < each.end:
            out.append(each if start == each.start else replace(each, start=start))
    return out


def _touching(found: Sequence[Finding], ends: Sequence[int], addition: Finding) -> range:
    """Indices of the findings that overlap the addition."""
    first = last = bisect_left(ends, addition.start + 1)
    while last < len(found) and found[last].start < addition.end:
        last += 1
    return range(first, last)


def _clipped(addition: Finding, others: Sequence[Finding]) -> Finding | None:
    """The addition without what findings cover that stick out of it (at most one on each side), or nothing."""
    start = max((each.end for each in others if each.start <= addition.start), default=addition.start)
    end = min((each.start for each in others if each.start > addition.start), default=addition.end)
    if start >= end:
        return None
    return addition if (start, end) == (addition.start, addition.end) else replace(addition, start=start, end=end)


def _labelled(addition: Finding, inside: Sequence[Finding]) -> Finding:
    """What was found in the text itself names the whole, if it is the better part of it."""
    longest = max(inside, key=lambda each: each.end - each.start, default=addition)
    if 2 * (longest.end - longest.start) < addition.end - addition.start:
        return addition
    return replace(addition, entity=longest.entity)


def _contains(outer: Finding, inner: Finding) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
