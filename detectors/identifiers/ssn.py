"""Social security and individual taxpayer numbers (34 CFR 99.3, 45 CFR 164.514(b)(2)(i)(G), RCW 42.56.590).

Nine digits in groups of 3-2-4, or any nine after a label. Areas 000 and 666, group 00 and serial 0000 were never
issued. Areas 900-999 are taxpayer numbers where the group says so (``SSN.ITIN``), otherwise nobody's, but no honest
text has such a number by accident (``SSN.UNASSIGNED``). Numbers once printed in advertisements are dropped.
"""

from __future__ import annotations

import re

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, digits_of
from detectors.identifiers.signals import DIGITS4, LONG_DIGITS

_NAME = "identifiers.ssn"
_ADVERTISED = frozenset({"078051120", "219099999", "457555462"})
_FOR_ADVERTISING = "98765432"
"""987-65-4320 to 987-65-4329: the Social Security Administration keeps them for advertisements."""
_LENGTH = 9
_NINE = r"\d(?:[ .\-/_]{0,3}\d){8}"
_LABELS = (
    *("SSN", "SSNO", "SS", "soc", "soc sec", "social", "social sec", "social security", "socialsecurity"),
    *("soc security", "social insurance", "SSA ~", "ss number", "social num"),
    *(
        "seguro social",
        "número de seguro social",
        "núm de seguro social",
        "número social",
        "NSS",
        "nro de seguro social",
    ),
)
_TAX_LABELS = ("ITIN", "ATIN", "TIN", "PTIN", "taxpayer ~", "individual taxpayer ~", "tax ~")


_THREE_TWO_FOUR = re.compile(r"(?<!\d)\d{3}-?\d{2}-?\d{4}(?!\d)")
_REFUSED = compile_pattern(
    r"(?i)(?:^|[^\pL])(?:invalid|never issued|not issued|unassigned|unissued|bogus|fake|dummy|malformed"
    r"|reject\w*|refus\w*"
    r"|should(?:_| )?(?:fail|not)|must(?:_| )not|is_?valid|assert\w*|raises|pytest|parametrize|expect\w*|bad_ssns?)"
)
_BUDGET = re.compile(
    r"\b(?:budget|account|fund|gl|ledger|cost|object|program|expenditure) (?:line|codes?|center|string|number|no\.?)"
    r"(?: is| was|:| to)? ?#?$",
    re.IGNORECASE,
)
"""Codes of school accounts are written as program, activity, object: "budget line is 530-27-5610"."""
_QUOTES = frozenset("\"'`")
_TEST_REACH = 240


def classify(digits: str) -> str | None:
    """The entity of nine digits, or None when they cannot be a number that was given to a person."""
    area, group, serial = digits[:3], int(digits[3:5]), digits[5:]
    if digits.startswith(_FOR_ADVERTISING) and len(digits) == _LENGTH:
        return None
    if len(digits) != _LENGTH or area in {"000", "666"} or group == 0 or serial == "0000" or digits in _ADVERTISED:
        return None
    if area[0] != "9":
        return "SSN"
    return "SSN.ITIN" if _taxpayer_group(group) else "SSN.UNASSIGNED"


def _taxpayer_group(group: int) -> bool:
    """IRS ranges for ITIN (50-65, 70-88, 90-92, 94-99) and ATIN (93)."""
    return 50 <= group <= 65 or 70 <= group <= 88 or group >= 90  # noqa: PLR2004  the ranges of the IRS


def _labelled(value: str, text: str, start: int, end: int) -> str | None:
    entity = classify(digits_of(value))
    return None if entity == "SSN.UNASSIGNED" and _among_invalid(text, start, end) else entity


def _among_invalid(text: str, start: int, end: int) -> bool:
    """Whether a number of an area never issued stands among test data in code: quoted, and nobody's number near it.

    Others beside it could not be given to a person either, or the words say that it shall be refused.
    """
    if text[start - 1 : start] not in _QUOTES or text[end : end + 1] not in _QUOTES:
        return False
    before, after = text[max(0, start - _TEST_REACH) : start], text[end : end + _TEST_REACH]
    kinds = [classify(digits_of(found)) for part in (before, after) for found in _THREE_TWO_FOUR.findall(part)]
    if any(kind in {"SSN", "SSN.ITIN"} for kind in kinds):
        return False
    said = _REFUSED.search(before) is not None or _REFUSED.search(after) is not None
    return None in kinds or said


