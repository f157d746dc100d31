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
    r"(?i)\b(?:fishing|hunting|business|liquor|marriage|daycare|child ?care|dog|music"
    r"|software|apache|gpl|mit|bsd|creative commons|office|windows|adobe|seats?|user|site|volume|product)\s?$"
)
_REACH = 60
_STATES = (
    r"(?:Ala(?:bama|ska)|Ar(?:izona|kansas)|California|Colorado|Connecticut|Delaware|Florida|Georgia|Guam|Hawai'?i|Idaho"
    r"|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Ma(?:ine|ryland|ssachusetts)|Mi(?:chigan|nnesota|ssissippi|ssouri)"
    r"|Montana|Ne(?:braska|vada|w (?:Hampshire|Jersey|Mexico|York))|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma"
    r"|Oregon|Pennsylvania|Puerto Rico|Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia"
    r"|Wisconsin|Wyoming|British Columbia|B\.?C\.?|WA|OR|CA|AZ|NV|TX)"
)
_OF_STATE = (
    r"(?i:\blicen(?:[cs]e|cia)|\b(?:learner'?s?|driver'?s?) permit)"
    r"(?i:[ ,:(]{1,3}(?:is|was|still|currently|from|out of|of|in|by|issued|de|del|es|number|no\.?)\b){1,5}"
    rf"[ ,:(]{{1,3}}{_STATES}\b[ ,:(#]{{1,4}}(?:(?i:number|no\.?|num|n[uú]mero|is|es|#)[ :.#]{{1,3}}){{0,2}}"
    r"([A-Z]{0,3}\d[A-Z0-9-]{4,13})"
)
"""The state between the word and the number: "my licence is still from Idaho (...)"."""
_NAMED_STATE = (
    rf"{_STATES}(?: (?i:one|licen[cs]e|licencia|permit|dl|id|card|(?:driver'?s? |state )?(?:licen[cs]e|id)))?"
    r"(?: (?i:until|till|from|since|in|of|hasta) \d{4})?[ ,:(#]{1,4}"
    r"(?:(?i:number|no\.?|num|n[uú]mero|is|was|es|#)[ :.#]{1,3}){0,2}([A-Z]{0,3}\d[A-Z0-9-]{4,13})"
)
"""A state that names the licence behind another one: "WA licence ..., before that an Idaho one, ..."."""
_SAID_LICENCE = compile_pattern(
    r"(?i)\b(?:licen(?:[cs]es?|cias?)|(?:driver'?s?|learner'?s?) permit|d\.?l\.?|cdl|identicard|id cards?)\b"
)
_FEWEST_OF_STATE = 6
_CALLED = compile_pattern(
    r"(?i)(?:dr[il1|]ver|[l1i|][il1|]c(?:[e3]n[cs]e)?(?:[^\pL]|$)|\bDL\b|\bid(?:entic| ?card)|licencia)"
)
_LENIENT_REACH = 120


def _licence(value: str, text: str, start: int, _end: int) -> str | None:
    if _WORD_AND_YEAR.search(value) or not number(_FEWEST_DIGITS, 16)(value):
        return None
    before = text[max(0, start - _REACH) : start].lower()
    said = max(before.rfind("licen"), 0)
    return None if _SOFTWARE.search(before[:said].rstrip()) else "LICENCE"


def _of_state(value: str, text: str, start: int, end: int) -> str | None:
    """Six characters at least: five digits behind a state are its ZIP code."""
    return _licence(value, text, start, end) if len(value) >= _FEWEST_OF_STATE else None


def _named_state(value: str, text: str, start: int, end: int) -> str | None:
    """The word licence in the sentence before, or right behind; a dot between numbers ends no sentence."""
    around = text[max(0, start - _LENIENT_REACH) : start] + " | " + text[end : end + _LENIENT_REACH // 3]
    return _of_state(value, text, start, end) if _SAID_LICENCE.search(around) is not None else None


def _washington(value: str, text: str, start: int, end: int) -> str | None:
    """A number of the right length that was misread or mistyped, where the text says that it is a licence."""
    around = text[max(0, start - _LENIENT_REACH) : start] + " " + text[end : end + _LENIENT_REACH // 2]
    mixed = _FEWEST_DIGITS <= sum(map(str.isdigit, value)) < len(value) - len("WDL")
    return "LICENCE" if mixed and _CALLED.search(around) is not None else None


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
        Rule("LICENCE", r"(WDL[A-Z0-9]{9})", "label", 0.8, _washington),
        Rule("LICENCE", _OF_STATE, "label", 0.85, _of_state),
        Rule("LICENCE", _NAMED_STATE, "label", 0.8, _named_state),
        Rule("LICENCE", r"([A-Z]{1,5}\*{1,4}[A-Z*]{1,2}\d{3}[A-Z0-9*]{2})", "format", 0.85),
    ),
    needs=(DIGIT,),
    version=3,
)
