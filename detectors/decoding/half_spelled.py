"""Numbers half in words and half in digits, written together: "253-five55-0144", "dad (threesixzero) 555-0144".

`spoken` reads words with spaces between them. Here words and digits touch, so the whole must have the length and the
groups of a telephone or social security number; a scanner's letters for digits may be among them.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.decoding.rewriting import Change
from detectors.decoding.structure import dashed, formed
from detectors.identifiers import checksums
from detectors.identifiers.pattern import compile_pattern

_WORDS: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_LOOKS: Final = {"o": "0", "i": "1", "l": "1"}
_PIECE: Final = rf"(?:\d|{'|'.join(_WORDS)}|[oil])"
PATTERN: Final = rf"(?i)(?:^|[^A-Za-z0-9])(\(?{_PIECE}(?:[ .()/-]{{0,2}}{_PIECE}){{6,15}})(?:$|[^A-Za-z0-9])"
"""Every text with such a number matches it. re2 syntax."""

_COMPILED = compile_pattern(PATTERN)
_TOKEN = re.compile(rf"{_PIECE}|[^A-Za-z0-9]+", re.IGNORECASE)
_FEWEST_TRUE: Final = 3
_PHONE: Final = 10
_MARKS: Final = frozenset(".-")
_FORM: Final = 3
"""Groups of a telephone number, and of a social security number."""


def half_spelled(text: str) -> list[Change]:
    """Such numbers as they are usually written, in order."""
    changes: list[Change] = []
    for match in _COMPILED.finditer(text):
        start, end = match.span(1)
        reading = _reading(text[start:end].lower())
        if reading is not None:
            changes.append(Change(start, end, reading, "digits"))
    return changes


def _reading(run: str) -> str | None:
    """The number, if words stand among enough digits; None where the digits cannot be one."""
    tokens = _TOKEN.findall(run)
    words, true = sum(each in _WORDS for each in tokens), sum(map(str.isdigit, tokens))
    if not words or true < _FEWEST_TRUE:
        return None
    groups = "".join(
        _WORDS.get(each) or _LOOKS.get(each) or (each if each.isdigit() else " ") for each in tokens
    ).split()
    digits = "".join(groups)
    if len(digits) == _PHONE and not checksums.nanp(digits):
        return None
    if len(groups) == _FORM:
        return formed(groups)
    marks = {each for each in tokens if not each[0].isalnum()}
    return dashed(digits) if len(groups) == 1 or (len(marks) == 1 and marks <= _MARKS) else None
