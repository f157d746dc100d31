"""Names in which a scan has read letters as digits: "Kale0", "Mal1a", "R0berto".

Read back (0 as o, 1 as l or i, 5 as s), such a word must be a given name and no English word, or the copy of a
capitalised word that stands elsewhere in the text.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.signals import DIGIT
from detectors.names.lexicon import is_calendar, is_common, is_given_anywhere, is_organisation_word, is_thing

if TYPE_CHECKING:
    from collections.abc import Iterator

# One class per character and no nesting: stdlib `re` is linear here.
_TOKEN = re.compile(r"(?<![\w@#/.-])(?=[A-Z0][a-z015]{3,15}(?![\w@-]))[A-Z]?[a-z]*[015][a-z015]*")
_WORD = re.compile(r"\b[A-Z][a-z]{3,}\b")
_READ: Final = {"0": "o", "1": "li", "5": "s"}
_MOST_DIGITS: Final = 3
_FEWEST_LETTERS: Final = 3


class _ScannedDetector:
    """See the file's docstring."""

    name = "names.scanned"
    version = 1
    needs = (DIGIT,)
    entities = ("PERSON_OTHER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        written: frozenset[str] | None = None
        for match in _TOKEN.finditer(text):
            word = match.group()
            digits = sum(map(str.isdigit, word))
            if digits > _MOST_DIGITS or len(word) - digits < _FEWEST_LETTERS:
                continue
            if written is None:
                written = frozenset(each.lower() for each in _WORD.findall(text))
            if any(_is_name(read, written) for read in _readings(word.lower())):
                yield Finding("PERSON_OTHER", *match.span(), 0.7, self.name, "row")


def _readings(word: str) -> Iterator[str]:
    """What the word may have been on paper: eight readings at most."""
    return map("".join, product(*(_READ.get(char, char) for char in word)))


def _is_name(read: str, written: frozenset[str]) -> bool:
    if is_common(read) or is_calendar(read) or is_thing(read) or is_organisation_word(read):
        return False
    return is_given_anywhere(read) or read in written


DETECTOR = _ScannedDetector()
