"""Quasi-identifiers beside a person: what singles somebody out only together with more (34 CFR 99.3 (e), (f)).

Weights of regulation.md, section 3. Marks of quasi-identifiers (``term.Q.*``) count as what they name.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import UNNAMED, Clue
from detectors.linking.pointing import EVENT, SCHOOL
from detectors.linking.terms import family
from detectors.linking.words import AGE, PRONOUN, TEACHERS
from detectors.linking.words import SCHOOL as SCHOOL_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.linking.context import Context
    from detectors.linking.nouns import Mention

WEIGHTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "dob": 3, "unique_event": 3, "photo": 3, "surname": 5,
        "school": 2, "initials": 2, "zip5": 2, "zip": 2, "rare": 2, "relation": 2,
        "grade": 1, "teacher": 1, "sex": 1, "race": 1, "city": 1, "event_date": 1, "age": 1, "language": 1,
        "birthplace": 1, "religion": 1, "tribe": 2, "room": 1, "bus": 1, "team": 1, "date": 1,
    }
)  # fmt: skip
"""Kind -> weight. A surname with a household is as good as a name."""

_GRADE = re.compile(
    r"\b(?:grade|gr\.?)\s?(?:k|\d{1,2})\b|\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|eleventh|twelfth)[\s-]grade|\bkindergart|\bpreschool|\bsophomore|\bfreshman",
    re.IGNORECASE,
)
_TEACHER = re.compile(
    r"\b(?:Mrs?|Ms|Mx|Miss|Mr)\.? [A-Z][\w-]+(?:'s|\u2019s) (?:\w+ )?(?:class|room|homeroom|advisory|group)"
)
_SEX = frozenset({"he", "she", "him", "her", "his", "hers", "he's", "she's", "himself", "herself", "boy", "girl"})


def clues(context: Context, mentions: Sequence[Mention]) -> Iterator[Clue]:
    """Quasi-identifiers of each mention's sentence, and the marks of them in its row."""
    read: set[int] = set()
    for number, mention in enumerate(mentions):
        if mention.role in ("staff", "public"):
            continue
        low, high, _ = context.sentence(mention.start)
        if low not in read:  # once per sentence, however many people are in it
            read.add(low)
            for kind, start, end in _in_sentence(context, low, high):
                yield Clue(number, kind, WEIGHTS[kind], start, end)
        if mention.kind in ("initials", "surname"):
            yield Clue(number, mention.kind, WEIGHTS[mention.kind], mention.start, mention.end)
        if mention.kind == UNNAMED and (found := EVENT.match(context.text, mention.end, min(high, mention.end + 90))):
            yield Clue(number, "unique_event", WEIGHTS["unique_event"], found.start(), found.end())
    yield from _marked(context, mentions)


def _in_sentence(context: Context, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    text, triggers = context.text, context.triggers
    if triggers.any_in(SCHOOL_WORD, low, high) and (school := SCHOOL.search(text, low, high)):
        yield "school", *school.span()
    if triggers.any_in(AGE, low, high) and (grade := _GRADE.search(text, low, high)):
        yield "grade", *grade.span()
    pronoun = next((word for word in triggers.within(PRONOUN, low, high) if word.word in _SEX), None)
    if pronoun is not None:
        yield "sex", pronoun.start, pronoun.end
    if triggers.any_in(TEACHERS, low, high) and (teacher := _TEACHER.search(text, low, high)) is not None:
        yield "teacher", *teacher.span()


def _marked(context: Context, mentions: Sequence[Mention]) -> Iterator[Clue]:
    starts = [mention.start for mention in mentions]
    for mark in context.marks:
        if family(mark) == "Q":
            kind = mark.entity.split(".")[2] if mark.entity.count(".") > 1 else ""
            weight = WEIGHTS.get(kind, 1)
            yield Clue(context.nearest(starts, mark.start), kind, weight, mark.start, mark.end)
