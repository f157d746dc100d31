"""Identifiers that were found somewhere in a conversation, and where else they stand. The other half of memory.

A student number is found beside its label once and then repeated bare. It is looked for by canonical value: digits
without their separators ("253-555-2947" is "(253) 555 2947"), other identifiers in lower case without dots, dashes,
underscores and slashes, at word edges. Short values are not followed: they occur by chance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMERIC = re.compile(r"[\d\s().\-/+#\u00a0\u2010-\u2015]+")
_DIGIT_RUN = re.compile(r"[0-9]+(?:[ ().\-/\u00a0\u2010-\u2015]{1,3}[0-9]+)*")
_DIGITS = re.compile(r"[0-9]+")
_TOKEN = re.compile(r"[^\s,;:()<>\[\]{}\"'|=]+")
_SHORTEST = 5
_MAX_GROUPS = 6
"""An identifier is written in at most this many groups of digits."""
_MAX_PHRASES = 200
_COUNTRY_CODE = "1"
_PHONE_DIGITS = 10
_EDGES = "-._/!?"
UNWRITTEN = str.maketrans("", "", _EDGES)
"""Takes out what identifiers are written with and without."""


class KnownIdentifiers:
    """All distinctive identifiers of a conversation, by canonical value."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._phrases: dict[str, str] = {}

    def learn(self, surface: str, entity: str) -> None:
        """Remember a value as it was written, if it is distinctive."""
        if _NUMERIC.fullmatch(surface):
            self._learn_number("".join(_DIGITS.findall(surface)), entity)
            return
        lowered = surface.lower().strip()
        canonical = lowered.translate(UNWRITTEN)
        if len(canonical) < _SHORTEST or canonical.isalpha():
            return
        if _TOKEN.fullmatch(lowered):
            self._tokens.setdefault(canonical, entity)
        elif len(self._phrases) < _MAX_PHRASES:
            self._phrases.setdefault(lowered, entity)

    def _learn_number(self, digits: str, entity: str) -> None:
        if len(digits) < _SHORTEST:
            return
        self._numbers.setdefault(digits, entity)
        if entity.startswith("PHONE"):
            other = digits[1:] if digits.startswith(_COUNTRY_CODE) else _COUNTRY_CODE + digits
            if len(other) >= _PHONE_DIGITS:
                self._numbers.setdefault(other, entity)

    def find(self, text: str, lowered: str) -> Iterator[tuple[int, int, str]]:
        """Spans and entities. `lowered` is `text` in lower case, at the same offsets."""
        if self._numbers:
            yield from self._find_numbers(text)
        if self._tokens:
            yield from self._find_tokens(lowered)
        for phrase, entity in self._phrases.items():
            yield from _find_phrase(lowered, phrase, entity)

    def _find_numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        for run in _DIGIT_RUN.finditer(text):
            if run.end() - run.start() >= _SHORTEST:
                yield from self._find_in_run(text, [group.span() for group in _DIGITS.finditer(text, *run.span())])

    def _find_in_run(self, text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Known numbers that are one or several neighbouring groups of the run, the longest first at each place."""
        position = 0
        while position < len(groups):
            step = 1
            for last in range(min(position + _MAX_GROUPS, len(groups)), position, -1):
                start, end = groups[position][0], groups[last - 1][1]
                entity = self._numbers.get("".join(text[a:b] for a, b in groups[position:last]))
                if entity is not None and _at_edges(text, start, end):
                    yield start, end, entity
                    step = last - position
                    break
            position += step

    def _find_tokens(self, lowered: str) -> Iterator[tuple[int, int, str]]:
        # The deleted characters never separate tokens, so tokens before and after the deletion are the same ones.
        present = self._tokens.keys() & set(_TOKEN.findall(lowered.translate(UNWRITTEN)))
        if not present:
            return
        for match in _TOKEN.finditer(lowered):
            token = match.group()
            canonical = token.translate(UNWRITTEN)
            if canonical in present:
                start = match.start() + len(token) - len(token.lstrip(_EDGES))
                yield start, start + len(token.strip(_EDGES)), self._tokens[canonical]


def _find_phrase(lowered: str, phrase: str, entity: str) -> Iterator[tuple[int, int, str]]:
    start = lowered.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if _at_edges(lowered, start, end):
            yield start, end, entity
        start = lowered.find(phrase, end)


def _at_edges(text: str, start: int, end: int) -> bool:
    """Neither end goes through a word or number."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