def _taxpayer(value: str, _text: str, _start: int, _end: int) -> str | None:
    """A label outranks a shape: what is called a taxpayer number must be a possible one."""
    entity = classify(digits_of(value))
    return None if entity == "SSN.UNASSIGNED" else entity


def _grouped(value: str, text: str, start: int, end: int) -> str | None:
    marks = {char for char in value if not char.isdigit()} - {" "}
    if len(marks) > 1 or _goes_on(text, start, end) or _BUDGET.search(text, max(0, start - 40), start) is not None:
        return None
    if "itin" in text[max(0, start - 12) : start].lower():
        return _taxpayer(value, text, start, end)
    return _labelled(value, text, start, end)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a longer number surrounds the nine digits (``1-536-90-4399-2``)."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] in {"-", "."} and before[:1].isdigit()) or (after[:1] == "-" and after[1:].isdigit())


def _beside_identity(_value: str, text: str, start: int, end: int) -> str | None:
    """Of what "last four 4417" are: of a social security number where a birth date or a licence is given with it."""
    around = text[max(0, start - _IDENTITY_REACH) : end + _IDENTITY_REACH]
    return "SSN_LAST4" if _IDENTITY.search(around) is not None and _PAID.search(around) is None else None


LABELS: tuple[Labelled, ...] = (
    Labelled(_NAME, "SSN", _LABELS, _NINE, _labelled, score=0.98, more=("SSN.ITIN", "SSN.UNASSIGNED")),
    Labelled(_NAME, "SSN.ITIN", _TAX_LABELS, _NINE, _taxpayer, score=0.97, more=("SSN",)),
)

_SSN_WORD = r"(?:s\.?s\.?n\.?|social(?: sec(?:urity)?)?|soc(?:\.? ?sec)?\.?|ss ?#|seguro social)(?:'?s)?"
_LAST = r"(?:last|final|[uú]ltim[oa]s)[ _-]?(?:4|four|cuatro)(?: ?(?:digits?|numbers?|nums?|d[ií]gitos))?"
_LINK = (
    r"(?:[\s:=#_\-.,()\"']{1,3}(?:of|on|in|for|the|her|his|their|my|our|de|del|su|mi|number|no|is|are|was"
    r"|es|son|card|digits?|\pL{2,15}'s)\b){0,6}[\s:=#_\-.,()\"']{0,4}"
)

_IDENTITY = compile_pattern(
    r"(?i)\b(?:dob|d\.o\.b|birth ?date|date of birth|born|ssn|social|dl|driver'?s? licen[cs]e|background|i-9|w-?[249]"
    r"|passport|payroll|new hire|fingerprint\w*)\b"
)
_PAID = compile_pattern(r"(?i)\b(?:visa|mastercard|amex|credit card|debit|phone|cell|imei|serial|vin)\b")
_IDENTITY_REACH = 100

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule("SSN", r"(\d{3} ?[-./_ ] ?\d{2} ?[-./_ ] ?\d{4})", "format", 0.85, _grouped),
        Rule("SSN_LAST4", rf"(?i)(?:^|[^\pL\pN]){_LAST}{_LINK}{_SSN_WORD}{_LINK}(\d{{4}})", "label", 0.9),
        Rule(
            "SSN_LAST4",
            rf"(?i)\b{_SSN_WORD}{_LINK}(?:{_LAST}|4|four|end(?:s|ing)(?: in| with)?)\b{_LINK}(\d{{4}})",
            "label",
            0.9,
        ),
        Rule(
            "SSN_LAST4",
            rf"(?i)(\d{{4}})[\s\"',(]{{1,3}}(?:(?:is|are|was|as)\s)?(?:the |her |his |their "
            rf"|my ){{0,2}}{_LAST}{_LINK}{_SSN_WORD}",
            "label",
            0.85,
        ),
        Rule(
            "SSN_LAST4",
            rf"(?i)(?:^|[^\pL\pN]){_LAST}[\s:=#]{{1,3}}(?:(?:is|are) )?(\d{{4}})",
            "label",
            0.8,
            _beside_identity,
        ),
        Rule("SSN_LAST4", r"(?i)\bss(?:a|n)? ?card (?:ending|ends|end)(?: in| with)? (\d{4})", "label", 0.9),
        Rule("SSN_LAST4", r"(?i)(?:[x*#]{3}[- ]?[x*#]{2}[- ]?|[x*#]{5})(\d{4})", "format", 0.9),
    ),
    needs=(DIGITS4, LONG_DIGITS),
    version=4,
    more=("SSN.ITIN", "SSN.UNASSIGNED"),
)
