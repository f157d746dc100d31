"""Names that are said letter by letter: "Szymko, that's s z y m k o", "b as in boy".

Dictation and notes of calls hold the letters behind the name; whoever reads them has the name again. The letters must
make a word that stands shortly before them, or follow a word that asks for letters; an abbreviation that is spelled is
none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.names.lexicon import is_common, is_given, is_surname, is_thing

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bounded repetitions over tokens that exclude each other: stdlib `re` is linear here.
_LETTERS = re.compile(
    r"(?<![\w'.-])[^\W\d_](?:(?:\.? |-|, ?|\.)(?:(?:and|then|double|capital) )?(?:as in [a-z]{2,12}"
    r"|[^\W\d_](?![\w']))){1,24}"
    r"(?:[ -][^\W\d_]{2,12}(?!\w))?",
    re.IGNORECASE,
)
"""Letters one by one, and what is said in one behind them ("o u t house")."""
_TOKEN = re.compile(r"[^\W\d_]+")
_ASKED = re.compile(
    r"(?:\b(?:spelled|spelt|spells?(?: it| that| his| her)?(?: name)?|spelling(?: is| of)?|se escribe"
    r"|deletrea(?:do)?|letters)[:,]? )$",
    re.IGNORECASE,
)
_WORDS_BEFORE: Final = 90
_FEWEST: Final = 3
_FEWEST_KNOWN: Final = 2
"""Single letters at the head, where a known word shows what they spell ("o u t house")."""


class _SpelledDetector:
    """See the file's docstring."""

    name = "names.spelled"
    version = 1
    needs = ("",)
    entities = ("PERSON_OTHER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for match in _LETTERS.finditer(text):
            second = _TOKEN.search(text, match.start() + 1, match.end())
            for start in (match.start(), second.start() if second else match.start()):  # "I" or "a" may stand before
                end = _end(text, start, match.end())
                if end > start:
                    yield Finding("PERSON_OTHER", start, end, 0.75, self.name, "row")
                    break


def _end(text: str, start: int, limit: int) -> int:
    """Where the letters end that spell a name; `start` where they spell none."""
    before = text[max(0, start - _WORDS_BEFORE) : start]
    said = {word.lower().removesuffix("'s") for word in re.findall(r"[^\W\d_][\w'-]*", before)}
    said = {re.sub(r"[^\w]", "", word) for word in said if not _is_abbreviation(word)}
    asked = _ASKED.search(before) is not None
    spelt, singles, best, counted = "", 0, start, False
    skip = double = False
    for token in _TOKEN.finditer(text, start, limit):
        letter = token.group().lower()
        if letter in {"and", "then", "capital"}:
            continue
        if skip or letter in {"as", "in"}:
            skip = letter == "in"
            continue
        if letter == "double":
            double = True
            continue
        if len(letter) > 1 and not said & {spelt + letter}:
            break
        spelt += letter * 2 if double else letter
        singles += len(letter) == 1
        double = False
        if spelt in said and singles >= _FEWEST_KNOWN and len(spelt) >= _FEWEST:
            best, counted = token.end(), True
        elif asked and singles >= _FEWEST and not counted:
            best = token.end()
            if is_common(spelt) and not (is_given(spelt) or is_surname(spelt)):  # "can spell c a t"
                best = start
    return best


def _is_abbreviation(word: str) -> bool:
    """What may be spelled without being a name: things, words of the language that nobody is called."""
    return is_thing(word) or (is_common(word) and not (is_given(word) or is_surname(word)))


DETECTOR = _SpelledDetector()
