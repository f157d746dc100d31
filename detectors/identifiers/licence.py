"""Driver licences and identity cards (RCW 42.56.590, 16 CFR 312.2, 45 CFR 164.514(b)(2)(i)(K)).

Washington: ``WDL`` and nine characters since 2018; before, five letters of the surname (padded with ``*``), two
initials, three digits, two characters. The old shape without padding, and other states', need a label.
"""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.licence"
_VALUE = r"[A-Z0-9*]{5,14}(?:-[A-Z0-9*]{1,6}){0,4}|[A-Z]{0,2}-?\d{2,4}(?:[ -]\d{2,4}){2,4}(?:-\d)?"
_FEWEST_DIGITS = 3
_WORD_AND_YEAR = compile_pattern(r"(?i)^[A-Z]{3,}-?(?:19|20)\d\d$")
_SOFTWARE = compile_pattern(
    r"(?i)\b(?:software|apache|gpl|mit|bsd|creative commons|office|windows|adobe|seats?|user|site|volume|product)\s?$"
)
_REACH = 60


def _licence(value: str, text: str, start: int, _end: int) -> str | None:
    if _WORD_AND_YEAR.search(value) or not number(_FEWEST_DIGITS, 16)(value):
        return None
    before = text[max(0, start - _REACH) : start].lower()
    said = max(before.rfind("licen"), 0)
    return None if _SOFTWARE.search(before[:said].rstrip()) else "LICENCE"


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "LICENCE",
        (
            *("driver license ~?", "driver licence ~?", "drivers lic ~?", "driver lic ~?", "driving licence ~?"),
            *("DL ~?", "CDL ~?", "WDL ~?", "ODL ~?"),
            *("OLN", "DLN", "WADL ~?", "license ~?", "licence ~?", "lic ~", "lic", "operator license ~?"),
            *("enhanced license ~?", "state id card ~?", "state identification card ~?", "identicard ~?", "id card ~?"),
            *("learner permit ~?", "instruction permit ~?", "driver permit ~?", "permit ~"),
            *("photo id ~?", "government id ~?", "real id ~?", "tribal id ~?", "DOL ~", "DMV ~"),
            *("licencia de conducir ~?", "licencia de manejar ~?", "licencia ~?", "matrícula consular ~?", "INE ~?"),
        ),
        _VALUE,
        _licence,
        score=0.95,
        reach="near",
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule("LICENCE", r"(?i)(WDL[B-DF-HJ-NPR-TW-Z]{4}\d{3}[A-Z0-9]{2})", "format", 0.9),
        Rule("LICENCE", r"([A-Z]{1,5}\*{1,4}[A-Z*]{1,2}\d{3}[A-Z0-9*]{2})", "format", 0.85),
    ),
    needs=(DIGIT,),
)
