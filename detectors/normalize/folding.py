"""`fold`: a text to its folded view."""

from __future__ import annotations

import unicodedata
from array import array

import re2

from detectors.normalize.characters import fold_char
from detectors.normalize.look_alikes import as_latin
from detectors.normalize.view import View

_CONTROLS = re2.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters of ASCII that do not fold to themselves."""

_SAME = frozenset(char for char in map(chr, range(128)) if _CONTROLS.search(char) is None)


class _FoldTable(dict[int, str]):
    """Code point to folded text, filled on demand: `str.translate` calls `__missing__` for a new code point."""

    def __missing__(self, code: int) -> str:
        folded = fold_char(chr(code))
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> View:
    """The folded view of `text`. Linear in its length."""
    if text.isascii() and _CONTROLS.search(text) is None:
        return View(text)
    others = set(text) - _SAME
    if any(len(_TABLE[ord(char)]) != 1 for char in others):
        return _fold_with_map(text)
    if any(_TABLE[ord(char)] != char for char in others):
        text = text.translate(_TABLE)
    return View(as_latin(text))


def _fold_with_map(text: str) -> View:
    parts: list[str] = []
    starts, ends = array("q"), array("q")
    for index, char in enumerate(text):
        folded = _TABLE[ord(char)]
        if folded:
            parts.append(folded)
            for _ in folded:
                starts.append(index)
                ends.append(index + 1)
        elif ends and ends[-1] == index and unicodedata.category(char) in {"Mn", "Me"}:
            # A combining mark belongs to the character before it: a span that ends there takes the mark along.
            _stretch(ends, starts[-1], index + 1)
    return View(as_latin("".join(parts)), starts, ends)


def _stretch(ends: array[int], start: int, end: int) -> None:
    position = len(ends) - 1
    previous = ends[position]
    while position >= 0 and ends[position] == previous and previous > start:
        ends[position] = end
        position -= 1
