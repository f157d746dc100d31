"""Overlaps, resolved once: which of several candidates for the same characters is right.

The order is a list one can read (`_RANKS`): a placeholder is untouchable; a label outranks a check digit, a check
digit outranks a format, a format outranks a bare shape, a shape outranks the name model. Within a rank the longer
candidate wins, then the higher score. A loser that sticks out keeps the part that sticks out, if that part
still says something: arbitration never uncovers a character that a credible candidate covered.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from detectors.finding import Finding

KEEP = "KEEP"
"""Entity of a candidate that only exists to win: the characters it covers are known to be harmless."""

_RANKS = {
    "placeholder": 9,
    "roster": 8,
    "label": 7,
    "decoded": 7,
    "checksum": 6,
    "format": 5,
    "column": 5,
    "field": 4,
    "shape": 4,
    "cue": 3,
    "title": 3,
    "row": 3,
    "memory": 3,
    "form": 2,
    "model": 2,
    "lexicon": 1,
}
_UNKNOWN_RANK = 2
_SHORTEST_REST = 2
_EDGE = " \t\r\n,;:()[]{}\"'|>*-."


def _strength(finding: Finding) -> tuple[int, int, float, int]:
    return _RANKS.get(finding.why, _UNKNOWN_RANK), finding.end - finding.start, finding.score, -finding.start


def arbitrate(text: str, candidates: Iterable[Finding]) -> tuple[Finding, ...]:
    """The winners: sorted, never overlapping, KEEP already dropped. `n log n` in the number of candidates."""
    taken = _Taken()
    winners: list[Finding] = []
    for candidate in sorted(candidates, key=_strength, reverse=True):
        for part in taken.free_parts(candidate):
            trimmed = _trim(text, part)
            if trimmed is not None and (trimmed is candidate or _says_something(text, trimmed, candidate)):
                taken.add(trimmed.start, trimmed.end)
                winners.append(trimmed)
    return tuple(sorted((winner for winner in winners if winner.entity != KEEP), key=lambda winner: winner.start))


def _trim(text: str, finding: Finding) -> Finding | None:
    """Without white space at its edges; a part that was cut also loses punctuation there (see `_says_something`)."""
    start, end = finding.start, finding.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    return finding if (start, end) == (finding.start, finding.end) else replace(finding, start=start, end=end)


def _says_something(text: str, part: Finding, whole: Finding) -> bool:
    if (part.start, part.end) == (whole.start, whole.end):
        return True
    return len(text[part.start : part.end].strip(_EDGE)) >= _SHORTEST_REST


class _Taken:
    """The characters that are decided, as sorted, disjoint intervals."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        index = bisect_left(self._starts, start)
        self._starts.insert(index, start)
        self._ends.insert(index, end)

    def free_parts(self, finding: Finding) -> Iterator[Finding]:
        """The candidate itself when nothing covers it, else the parts that nothing covers."""
        covering = list(self._overlapping(finding.start, finding.end))
        if not covering:
            yield finding
            return
        position = finding.start
        for start, end in (*covering, (finding.end, finding.end)):
            if position < start:
                yield replace(finding, start=position, end=start)
            position = max(position, end)

    def _overlapping(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        index = bisect_left(self._ends, start + 1)
        out: list[tuple[int, int]] = []
        while index < len(self._starts) and self._starts[index] < end:
            out.append((self._starts[index], self._ends[index]))
            index += 1
        return out
