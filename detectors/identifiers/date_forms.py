"""How people write a date: in digits in any order, in English or Spanish words, with the day as a word.

Patterns for re2 and `re`, to be used without regard to case.
"""

from __future__ import annotations

import re
from typing import Final

MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)\.?"
)
_UNITS: Final = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
DAY: Final = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|1[º°o]?|(?:twenty|thirty)[ -]?"
    + _UNITS
    + r"|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|" + _UNITS + r"|primero)"
)
"""A day of the month, as digits or as an ordinal."""

_CLEAR_MONTH: Final = (
    r"(?:january|february|april|june|july|august|september|october|november|december|enero|febrero|abril|mayo|junio"
    r"|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
"""A month that is no other word: "may the first of you", "march ten times round the gym"."""
_COUNT: Final = (
    r"(?:(?:twenty|thirty)(?:[ -]?(?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_COUNT_ES: Final = (
    r"(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[eé]is|diecisiete"
    r"|dieciocho|diecinueve|veinte|veinti(?:uno|d[oó]s|tr[eé]s|cuatro|cinco|s[eé]is|siete|ocho|nueve)|treinta"
    r"(?: y uno)?)"
)
_ANY_MONTH: Final = rf"(?:{MONTH}|ene|abr|ago|dic)"
"""With Spanish abbreviations that are words elsewhere ("two days ago"): only between a day and a mark."""
MARKED: Final = rf"(?:\d{{1,2}}[/-]{_ANY_MONTH}|{_ANY_MONTH}[/-]\d{{1,2}})"
"""A day and a month in letters with a mark between, without a year: "10/nov", "7-Oct"."""
SPOKEN: Final = (
    rf"(?:{_COUNT} {_CLEAR_MONTH}|{_CLEAR_MONTH} the {DAY}|{_COUNT_ES} de {_CLEAR_MONTH}|{_COUNT_ES} de marzo)"
)
"""A day and a month as they are dictated: "twenty four november", "november the twelfth", "dos de mayo"."""
COUNTED: Final = rf"{_CLEAR_MONTH} {_COUNT}"
"""As dictated too ("november twenty four"), but also how a sentence goes on: "in november twenty students"."""

_NUMERIC: Final = (
    r"\d{1,2} ?/ ?\d{1,2} ?/ ?\d{2,4}|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}|(?:19|20)\d{6}|\d{1,2} \d{1,2} (?:19|20)\d{2}"
)
_YEAR: Final = (
    r"(?:'\d{2}|(?:19|20)?\d{2}|(?:twenty|two thousand)[ -][a-z]{3,9}(?:[ -][a-z]{3,6})?"
    r"|dos mil(?: [a-zé]{3,12}(?: y [a-z]{3,6})?)?)"
)
_WRITTEN: Final = (
    rf"{MONTH}[ \-](?:the )?{DAY}(?:,? {{1,2}}|-|,? of ){_YEAR}|(?:the )?{DAY}(?: of| de)?[ \-]{MONTH}(?:,?(?: of"
    rf"| de| del)?[ \-]){_YEAR}|(?:19|20)\d\d[ \-]{MONTH}[ \-]\d{{1,2}}|{_COUNT_ES} de {MONTH} del? (?:a[nñ]o )?{_YEAR}"
    rf"|\d{{1,2}}/{_ANY_MONTH}/(?:\d{{4}}|\d\d)|\d{{1,2}}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:20)?\d\d"
)
DATE: Final = rf"(?:{_NUMERIC}|{_WRITTEN})"
"""A full date: year, month and day."""

DAY_OF_YEAR: Final = rf"(?:{MONTH} (?:the )?{DAY}|(?:the )?{DAY}(?: of| de)? {MONTH})"
"""A date without its year, the month as a word."""

SCANNED: Final = r"[\dOolI]{1,2}[/.-][\dOolI]{1,2}(?:[/.-][\dOolI]{2,4})?"
"""A date in digits as text recognition reads it, with letters for 0 and 1; two true digits at least (`is_scanned`)."""
SCANNED_WIDE: Final = r"[\dOolI]{1,2} ?[/.-] ?[\dOolI]{1,2} ?[/.-] ?[\dOolI]{2,4}"
"""A whole one, perhaps with spaces round its marks, for places where a label says that it is a date."""

IN_CODE: Final = r"(?:19|20)\d\d, ?\d{1,2}, ?\d{1,2}"
"""The arguments of a date in code: `date(2016, 5, 3)`, `new Date(2014, 3, 9)`."""


def is_scanned(value: str) -> bool:
    """Whether enough of it is digits to be a scanned date rather than a form ("I-20") or a word with a slash."""
    parts = re.split(r"[/.-]", value)
    digits = [sum(map(str.isdigit, part)) for part in parts]
    if not any(char in "OolI" for char in value):
        return False
    whole = len(parts) == _WHOLE and sum(digits) >= _WHOLE
    return whole or ("/" in value and len(parts) < _WHOLE and all(digits))


_WHOLE = 3
"""Day, month and year; and as many true digits."""
_NUMBERS = re.compile(r"\d+[/.-]\d+[/.-]\d+$")
_PARTS = re.compile(r"(?:(?:19|20)\d\d[/.-](\d{1,2})[/.-](\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](?:\d\d){1,2})$")
_MOST_MONTHS = 12
_MOST_DAYS = 31


def is_possible(value: str) -> bool:
    """Whether the numbers of a date in digits can be month and day in some order (not a version, a part number)."""
    if _NUMBERS.match(value) is None:
        return True
    match = _PARTS.match(value)
    if match is None:
        return False
    one, other = (int(part) for part in match.groups() if part is not None)
    return _month_and_day(one, other)


def _month_and_day(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return 1 <= low <= _MOST_MONTHS and high <= _MOST_DAYS
