"""Words that were found in a picture, put together to lines; wide gaps stay wide, so that tables keep their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE: Final = 1.5
"""A gap wider than this many heights of a line separates columns."""


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text in a box (pixels), with how sure its reading is (0 to 1)."""

    text: str = field(repr=False)
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


def lines(words: Sequence[Word]) -> str:
    """The lines from top to bottom, the words of each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        if rows and _beside(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return "\n".join(_joined(sorted(row, key=lambda word: word.left)) for row in rows)


def _beside(first: Word, second: Word) -> bool:
    """Whether two words stand on one line: the middle of each is within the other's height."""
    middle = (first.top + first.bottom) / 2, (second.top + second.bottom) / 2
    return first.top < middle[1] < first.bottom and second.top < middle[0] < second.bottom


def _joined(row: list[Word]) -> str:
    out = row[0].text
    for before, word in pairwise(row):
        wide = word.left - before.right > _WIDE * (word.bottom - word.top)
        out += ("   " if wide else " ") + word.text
    return out
