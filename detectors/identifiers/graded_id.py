"""Student numbers without a label, behind somebody's grade: "Shania Y (11th, 904417)" (34 CFR 99.3(d)).

A name and a grade and then a number is how a school writes down a pupil; two numbers joined are two records of one. A
count has its things behind it ("grade 4, 77192 copies").
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

_GRADE: Final = (
    r"(?i:(?:grade|grd?|grado)\.?[ :#]{0,2}(?:pk|tk|k|\d{1,2})|(?:1st|2nd|3rd|[4-9]th|1[0-2]th)(?:[ -](?:grader?|gr))?"
    r"|k|pk|tk|pre-?k|kinder(?:garten)?|freshman|sophomore|junior|senior|[1-9][oº°] ?(?:grado)?)"
)
_ID: Final = r"[A-Z]{0,2}\d{5,10}"
_NAME: Final = r"\p{Lu}[\pL'.-]*"
_JOINED: Final = r"[ ]?(?:&|/|\+|,|\band\b|\bor\b|\by\b)[ ]?#?"
_IN_BRACKETS: Final = rf"\({_GRADE}[,;:/|-]?[ ]{{0,2}}(?i:(?:student |stu )?id[ :#]{{0,3}})?#?"
_BEHIND: Final = rf"{_NAME}[,:]?[ ]{{1,2}}(?:[-|][ ])?{_GRADE}[,;:/|-][ ]{{0,2}}#?"
_COUNTED: Final = compile_pattern(
    r"(?i)^[ ]?(?:copies|copy|sq|square|points?|seats?|steps?|words?|pages?|dollars|books?|kids|students?|people"
    r"|families|meals?|miles?|minutes|hours|views|items?|votes|units|feet|ft|pounds|lbs|tickets|minutos|libros|alumnos|%)"
)
_LEAST, _MOST, _AHEAD = 5, 10, 14


def _pupils(value: str, text: str, _start: int, end: int) -> str | None:
    """Five to ten digits that count nothing."""
    counted = _COUNTED.search(text[end : end + _AHEAD]) is not None
    return "STUDENT_ID" if number(_LEAST, _MOST)(value) and not counted else None


def _longer(value: str, text: str, start: int, end: int) -> str | None:
    """Without brackets six digits: a school's ZIP code has five."""
    return _pupils(value, text, start, end) if number(_LEAST + 1, _MOST)(value) else None


DETECTOR = PatternDetector(
    "identifiers.graded_id",
    tuple(
        Rule("STUDENT_ID", pattern, "label", 0.75, accept)
        for pattern, accept in (
            (rf"{_IN_BRACKETS}({_ID})", _pupils),
            (rf"{_IN_BRACKETS}{_ID}{_JOINED}({_ID})", _pupils),
            (rf"{_BEHIND}({_ID})", _longer),
            (rf"{_BEHIND}{_ID}{_JOINED}({_ID})", _longer),
            (rf"\(({_ID})[,;:/|-][ ]{{0,2}}{_GRADE}\)", _pupils),
        )
    ),
    needs=(DIGIT,),
)
