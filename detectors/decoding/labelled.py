"""Texts that are only turned around or shifted, which any text could be: read so where a word says so.

ROT13 keeps digits, so it hides words: all words near the word are read. Reversal hides numbers and addresses: those
near the word are read backwards. What stands before the word and what stands behind it are read apart: one of them
may be the label.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from detectors.decoding.rewriting import Change, Kind

_SHIFTED = r"rot[ _-]?13|caesar cipher|cifrado c[eé]sar"
_TURNED = r"revers(?:ed|e order)|backwards?\b|al rev[eé]s|right to left|mirrored"
PATTERN: Final = rf"(?i)\b(?:{_SHIFTED}|{_TURNED})"
"""Every text with such a word matches it. re2 syntax."""

REACH: Final = 200
"""Characters before and behind the word that are read."""
_SHIFTED_WORD = re.compile(_SHIFTED, re.IGNORECASE)
_TURNED_WORD = re.compile(_TURNED, re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]+")
# Over at most 200 characters.
_VALUE = re.compile(r"(?<![^\W_])\(?\d[\d .()/-]{2,}\d(?!\w)|[^\s\"'<>]*[@\d][^\s\"'<>]*[^\W_]")
_REST = re.compile(r"[^\W_][^\n\"<>]*[^\W_]")


def labelled(text: str) -> list[list[Change]]:
    """Readings of what stands near such words: changes of one list do not overlap."""
    return [*_shifted(text), *_turned(text), _rest_turned(text)]


def _shifted(text: str) -> list[list[Change]]:
    layers = _near(_SHIFTED_WORD, text)
    words = ([word for span in layer for word in _LETTERS.finditer(text, *span)] for layer in layers)
    return [[_change(word, codecs.encode(word.group(), "rot13"), "escape") for word in layer] for layer in words]


def _turned(text: str) -> list[list[Change]]:
    layers = _near(_TURNED_WORD, text)
    values = ([value for span in layer for value in _VALUE.finditer(text, *span)] for layer in layers)
    return [[_change(value, value.group()[::-1], "mirror") for value in layer] for layer in values]


def _rest_turned(text: str) -> list[Change]:
    """All of the line behind the word, as one text."""
    rests = (_REST.search(text, *span) for span in _near(_TURNED_WORD, text)[1])
    return [_change(rest, rest.group()[::-1], "mirror") for rest in rests if rest is not None]


def _change(match: re.Match[str], reading: str, kind: Kind) -> Change:
    return Change(match.start(), match.end(), reading, kind)


def _near(word: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Stretches of the text before such words, and behind them on the same line; of one list none overlap."""
    before: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    done = 0
    for match in word.finditer(text):
        before.append((max(done, match.start() - REACH // 2), max(done, match.start())))
        line = text.find("\n", match.end() + 2, match.end() + REACH)
        done = max(done, min(match.end() + REACH, len(text)) if line < 0 else line)
        behind.append((match.end(), done))
    behind = [(max(start, last), end) for (start, end), (_, last) in zip(behind, [(0, 0), *behind], strict=False)]
    return before, behind
