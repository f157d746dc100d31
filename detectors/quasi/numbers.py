"""Numbers written behind or before a pupil's name without any label: "Abara, Chidi (4471209)" (34 CFR 99.3(d)).

Five to ten bare digits, or two groups of them ("228-4417"), are anything; beside the name of a child or a patient they
are the number of that record. The candidates are kept by `beside_names` once the names are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.identifiers.lookalikes import otherwise
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

BESIDE: Final = "number.maybe"
"""Reason code of a candidate: dropped unless a name stands beside it."""

_SURE: Final = frozenset({"STUDENT_NAME", "PATIENT_NAME"})
_MARKED: Final = frozenset({"PERSON_OTHER"})
_APART = re.compile(r"[ \t,(#/|:-]{1,4}$")
_SIGN = re.compile(r"[(#]$")
_GROUPED = r"\d{2,4}[ -]\d{3,6}"
_GROUPS = re.compile(r"\d{2,4}[ -]\d{3,6}$")
_LEAST_GROUPED = 6
_RANGE = re.compile(r"(\d+)-(\d+)$")
_SET_OFF = re.compile(r"(?: [/|-] |,[ ]|: )$")
"""A mark that sets a field off: "Nikolai Sarkisian, 308812, behavior plan"."""
_SET_OFF_BEHIND = re.compile(r" ?[,;|/)\n-]|\s*$")
_LONG = 6
_ZIP = re.compile(r"9[89]\d{3}$")
_REACH = 4
_AFTER = re.compile(
    r"[ \t]{0,2}(?:%|[-/.,:]\d|(?:dollars|students|copies|units|miles|people|points|words|steps|votes)\b)"
)


def _number(value: str, text: str, start: int, end: int) -> str | None:
    """No date, no amount, no part of more, and no ZIP code: those five digits follow a name on an envelope."""
    if _GROUPS.match(value) is not None and not _is_grouped(value):
        return None
    zipped = _ZIP.match(value) is not None and _SIGN.search(text[max(0, start - 1) : start]) is None
    return None if zipped or otherwise(value) or _AFTER.match(text, end) is not None else "STUDENT_ID"


def _is_grouped(value: str) -> bool:
    """Six digits at least in two groups, and no range of pages or years ("118-124", "2024 2025")."""
    parts = _RANGE.match(value)
    near = parts is not None and 0 < int(parts.group(2)) - int(parts.group(1)) < int(parts.group(1))
    return not near and sum(map(str.isdigit, value)) >= _LEAST_GROUPED


DETECTOR = PatternDetector(
    "quasi.numbers",
    (
        Rule("STUDENT_ID", r"[\pL.'\"][ \t,(#/|:-]{1,4}(\d{5,10})", BESIDE, 0.5, _number),
        Rule("STUDENT_ID", rf"[\pL.'\"][ \t,(#/|:-]{{1,4}}({_GROUPED})(?:[^\pL\pN/-]|$)", BESIDE, 0.5, _number),
        Rule("STUDENT_ID", r"(?m)^[ \t>*-]{0,4}(?:\d{1,2}[.)] )?(\d{5,10})[ \t,:|-]{1,3}\p{Lu}", BESIDE, 0.5, _number),
    ),
    needs=(DIGIT,),
)


def beside_names(text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without the numbers that stand beside nobody; `findings` are sorted and have their roles."""
    if not any(each.why == BESIDE for each in findings):
        return tuple(findings)
    last = len(findings) - 1
    return tuple(
        each
        for index, each in enumerate(findings)
        if each.why != BESIDE
        or (index > 0 and _behind(text, findings[index - 1], each))
        or (index < last and _before(text, each, findings[index + 1]))
    )


def _behind(text: str, name: Finding, number: Finding) -> bool:
    """Right behind a child's name; behind another name only in brackets or after a number sign."""
    between = text[name.end : number.start]
    if len(between) > _REACH or _APART.match(between) is None:
        return False
    if name.base in _SURE:
        return True
    return name.base in _MARKED and (_SIGN.search(between) is not None or _is_field(text, between, number))


def _is_field(text: str, between: str, number: Finding) -> bool:
    """Whether it stands between two marks, where the fields of a list stand: no price is so long there."""
    return (
        number.end - number.start >= _LONG
        and _SET_OFF.search(between) is not None
        and _SET_OFF_BEHIND.match(text, number.end) is not None
    )


def _before(text: str, number: Finding, name: Finding) -> bool:
    between = text[number.end : name.start]
    return name.base in _SURE and len(between) <= _REACH and _APART.match(between) is not None
