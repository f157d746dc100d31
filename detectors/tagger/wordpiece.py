"""Text into units and word pieces for the name model, with the offsets of every unit in the text.

A unit is a run of letters, a run of digits, or a run of one punctuation mark; a name is a run of units. Its letters
are compared in lower case and without accents, its capitals go to the model beside it as a *shape*, and so does what
stands before it (a space, a line break), so that capitals and lay-out help without being needed.

Nothing is unknown: a character outside the vocabulary falls into one of a few hundred buckets by its code point, so
that names in any script keep their outline. Digits show their number, not their value: the model cannot memorise a
telephone number, and a long one costs one piece instead of six.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLS, SEP, PAD = 101, 102, 0
_DIGITS = 1
"""First of twelve ids ([unused0] ...) for runs of digits by their length."""
_BUCKETS, _BUCKET_COUNT = 104, 890
"""The ids [unused104] ... of the vocabulary, for characters outside it."""
_MOST_PIECES = 8
"""Of one unit: what is longer is no name, and encoded data must not fill the windows."""
_MOST_DIGITS = 12
_SHORT_NUMBER = 2

SHAPES = ("lower", "title", "upper", "initial", "mixed", "digits", "mark", "uncased")
GAPS = ("none", "space", "line", "wide", "inside")
KINDS = len(SHAPES) * len(GAPS)
"""How many (shape, gap) pairs there are: the size of the model's table of kinds."""

_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_UNIT = re.compile(
    rf"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W\d_](?:(?![\u3040-\u30ff\u3400-\u9fff])[^\W\d_]|[{_MARKS}])*"
    r"|\d+|(?P<mark>[^\w\s]|_)(?P=mark)*"
)
# One alternation without nesting, and the back-reference repeats one character: linear.


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one text: parallel lists.

    Attributes:
        starts: offset of each unit in the text, characters.
        ends: end of each unit, exclusive.
        pieces: ids of its word pieces, one to eight.
        kinds: for each unit, shape and gap as one number below `KINDS`.
    """

    starts: list[int]
    ends: list[int]
    pieces: list[tuple[int, ...]]
    kinds: list[int]


class WordPiece:
    """The vocabulary. Pure after construction; remembers the pieces of frequent words."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._ids = vocabulary
        self._longest = max(map(len, vocabulary))
        self._pieces_of = lru_cache(maxsize=20_000)(self._split)

    def units(self, text: str) -> Units:
        """All units of `text`, in order. Linear in its length."""
        found = Units([], [], [], [])
        end = 0
        for match in _UNIT.finditer(text):
            start = match.start()
            unit = match.group()
            found.starts.append(start)
            found.ends.append(match.end())
            found.pieces.append(self._pieces_of(unit))
            found.kinds.append(_shape(unit) * len(GAPS) + _gap(text, end, start))
            end = match.end()
        return found

    def _split(self, unit: str) -> tuple[int, ...]:
        if unit[0].isdecimal():
            return (self._number(unit),)
        if not unit[0].isalnum():
            return (self._one(unit[0], ""),)
        return tuple(self._greedy(_plain(unit)))[:_MOST_PIECES] or (_bucket(unit[0]),)

    def _number(self, unit: str) -> int:
        year = len(unit) == 4 and unit[:2] in {"19", "20"}  # noqa: PLR2004  a year has four digits
        known = self._ids.get(unit) if len(unit) <= _SHORT_NUMBER or year else None
        return known if known is not None else _DIGITS + min(len(unit), _MOST_DIGITS) - 1

    def _greedy(self, word: str) -> Iterator[int]:
        """Longest known piece first; a single character always has an id."""
        start, count, prefix = 0, 0, ""
        while start < len(word) and count < _MOST_PIECES:
            end = min(len(word), start + self._longest)
            while end > start + 1 and prefix + word[start:end] not in self._ids:
                end -= 1
            yield self._ids.get(prefix + word[start:end]) or self._one(word[start], prefix)
            start, count, prefix = end, count + 1, "##"

    def _one(self, char: str, prefix: str) -> int:
        known = self._ids.get(prefix + char)
        return known if known is not None else _bucket(char)


def _bucket(char: str) -> int:
    return _BUCKETS + ord(char) % _BUCKET_COUNT


def _plain(unit: str) -> str:
    low = unit.lower()
    if low.isascii():
        return low
    return "".join(char for char in unicodedata.normalize("NFD", low) if unicodedata.category(char) != "Mn")


def _shape(unit: str) -> int:
    first = unit[0]
    if first.isdecimal():
        return 5
    if not first.isalnum():
        return 6
    low, up = unit.lower(), unit.upper()
    if low == up:
        return 7
    if unit == low:
        return 0
    if unit == up:
        return 3 if len(unit) == 1 else 2
    return 1 if first.isupper() and unit[1:] == low[1:] else 4


def _gap(text: str, end: int, start: int) -> int:
    if start == end:
        return 2 if start == 0 else 0
    between = text[end:start]
    if "\n" in between or end == 0:
        return 2
    return 3 if len(between) > 1 or between == "\t" else 1


INSIDE = GAPS.index("inside")


def inside(kind: int) -> int:
    """The kind of the second and later pieces of a unit."""
    return kind - kind % len(GAPS) + INSIDE


def read_vocabulary(text: str) -> dict[str, int]:
    """One piece a line, numbered from zero."""
    return {piece: number for number, piece in enumerate(text.split("\n")) if piece}
