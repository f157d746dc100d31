"""The folded view: the same text as a pattern should see it, and the way back to the caller's offsets.

What folds: digits of every script to ASCII digits, dash variants to ``-``, odd spaces to a space, curly quotes to
straight ones, compatibility letters (full-width, ligatures, circled) by NFKC; zero-width characters, soft hyphens,
bidirectional controls, variation selectors and combining marks drop out. Case and accents written as one character
stay. ASCII text is its own view and costs one `str.isascii` call. Undoing encodings (base64, percent) is not done here.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc"
_NEWLINES = "\u2028\u2029\u0085"
_FIXED = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_NEWLINES, "\n"),
    "\u2018": "'",
    "\u2019": "'",
    "\u201b": "'",
    "\u02bc": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201f": '"',
}
_DROPPED_CATEGORIES = frozenset({"Cf", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class View:
    """A folded text and its map.

    Attributes:
        text: the folded text.
        starts: original index of each folded character, or None where folding moved nothing.
        ends: one past the last original character of each folded character, its combining marks included, or None.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of the folded slice ``start:end`` (``start < end``)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def __repr__(self) -> str:
        return f"View(<{len(self.text)} chars>, moved={self.starts is not None})"


class _FoldTable(dict[int, str]):
    """Code point to folded text, filled on demand: `str.translate` calls `__missing__` for a new code point."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


def _fold_char(char: str) -> str:
    if char in _FIXED:
        return _FIXED[char]
    category = unicodedata.category(char)
    if category in _DROPPED_CATEGORIES:
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    # A lone surrogate cannot be encoded for re2; its replacement has the same length, so that offsets stay.
    return "\ufffd" if category == "Cs" else _compatible(char)


def _compatible(char: str) -> str:
    """NFKC of one character without the marks and odd spaces it may bring; never empty, so nothing visible is lost."""
    folded = unicodedata.normalize("NFKC", char)
    if folded == char:
        return char
    kept = "".join(part for part in folded if unicodedata.category(part) not in _DROPPED_CATEGORIES)
    return kept.replace("\u2044", "/") or char


_TABLE = _FoldTable()


def fold(text: str) -> View:
    """The folded view of `text`. Linear in its length."""
    if text.isascii():
        return View(text)
    moved = any(len(_TABLE[ord(char)]) != 1 for char in set(text))
    if not moved:
        return View(text.translate(_TABLE))
    return _fold_with_map(text)


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
        elif ends and ends[-1] == index and unicodedata.category(char) != "Cf":
            # A combining mark belongs to the character before it: a span that ends there takes the mark along.
            _stretch(ends, starts[-1], index + 1)
    return View("".join(parts), starts, ends)


def _stretch(ends: array[int], start: int, end: int) -> None:
    position = len(ends) - 1
    previous = ends[position]
    while position >= 0 and ends[position] == previous and previous > start:
        ends[position] = end
        position -= 1
