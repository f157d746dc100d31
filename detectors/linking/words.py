"""The words that linking looks at, found in one pass: pronouns, nouns of people, and words of topics.

A dictionary look-up per word; patterns are tried only around the few words that say something.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from detectors.linking.age_languages import CHINESE

if TYPE_CHECKING:
    from collections.abc import Mapping

PRONOUN: Final = "pronoun"
ADDRESSED: Final = "addressed"
PERSON: Final = "person"
STAFF: Final = "staff"
GENERIC: Final = "generic"
INVENTED: Final = "invented"
AGE: Final = "age"
EARLY: Final = "early"
IS: Final = "is"
JOB: Final = "job"
PUBLIC: Final = "public"
SCHOOL: Final = "school"
ELEMENTARY: Final = "elementary"
HEADING: Final = "heading"
DIRECTORY: Final = "directory"
PUBLISHED: Final = "published"
INITIALS: Final = "initials"
HOUSEHOLD: Final = "household"
THESE: Final = "these"
PLURAL: Final = "plural"
FIRST: Final = "first"
TEACHERS: Final = "teachers"


def word_set(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())


def _kinds() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        kind, equals, words = line.partition(" = ")
        for word in words.split() if equals and not line.startswith("#") else ():
            found[word] = (*found.get(word, ()), kind)
    return found


WORDS = _kinds()
"""Lower-case word -> what it may be."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019/-][^\W_]+)*")
_GRADE_WORD = re.compile(r"\d{1,2}(?:st|nd|rd|th|do|ero?|ro|to|mo|vo|yo|yr|mos?|aad)\b")


class Trigger(NamedTuple):
    """A word that says something."""

    start: int
    end: int
    word: str


def _unusual(word: str) -> tuple[str, tuple[str, ...]]:
    """The word and its kinds, when it has an apostrophe or a digit in it."""
    word = word.replace("\u2019", "'")
    if word.endswith(("year-old", "yr-old")):
        return word, (PERSON, AGE)
    kinds = WORDS.get(word) or WORDS.get(word.partition("'")[0])
    if kinds is None:
        kinds = (AGE,) if _GRADE_WORD.match(word) else ()
    return word, kinds


class Triggers:
    """The telling words of one text, by kind, each list in the order of the text."""

    __slots__ = ("_by_kind", "_starts")

    def __init__(self, text: str) -> None:
        self._by_kind: dict[str, list[Trigger]] = {}
        self._starts: dict[str, list[int]] = {}
        look_up, by_kind = WORDS.get, self._by_kind
        for match in _WORD.finditer(text):
            word = match[0].lower()
            kinds = look_up(word)
            if kinds is None:
                if word.isalpha():
                    continue
                word, kinds = _unusual(word)
            for kind in kinds:
                by_kind.setdefault(kind, []).append(Trigger(match.start(), match.end(), word))
        if not text.isascii():
            self._unspaced(text)
        for kind, found in by_kind.items():
            self._starts[kind] = [each.start for each in found]

    def _unspaced(self, text: str) -> None:
        """Words of age in Chinese, which stand in the middle of a run of letters."""
        found = [Trigger(match.start(), match.end(), match[0]) for match in CHINESE.finditer(text)]
        if found:
            self._by_kind[AGE] = sorted([*self._by_kind.get(AGE, []), *found])

    def of(self, kind: str) -> list[Trigger]:
        """All of one kind."""
        return self._by_kind.get(kind, [])

    def any_in(self, kind: str, start: int, end: int) -> bool:
        """Whether one of the kind stands in the stretch."""
        starts = self._starts.get(kind)
        if starts is None:
            return False
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end

    def within(self, kind: str, start: int, end: int) -> list[Trigger]:
        """Those of one kind in the stretch."""
        starts = self._starts.get(kind)
        if starts is None:
            return []
        return self._by_kind[kind][bisect_left(starts, start) : bisect_left(starts, end)]
