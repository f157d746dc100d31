"""Sentences and lines: the stretches within which a term and a person belong together.

One pass over line breaks and stops. A line that is merely wrapped goes on in the next one; a stop behind a title or
an initial ends nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = re.compile(r"\n[\s>]*|[.!?\u2026\u3002\u061f]+[\"'\u201d\u2019)\]]*[^\S\n]+|;[^\S\n]+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'\u201c>.])(?:mr|mrs|ms|mx|dr|prof|rev|sr|sra|srta|st|jr|gr|no|vs|etc|approx|dept|tel|ph|ext|apt|rm|ste"
    r"|e\.g|i\.e|a\.m|p\.m|pt|stu|bldg|ma|\w)$",
    re.IGNORECASE,
)
_LONGEST = 1_500
"""Characters: nothing that a person wrote as one sentence is longer."""
_WRAPPED = 50
"""Characters: a shorter line is a line of a list or a form, not one that ran into the margin."""


class Units:
    """The stretches of one text, numbered."""

    __slots__ = ("_length", "starts")

    def __init__(self, text: str) -> None:
        self.starts: list[int] = _bounded(text, [0, *_starts(text)])
        self._length = len(text)

    def __len__(self) -> int:
        return len(self.starts)

    def number(self, offset: int) -> int:
        """Of the stretch that holds the character."""
        return bisect_right(self.starts, offset) - 1

    def span(self, number: int) -> tuple[int, int]:
        """Start and end of a stretch."""
        following = self.starts[number + 1] if number + 1 < len(self.starts) else self._length
        return self.starts[number], following

    def is_line(self, text: str, number: int) -> bool:
        """Whether it is a whole line, rather than one sentence among others."""
        start, end = self.span(number)
        return (start == 0 or "\n" in text[max(0, start - 3) : start]) and (
            end == self._length or "\n" in text[start:end]
        )


def _bounded(text: str, starts: list[int]) -> list[int]:
    """With a break in what runs on for too long: work on a sentence is then bounded, whatever the text."""
    out: list[int] = []
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        out.append(start)
        while end - out[-1] > _LONGEST:
            space = text.rfind(" ", out[-1] + 1, out[-1] + _LONGEST)
            out.append(space + 1 if space >= 0 else out[-1] + _LONGEST)
    return out


def _starts(text: str) -> Iterator[int]:
    line = 0
    for match in _BREAK.finditer(text):
        start, end = match.span()
        if end >= len(text):
            return
        if text[start] == "\n":
            if not _wrapped(text, line, start, end):
                yield end
            line = end
        elif text[start] != "." or end - start > 2 or _ABBREVIATION.search(text, max(0, start - 8), start) is None:  # noqa: PLR2004  one stop and one space
            yield end


def _wrapped(text: str, line: int, start: int, end: int) -> bool:
    """Whether the line break at `start` is only the margin's."""
    gap = text[start:end]
    return (
        gap.count("\n") == 1
        and start - line >= _WRAPPED
        and text[start - 1] not in ".!?:;|\t,"
        and (text[end].islower() or (text[start - 1].islower() and text[end] in "\"'("))
    )


def within(sorted_starts: list[int], low: int, high: int) -> range:
    """Indexes of the sorted offsets in ``[low, high)``."""
    return range(bisect_left(sorted_starts, low), bisect_left(sorted_starts, high))
