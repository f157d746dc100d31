"""Phrases that things are called by, where they stand in a text, and whether a person may be called so."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from detectors.names.lexicon import called, is_common, is_given_anywhere, is_surname, plain
from detectors.structure.labels import word_set

WORD: Final = re.compile(r"[^\W_](?:[^\W_]|['\u2019.&-](?=[^\W_]))*|&|\+")
_KIN: Final = word_set("aunt auntie uncle miss mr mrs ms dr doctor baby granny father mother sister brother")
SMALL: Final = word_set("and & the of a in on to o over with for de la el y + 'n' i")
"""Words inside a phrase that need no capital."""
_MOST_WORDS: Final = 6
REACH: Final = 90
"""Characters to either side of a candidate that are looked at."""


class Hit(NamedTuple):
    """One phrase of the list, where it stands in the text."""

    start: int
    end: int
    kind: str
    phrase: str


def hits(text: str, start: int, end: int) -> list[Hit]:
    """The longest phrases of the list in a window round ``text[start:end]``: a constant amount of work."""
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    words = [(match.start(), match.end()) for match in WORD.finditer(text, low, high)]
    lowered = [form(text[first:last]) for first, last in words]
    out: list[Hit] = []
    place = 0
    while place < len(words):
        found = _longest(text, words, lowered, place)
        if found is None:
            place += 1
            continue
        size, kinds = found
        first, last = words[place][0], words[place + size - 1][1]
        out += [Hit(first, last, kind, " ".join(lowered[place : place + size])) for kind in kinds]
        place += size
    return out


def _longest(
    text: str, words: list[tuple[int, int]], lowered: list[str], place: int
) -> tuple[int, tuple[str, ...]] | None:
    """How many words the longest phrase has that begins at a word, and the kinds of thing it is called so."""
    known = called()
    for length in range(min(_MOST_WORDS, len(words) - place), 0, -1):
        kinds = known.get(" ".join(lowered[place : place + length]))
        if kinds and "\n" not in text[words[place][0] : words[place + length - 1][1]]:
            return length, kinds
    return None


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
