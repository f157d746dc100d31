"""Letters that look like digits (a scanner's errors, and a disguise): digits only where a label calls for some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.decoding.marks import LABEL
from detectors.decoding.rewriting import Change
from detectors.identifiers.labels import GAP
from detectors.identifiers.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKE = r"[0-9OoQDIil|!SsBbZzGg]"
_MISREAD_LABEL: Final = r"s[s5]?[s5][l1|]d|[l1|]d|m\.r\.n\.?"
PATTERN: Final = (
    rf"(?i:(?:^|[^\pL\pN])(?:{LABEL}|{_MISREAD_LABEL}){GAP})"
    rf"(?:[A-Z]{{2,4}}[ -]?)?(\(?{_LIKE}(?:[ ._/()-]{{0,3}}{_LIKE}){{3,19}})(?:$|[^0-9A-Za-z])"
)
"""Every text with a labelled number that may hold such letters matches it. re2 syntax."""

_COMPILED = compile_pattern(PATTERN)
_LOOKS = str.maketrans("OoQDIil|!SsBbZzGg", "00001111155862269")
_LEAST_DIGITS, _MOST_LETTERS = 2, 3
"""At least two digits for three letters: a word of such letters beside a number is a word."""
_LABEL = re.compile(r"(?<![A-Za-z0-9])([Ss][Ss5])?[l1|][Dd](?![A-Za-z0-9])")
"""ID and SSID, whose I was read as a small L, a one or a bar."""
_GROUP = re.compile(r"\S+")
_DIGIT = re.compile(r"\d")


def misread(text: str) -> list[Change]:
    """Labelled numbers with such letters in them, in order."""
    changes: list[Change] = []
    for match in _COMPILED.finditer(text):
        start, end = _number(text, *match.span(1))
        value = text[start:end]
        digits, letters = sum(map(str.isdigit, value)), sum(char.isalpha() or char in "|!" for char in value)
        labels = [*_labels(text, match.start(), start)]
        if (letters or labels) and letters * _LEAST_DIGITS <= digits * _MOST_LETTERS:
            changes += labels
            changes.append(Change(start, end, value.translate(_LOOKS), "weak"))
    return changes


def _labels(text: str, start: int, end: int) -> Iterator[Change]:
    """Labels in front of a number that were misread themselves."""
    for label in _LABEL.finditer(text, start, end):
        yield Change(*label.span(), "SSID" if label.group(1) else "ID", "weak")


def _number(text: str, start: int, end: int) -> tuple[int, int]:
    """The first groups between spaces that have a digit each: in "ID is 48l2 DOB", only ``48l2``."""
    first = last = start
    for group in _GROUP.finditer(text, start, end):
        if _DIGIT.search(group.group()):
            first, last = (first, group.end()) if last > start else group.span()
        elif last > start:
            break
    return first, last
