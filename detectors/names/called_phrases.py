"""Phrases that things are called by, where they stand in a text, and whether a person may be called so."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final, NamedTuple

from detectors.names.lexicon import (
    called,
    called_begins,
    is_common,
    is_given_anywhere,
    is_surely_given,
    is_surname,
    plain,
)
from detectors.structure.labels import word_set

WORD: Final = re.compile(r"[^\W_](?:[^\W_]|['\u2019.&-](?=[^\W_]))*|&|\+")
_KIN: Final = word_set("aunt auntie uncle miss mr mrs ms dr doctor baby granny father mother sister brother")
SMALL: Final = word_set("and & the of a in on to o over with for de la el y + 'n' i")
"""Words inside a phrase that need no capital."""
REACH: Final = 90
"""Characters to either side of a candidate that are looked at."""


class Hit(NamedTuple):
    """One phrase of the list, where it stands in the text."""

    start: int
    end: int
    kind: str
    phrase: str


class Phrases:
    """The phrases of the list in one text. Its words are cut once, each phrase is looked up once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[int, tuple[int, tuple[Hit, ...]]] = {}

    def near(self, start: int, end: int) -> list[Hit]:
        """The longest phrases of the list in a window round ``text[start:end]``: a constant amount of work."""
        low, high = start - REACH, end + REACH
        out: list[Hit] = []
        place = bisect_left(self._starts, low)
        while place < len(self._words) and self._words[place][1] <= high:
            size, found = self._longest(place)
            out += found
            place += size
        return out

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(self._text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._words]

    def _longest(self, place: int) -> tuple[int, tuple[Hit, ...]]:
        """How many words to go on by, and the longest phrase that begins at a word, once for each kind of thing."""
        known = self._found.get(place)
        if known is None:
            known = self._found[place] = self._look_up(place)
        return known

    def _look_up(self, place: int) -> tuple[int, tuple[Hit, ...]]:
        text, listed = self._text, called()
        start, end = self._words[place]
        most = called_begins().get(form(text[start:end]), 0)
        words = self._words[place : place + most]
        lowered = [form(text[first:last]) for first, last in words]
        for size in range(len(words), 0, -1):
            phrase, end = " ".join(lowered[:size]), words[size - 1][1]
            kinds = listed.get(phrase)
            if kinds and "\n" not in text[start:end]:
                return size, tuple(Hit(start, end, kind, phrase) for kind in kinds)
        return 1, ()


def form(word: str) -> str:
    """A word as the list writes it."""
    low = word.lower().replace("\u2019", "'")
    return low if low.isascii() else plain(low)


def is_like_person(phrase: str) -> bool:
    """Whether somebody may be called so: a given name or a kin word before one word or two that end like a name."""
    words = phrase.replace(" and ", " ").replace(" & ", " ").split()
    first, last = words[0].strip("."), words[-1]
    if not 2 <= len(words) <= 3 or not (is_given_anywhere(first) or first in _KIN):  # noqa: PLR2004  a full name
        return False
    if not SMALL.isdisjoint(words):
        return False
    return not (is_common(last) and last.endswith("s")) or is_surname(last)


def is_full_name(value: str) -> bool:
    """Whether it is a given name with another word behind it, as people are named and things hardly ever."""
    words = value.split(maxsplit=1)
    return len(words) > 1 and is_given_anywhere(words[0])


def is_nobodys(word: str, kind: str) -> bool:
    """Whether a capitalised word is a given name that nothing of that kind has."""
    return word[0].isupper() and is_surely_given(word) and kind not in called().get(form(word), ())


def is_diner(word: str) -> bool:
    """Whether a capitalised word is a given name, no other word, and nothing that is eaten."""
    return word[0].isupper() and is_given_anywhere(word) and not is_common(word) and not called().get(form(word))
