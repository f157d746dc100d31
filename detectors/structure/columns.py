"""What the columns of a table without labels look like: persons, numbers, dates.

Only shapes are read here, no list of names: two to four capitalised words, or ``Last, First``, different in most rows.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.structure.region import Region

Shape: TypeAlias = Literal["person", "word", "number", "date", ""]

_SEEN = 30
_ENOUGH = 0.7
_LONGEST = 60
_WORD = r"(?:[^\W\d_a-z][^\W\d_]*(?:['\u2019-][^\W\d_]+)*\.?|de|del|la|van|von|der|el|al|bin)"
_PERSON = re.compile(rf"(?:{_WORD} ){{0,2}}{_WORD}(?:, ?{_WORD}(?: {_WORD}){{0,2}}|(?: {_WORD}){{1,3}})$")
_ONE_WORD = re.compile(rf"{_WORD}$")
_NUMBER = re.compile(r"(?:[A-Z]{1,3}-?)?\d{5,10}$")
_DATE = re.compile(r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, ?\d{4})?)$")


def shapes(text: str, region: Region) -> tuple[Shape, ...]:
    """The shape of every column, by the first `_SEEN` rows."""
    rows = region.rows[:_SEEN]
    width = max((len(row.cells) for row in rows), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell.start < cell.end:
                columns[place].append(text[cell.start : cell.end])
    return tuple(_shape(column) for column in columns)


def _shape(values: Sequence[str]) -> Shape:
    if _mostly(_NUMBER, values):
        return "number"
    if _mostly(_DATE, values):
        return "date"
    varied = len(set(values)) * 3 >= len(values) * 2
    if varied and _mostly(_PERSON, values):
        return "person"
    return "word" if varied and _mostly(_ONE_WORD, values) else ""


def of_persons(found: Sequence[Shape]) -> bool:
    """Whether columns of these shapes could be a list of persons: names in one column, or in two."""
    words = any(left == right == "word" for left, right in pairwise(found))
    return "person" in found or (words and ("number" in found or "date" in found))


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and sum(
        len(value) <= _LONGEST and pattern.match(value) is not None for value in values
    ) >= _ENOUGH * len(values)
