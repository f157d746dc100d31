"""Lines of a text, without the marks of a quoted message, and only outside of what is already read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span: TypeAlias = tuple[int, int]

_QUOTED = re.compile(r"(?:[ \t]{0,8}>){1,8}[ \t]?")


def lines(text: str, taken: Sequence[Span] = ()) -> Iterator[Span]:
    """Spans of the lines of `text`, line ends excluded; a line that touches a `taken` span gives its free parts.

    Args:
        text: any text.
        taken: sorted, disjoint spans.
    """
    index = start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        low = start
        while index < len(taken) and taken[index][0] < end:
            if taken[index][1] <= low:
                index += 1
                continue
            if low < taken[index][0]:
                yield _unquoted(text, low, taken[index][0])
            low = taken[index][1]
            if low > end:
                break
            index += 1
        if low == start or low < end:
            yield _unquoted(text, low, end)
        start = end + 1


def _unquoted(text: str, start: int, end: int) -> Span:
    mark = _QUOTED.match(text, start, end)
    if mark is not None:
        start = mark.end()
    if end > start and text[end - 1] == "\r":
        end -= 1
    return start, end


def trimmed(text: str, start: int, end: int) -> Span:
    """Without white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
