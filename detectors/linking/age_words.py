"""Words of age: grades, years, months and dates of birth. No people here: `ages` knows whose they are.

A grade of a standard, a reading level or a book ("grade 5 standards") is nobody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from detectors.linking.age_languages import stated
from detectors.linking.words import AGE, ELEMENTARY, IS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.linking.words import Triggers

THIRTEEN: Final = 13
FIVE: Final = 5
"""Children under five are in early learning (regulation.md, row 14)."""
SEVENTH: Final = 7
"""Grade: some are twelve still, so it is treated as under thirteen."""
_LAST_GRADE = 12

_WORDS: Final = (
    "k kindergarten kinder kdg kg kindergartner kindergartener tk pk prek pre-k preschooler transitional",
    "first 1st one uno primer primero",
    "second 2nd two dos segundo 2do",
    "third 3rd three tres tercer tercero 3er 3ro",
    "fourth 4th four cuatro cuarto 4to",
    "fifth 5th five cinco quinto 5to",
    "sixth 6th six seis sexto 6to",
    "seventh 7th seven siete 7mo",
    "eighth 8th eight ocho 8vo",
    "ninth 9th nine",
    "tenth 10th ten",
    "eleventh 11th eleven",
    "twelfth 12th twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
)
_NUMBERS: Final = {word: number for number, words in enumerate(_WORDS) for word in words.split()}
_BEFORE_KINDERGARTEN: Final = frozenset({"pk", "prek", "pre-k", "preschooler"})

_ORDINAL = (
    r"(?:1st|2nd|3rd|[4-9]th|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|[1-9](?:do|er|ro|to|mo|vo)|primer|segundo|tercer|cuarto|quinto|sexto)"
)
_COUNT = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|dos|tres|cuatro|cinco|seis|siete|ocho)"
)
_NOT_A_GRADE = (
    r"(?![\s-]{0,2}(?:level|reading level|language|standards?|content|text|band|wide|curriculum|lessons?|readers?\b"
    r"|equivalent|points?|period|book|report|scale|out of|of \d|math standards|team\b|unit))"
)
_GRADE = re.compile(
    r"\b(?:(?:grade|gr|grd|grado|l\u1edbp|\u043a\u043b\u0430\u0441\u0441)[.:]?\s{0,2}#?"
    r"(?P<n1>k\b|pk\b|tk\b|\d{1,2}(?!\d|[-\u2013]\d|\s?[-\u2013]\s?\d))"
    rf"|(?P<n2>{_ORDINAL})[\s-](?:and \d\w\w )?(?:grade|gr|grd|grado|graders?)\b"
    r"|(?P<n3>kindergarten(?:er)?|kindergartner|kinder|kdg|prek|pre-k|pk|tk|preschooler|transitional kindergarten)\b"
    rf"|\bin (?P<n4>{_ORDINAL})(?=[\s,.)]+(?:is|has|was|who|and|,|$|\d)|[,.)])"
    r"|(?P<n5>[1-9]|1[0-2])\s?(?:st|nd|rd|th)\s(?:gr|grade|grader)\b)" + _NOT_A_GRADE,
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"\b(?P<old>{_COUNT})[\s-]?(?:(?:years?|yrs?)[\s-]?(?:old|and)|yo|y/o|a\u00f1os)\b"
    rf"|\b(?:aged?|edad)[\s:]{{1,2}}(?P<aged>{_COUNT})\b(?!\s?[-\u2013]\s?\d)"
    rf"|(?P<months>\b{_COUNT}[\s-](?:mos?|months?|meses|weeks?)[\s-]old|\(\d{{1,2}}\s?(?:mos?|months?|meses|weeks?)\b)",
    re.IGNORECASE,
)
_IS_SO_OLD = re.compile(
    rf"\s(?P<n>{_COUNT})(?![.,:/-]\d|%|\w)(?=\s?[.,;!)\n]|$|\s(?:i|on|and|now|today|next|in)\b)", re.IGNORECASE
)
_IS_AND_A_HALF = re.compile(
    r"\s(?P<n>[0-4]|one|two|three|four)(?:\.(?:25|5|75)|\s?(?:\u00bd|1/2|\u00bc|\u00be)"
    r"|[ -]and[ -]a[ -]half)(?![\d%]|\s?(?:hours?|miles?"
    r"|points?|stars?|pages?|inch|feet|ft|lbs?|pounds?|gpa|percent|minutes?|min\b|x\b|cups?|credits?|fte|grade))",
    re.IGNORECASE,
)
"""Behind "is": "is 2.5 and bites", "is 3 and a half"."""
_MEASURE = re.compile(
    r"\b(?:(?-i:[A-Z]{2,})|average|mean|median|score|level|ratio|version|rating|weight|height|length|width|factor|rate"
    r"|total|sum|answer"
    r"|value|slope|result|area|volume|number|grade|gpa|it|that|this|which|what|there|dog|cat|puppy|kitten|pony|horse)\s"
    r"(?:now |just |only )?$",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:\b(?:he|she|they|who|i)|\b[A-Z][\w'\u2019-]+)\s(?:just |will )?$")
_NEED_A_SUBJECT: Final = frozenset({"is", "was", "am", "tiene", "turn", "turns", "turned"})
_ELEMENTARY = re.compile(r"\b[A-Z][\w'\u2019-]+ (?:Elementary|Elem|Primary)\b")
_OF_MINE = re.compile(r"\bof (?:my|our|the|these|those)\s$", re.IGNORECASE)
_AGO = re.compile(r"\bhace\s$", re.IGNORECASE)
_TEACHES = re.compile(r"\b(?:teach\w*|taught|reading level|level|since|from|at)\s(?:a\s|in\s)?$", re.IGNORECASE)
_ONCE = re.compile(r"\b(?:reported|history|back|was|were|had|since|as|like|when)\b", re.IGNORECASE)
_BEHIND_NAME = re.compile(
    rf"[\s,.(]{{1,3}}(?P<grade>{_ORDINAL})(?=[\s,.)])(?!\s(?:of|st|ave|street|period|time|floor|place))"
    r"|\s?\((?:age )?(?P<years>\d{1,2})(?=[,);])"
    r"|,?\s\(?(?P<months>\d{1,2})\s?(?:mos?\b|months?\b|m/o)(?:\.|,|\)|\sold)",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What some words say of an age. `sure`: they say it outright."""

    start: int
    end: int
    under13: bool
    early: bool
    sure: bool


