"""Names without a cue before them, known by their shape or by what follows: a grade, an initial, a record, a verb.

Also the given names of the lexicon wherever they stand, in capitals or, with a second sign, in lower case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.cues import could_be_lower_name
from detectors.names.initials import is_counting_letter
from detectors.names.lexicon import (
    is_calendar,
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_surely_given,
    is_thing,
    is_town,
    may_be_given,
)
from detectors.ordinary_words import ORDINARY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_FIRST = rf"{shape.WORD}(?: {shape.WORD})?, {shape.WORD}(?: {shape.WORD})?(?: \p{{Lu}}\.)?"
_GRADE = (
    r"(?:,? ?| [-\x{2013}] )\(?(?i:(?:gr\.?|grade) ?[\dK]|aged? \d|\d{1,2}(?:st|nd|rd|th)\b|(?:\d{1,2})\)"
    r"|\d{1,2} ?(?:y/?o|years? old)|kdg|kinder|from kdg"
    r"|(?:in|from) (?:\d{1,2}(?:st|nd|rd|th)|kdg|kindergarten|preschool)|(?:first|second|third|fourth|fifth) grade)"
)
_RECORD = (
    r"(?i:iep|ifsp|bip|fba|504|gpa|i-ready|map scores?|sbac|wida|behaviou?r|grades?|scores?|attendance"
    r"|absences?|meltdowns?"
    r"|results?|progress|goals?|mom|dad|mother|father|parents?|guardian|teacher|aide|para|meds?|medication|seizures?"
    r"|evaluation|eval|placement|file|records?|services|therapist|doctor|cardiologist|diagnosis"
    r"|accommodations?|birthday"
    r"|case|reading|student|name|leave|grievance|lawyer|card|schedule|bus|home|family|godfather)"
)
_PERSON_VERB = (
    r"(?:is|was|has|had|says|said|told|asked|asks|wants|needs|moved|moves|cried|takes|took|hit|hits"
    r"|threw|refused|refuses"
    r"|goes|qualifies|reads|scored|attended|got|gets|lives|came|went|will|walks|still|already|again"
    r"|eats|sat|left|ran|does|now|never|always|often|sometimes|usually|suddenly|constantly"
    r"|can|likes|loves|speaks|struggles|earned|missed|answered|wrote|called|texted|gave|comes|uses|rides|stays|made|bit"
    r")"
)

_PATTERNS = tuple(
    (entity, why, compile_pattern(pattern))
    for entity, why, pattern in (
        ("STUDENT_NAME", "cue", rf"(?:^|[^\pL'-])({_LAST_FIRST}|{shape.NAME}){_GRADE}"),
        (
            "PERSON_OTHER",
            "form",
            rf"(?:^|[^\pL'-])({shape.WORD}(?: {shape.WORD})?), (?:[2-9]|1\d|2[01])(?:,|\)| (?i:yrs?)\b)",
        ),
        ("PERSON_OTHER", "form", rf"(?:^|[^\pL'-])({shape.WORD} (?:\p{{Lu}}\. )?\p{{Lu}}\pL+-\p{{Lu}}\pL+)"),
        ("PERSON_OTHER", "form", r"(?:^|[^\pL'-])(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)? \p{Lu}\.)(?:[^\pL]|$)"),
        (
            "PERSON_OTHER",
            "form",
            r"(?:^|[^\pL\d.'-])(\p{Lu}\. ?(?:\p{Lu}\. ?)?\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)",
        ),
        ("PERSON_OTHER", "form", rf"(?:^|[^\pL'-])({shape.WORD}(?: {shape.WORD})?)'s {_RECORD}\b"),
        ("PERSON_OTHER", "verb", rf"(?:^|[^\pL'-])({shape.WORD}(?: {shape.WORD})?) {_PERSON_VERB}\b"),
        ("PERSON_OTHER", "verb", rf"(?i:\b(?:saw|told|met|meet|asked|texted)) ({shape.WORD}(?: {shape.WORD})?)\b"),
        (
            "PERSON_OTHER",
            "preposition",
            rf"(?i:\b(?:about|for|with|support|and|to|from|re:|of)) ({shape.WORD}(?: {shape.WORD})?)\b",
        ),
    )
)
_LIST = compile_pattern(r"(?:^|[^\pL'-])(\p{Lu}\pL+(?:, \p{Lu}\pL+){2,40}(?:,? (?:and|&|y) \p{Lu}\pL+)?)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")  # every word is visited: re2's wrapper takes 10 us a match, this 0.3
_CAPITAL_RUN = compile_pattern(rf"^{shape.MORE}{{1,3}}")
_LOWER_NEXT = compile_pattern(r"^(?:'s)? ([\pL'-]+)")
_WORD_BEFORE = compile_pattern(r"(\pL[\pL'.-]*) $")
# fmt: off
_AFTER_NAME = frozenset({
    "about", "after", "again", "also", "and", "as", "asked", "at", "because", "before", "by", "came", "can",
    "comes", "did", "does", "for", "from", "gets", "goes", "got", "had", "has", "in", "is", "likes", "lives",
    "may", "met", "moved", "needs", "of", "on", "or", "reads", "said", "says", "should", "still", "takes",
    "to", "told", "took", "wants", "was", "when", "while", "who", "whose", "will", "with",
    "already", "always", "barely", "constantly", "even", "finally", "hardly", "just", "later", "never", "not", "now",
    "often", "only", "probably", "quietly", "rarely", "really", "refuses", "simply", "sometimes", "suddenly", "then",
    "usually",
})
# fmt: on
_SAYING = frozenset(
    {
        "says",
        "said",
        "told",
        "wants",
        "wrote",
        "asked",
        "called",
        "texted",
        "got",
        "needs",
        "from",
        "has",
        "is",
        "was",
        "had",
        "takes",
    }
)
_LETTERED = frozenset({"Vitamin", "Hepatitis", "Vitamina", "SE", "NE", "SW", "NW"})
"""A letter behind them is no initial, and an ordinal no grade ("2209 SE 41st")."""
_WORDS_BEFORE = re.compile(
    r"(?i)\b(?:colou?rs?|paint|ink|thread|fabric|yarn|spelling(?: list| words| test)?|vocab(?:ulary)?(?: words"
    r"| list)?|word"
    r" (?:list|wall)|virtues?|values|seeds?|plants?|herbs?|flowers?|(?:rooms?|pods?|houses?|cabins?|tables?|teams?"
    r"|groups?|bus"
    r" routes?|servers?|printers?|vans?)[^.\n,;]{0,12} (?:called|named|names))[^.\n,;]{0,24}$"
)
_OF_PEOPLE = re.compile(
    r"(?i)\b(?:awards?|winners?|partners?|helpers?|captains?|leaders?|kids|students|children|clubs?|duty|crew|budd(?:y|ies)"
    r"|late|absent|list groups?|called (?:in|out|up|by|home)|named after|(?:for|from|by|with|to)\W*$)"
)
"""Who won an award for values, paints with whom, gets the flowers."""
_SHORTEST_LOWER = 4
_SHORTEST_NAME = 3


def is_unknown(word: str) -> bool:
    """Not a word, place, month or thing: in capitals inside a sentence, most likely a name."""
    return not (is_common(word) or is_place(word) or is_calendar(word) or is_thing(word) or is_organisation_word(word))


def _plausible(value: str, why: str) -> bool:
    """A verb after a name or a preposition before it is weak evidence: every word must be unlike English."""
    words = value.split()
    if why not in {"verb", "preposition"}:
        return not value[0].islower() and words[0] not in _LETTERED
    if any(word.isupper() or word[1:2] == "-" for word in words):
        return False
    if len(words) == 1 and is_town(value) and not is_given_anywhere(value):
        return False  # "Edmonds has the keys": the name model knows people of that surname
    if why == "preposition" and len(words) == 1:
        return is_surely_given(words[0])
    return all(is_unknown(word) for word in words) and len(words[0]) >= _SHORTEST_NAME


class _ShapeDetector:
    """See the file's docstring."""

    name = "names.shapes"
    version = 5
    needs = ("",)
    entities = ("STUDENT_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entity, why, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                start, end = match.span(1)
                if _plausible(text[start:end], why) and not is_counting_letter(text, start):
                    yield Finding(entity, start, end, 0.6, self.name, why if why == "cue" else "form")
        yield from self._lists(text)
        yield from self._known(text)

    def _lists(self, text: str) -> Iterator[Finding]:
        """Three or more capitalised words in a list, most of them given names: a list of children."""
        for match in _LIST.finditer(text):
            words = [word for word in _WORD.finditer(text[match.start(1) : match.end(1)]) if word.group()[0].isupper()]
            given = sum(is_given(word.group()) for word in words)
            places = sum(is_place(word.group()) for word in words)
            if given * 10 >= len(words) * 7 and places * 2 < len(words) and not _of_words(text, match.start(1), words):
                for word in words:
                    start = match.start(1) + word.start()
                    yield Finding("STUDENT_NAME", start, start + len(word.group()), 0.7, self.name, "field")

    def _known(self, text: str) -> Iterator[Finding]:
        """Given names of the lexicon, with the capitalised words after them; not inside a longer capitalised phrase."""
        taken = 0
        for match in _WORD.finditer(text):
            word = match.group()
            if not may_be_given(word.lower()):
                continue
            start, word = match.start(), word.removesuffix("'s")
            end = start + len(word)
            if start < taken or len(word) < _SHORTEST_NAME or not is_given(word):
                continue
            if word.islower():
                yield from self._known_lower(text, word, start, end)
            elif _may_start_name(text, word, start):
                run = _CAPITAL_RUN.search(text[end : end + 60])
                taken = end + run.end() if run else end
                if run is not None or (is_surely_given(word) and _stands_alone(text, end)):
                    yield Finding("PERSON_OTHER", start, taken, 0.5, self.name, "lexicon")

    def _known_lower(self, text: str, word: str, start: int, end: int) -> Iterator[Finding]:
        if len(word) < _SHORTEST_LOWER or not is_surely_given(word):
            return
        following = _LOWER_NEXT.search(text[end : end + 40])
        if following is None:
            return
        after = following.group(1)
        if could_be_lower_name(after, unknown_is_enough=True) and len(after) >= _SHORTEST_LOWER:
            yield Finding("PERSON_OTHER", start, end + following.end(1), 0.5, self.name, "lexicon")
        elif after in _SAYING:
            yield Finding("PERSON_OTHER", start, end, 0.5, self.name, "lexicon")


def _of_words(text: str, start: int, words: list[re.Match[str]]) -> bool:
    """Whether it is a list of words, colours or rooms: what stands before says so, and each is an ordinary word."""
    if any(is_surely_given(word.group()) and word.group().lower() not in ORDINARY_WORDS for word in words):
        return False
    found = _WORDS_BEFORE.search(text[max(0, start - 60) : start])
    return found is not None and _OF_PEOPLE.search(found.group()) is None


def _may_start_name(text: str, word: str, start: int) -> bool:
    """A capital, not an abbreviation, and not the middle of a capitalised phrase ("San Juan", "Martin Luther King")."""
    if not word[0].isupper() or (word.isupper() and len(word) < _SHORTEST_LOWER):
        return False
    before = _WORD_BEFORE.search(text[max(0, start - 24) : start])
    return before is None or not before.group(1)[0].isupper() or is_common(before.group(1))


def _stands_alone(text: str, end: int) -> bool:
    """No noun follows that it would describe ("Victoria gloves"), but punctuation, a small word or a verb."""
    following = _LOWER_NEXT.search(text[end : end + 40])
    return following is None or following.group().startswith("'s") or following.group(1) in _AFTER_NAME


DETECTOR = _ShapeDetector()