def in_sentence(text: str, triggers: Triggers, low: int, high: int) -> Iterator[Said]:
    """Everything that the words between `low` and `high` say of ages."""
    if triggers.any_in(AGE, low, high):
        yield from _grades(text, low, high)
        yield from _years(text, low, high)
        yield from _in_other_languages(text, low, high)
    for word in triggers.within(IS, low, high):
        yield from _is(text, low, word.start, word.end, word.word)
    if triggers.any_in(ELEMENTARY, low, high):
        for match in _ELEMENTARY.finditer(text, low, high):
            yield Said(*match.span(), under13=True, early=False, sure=False)


def behind_name(text: str, end: int) -> Said | None:
    """What stands right behind a name that ends at `end`: "5th," or "(3, ECEAP)"."""
    match = _BEHIND_NAME.match(text, end, end + 14)
    if match is None:
        return None
    if match.group("grade") is not None:
        return Said(*match.span("grade"), _NUMBERS[match.group("grade").lower()] <= SEVENTH, early=False, sure=True)
    if match.group("months") is not None:
        return Said(*match.span("months"), under13=True, early=True, sure=True)
    years = int(match.group("years"))
    # "(3," is an age and "(8)" to "(12)" may be a grade or an age; up to seven both mean under thirteen.
    return Said(*match.span("years"), years <= SEVENTH, years < FIVE, years <= SEVENTH)


def in_cell(value: str, *, grade: bool) -> tuple[bool, bool] | None:
    """Under thirteen and in early learning, by a cell under a header for the grade, or else for the age; or None."""
    word = value.strip().lower().lstrip("0") or "k"
    number = int(word) if word.isdecimal() and len(word) <= 2 else _NUMBERS.get(word)  # noqa: PLR2004  two digits
    if number is None:
        return None
    if grade:
        return number <= SEVENTH, word in _BEFORE_KINDERGARTEN
    return number < THIRTEEN, number < FIVE


def _in_other_languages(text: str, low: int, high: int) -> Iterator[Said]:
    for start, end, grade, years in stated(text, low, high):
        if grade is not None and grade <= _LAST_GRADE:
            yield Said(start, end, grade <= SEVENTH, grade < 0, sure=True)
        elif years is not None:
            yield Said(start, end, years < THIRTEEN, years < FIVE, sure=True)


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else _NUMBERS.get(word.lower())


def _grades(text: str, low: int, high: int) -> Iterator[Said]:
    for match in _GRADE.finditer(text, low, high):
        word = next(group for group in match.groups() if group is not None)
        grade = _number(word)
        if (
            text[match.end() - 1].lower() == "s"
            and _OF_MINE.search(text, max(low, match.start() - 14), match.start()) is None
        ):
            continue  # "6th graders" are a kind of children, "two of my 6th graders" are not
        if grade is not None and grade <= _LAST_GRADE and not _not_now(text, low, match.start()):
            yield Said(*match.span(), grade <= SEVENTH, word.lower() in _BEFORE_KINDERGARTEN, sure=True)


def _years(text: str, low: int, high: int) -> Iterator[Said]:
    for match in _YEARS.finditer(text, low, high):
        if _AGO.search(text, max(low, match.start() - 12), match.start()) is not None:
            continue
        if match.group("months") is not None:
            yield Said(*match.span(), under13=True, early=True, sure=True)
        elif (years := _number(match.group("old") or match.group("aged"))) is not None:
            yield Said(*match.span(), years < THIRTEEN, years < FIVE, sure=True)


def _is(text: str, low: int, start: int, end: int, word: str) -> Iterator[Said]:
    """She is 4; I'm 8; they turn two; Nico is 2.5."""
    match = _IS_SO_OLD.match(text, end)
    half = _IS_AND_A_HALF.match(text, end) if match is None else None
    if half is not None and _MEASURE.search(text[max(low, start - 24) : start]) is None:
        match = half
    if match is None or (word in _NEED_A_SUBJECT and _WHO.search(text, max(low, start - 24), start) is None):
        return
    years = _number(match.group("n"))
    if years is not None:
        yield Said(start, match.end("n"), years < THIRTEEN, years < FIVE, sure=True)


def _not_now(text: str, low: int, start: int) -> bool:
    """Whether it is what somebody teaches or once was in."""
    if _TEACHES.search(text, max(low, start - 18), start) is not None:
        return True
    before = text[max(low, start - 60) : start]
    return before.endswith("in ") and _ONCE.search(before) is not None


_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"(\d\d)\D*$")
_SCANNED = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "\u041e": "0", "\u0417": "3"})


def birth_year(value: str, year: int) -> int | None:
    """The year in a date of birth, however it is written; two digits are of this century up to `year`."""
    digits = value.translate(_SCANNED) if any(char.isdecimal() for char in value) else value
    full = _FULL_YEAR.findall(digits)
    if full:
        return int(full[0] if digits.strip()[:4] == full[0] else full[-1])
    short = _SHORT_YEAR.search(digits)
    if short is None:
        return None
    two = int(short.group(1))
    return 2000 + two if 2000 + two <= year else 1900 + two
