"""Numbers that an office gave somebody's case: "the deputy wrote no. 24-118830" (45 CFR 164.514(b)(2)(i)(R)).

No label says which number it is; the office and what it did do: police, child protection, courts, insurers and hotlines
write, open, take and give numbers of reports. A vendor's ticket and a box's number are an office's own business.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

_OFFICE: Final = compile_pattern(
    r"(?i)\b(?:officers?(?:'s)?|deput(?:y|ies)(?:'s)?|trooper'?s?|detective'?s?|sheriff'?s?|polic(?:e|[ií]a)|patrol|cops?"
    r"|PD|SPD|WSP|KCSO|marshal|constable|dispatch(?:er)?|911|SRO|CPS|DCYF|DSHS|APS|intake|hot ?line|helpline"
    r"|social worker|case ?worker|courts?|court ?house|clerk|prosecutor|juvenile|probation|OCR|OSPI|PERC|EEOC"
    r"|insur(?:er|ance|ers)|adjuster|carrier|L ?& ?I|lni|labor (?:and|&) industries|workers'? comp\w*|medicaid"
    r"|aseguradora|fiscal[ií]a|juzgado|sindicato|line of duty|fire (?:marshal|dept|department)|medics?|EMTs?"
    r"|ambulance|poison (?:control|center)|nurse line|animal control|coroner|ombuds\w*)\b"
)
_DID: Final = compile_pattern(
    r"(?i)\b(?:wr[io]te|written|writes|gave|gives?|given|got|gets?|assigned|issued|opened|opens|took|takes|taken|filed"
    r"|logged|logs?|entered|reported|called|responded|report|file|case|claim|complaint|dio|dieron|levant[oó])(?:[^\pL]|$)"
)
_THINGS: Final = compile_pattern(
    r"(?i)\b(?:vendors?|printers?|toner|switch|laptops?|chromebooks?|tickets?|invoices?|orders?|help ?desk"
    r"|warranty|part"
    r"|model|serial|asset|room|bus|form|policy|page|flyers?|envelopes?|box(?:es)?|shel(?:f|ves)|cases? of"
    r"|statute|rcw|wac"
    r"|phone|fax|ext(?:ension)?|copies|dollars|badge|unit)\b[^\n]{0,12}$"
)
"""Right before the number: what it is the number of."""
_VALUE: Final = r"[A-Z]{0,4}-?\d[\dA-Z]{0,11}(?:[-/][A-Z0-9]{1,9}){0,3}"
_REACH: Final = 150
_FEWEST: Final = 5
_LONG: Final = 6
_PHONE: Final = re.compile(r"\d{10}$|1?-?\d{3}-\d{3}-\d{4}$|\d{3}-\d{4}$")


def _given(value: str, text: str, start: int, _end: int) -> str | None:
    """Behind a word for number: five digits, an office before it on the line, and what it did."""
    if not number(_FEWEST, 16)(value) or _PHONE.match(value) is not None:
        return None
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    if _OFFICE.search(before) is None or _DID.search(before) is None or _THINGS.search(before) is not None:
        return None
    return "OTHER_ID.CASE"


def _handed(value: str, text: str, start: int, end: int) -> str | None:
    """Without a word for number ("they gave me 4418820"): six digits, so that no time and no count is taken."""
    return _given(value, text, start, end) if number(_LONG, 16)(value) else None


DETECTOR = PatternDetector(
    "identifiers.given_number",
    (
        Rule(
            "OTHER_ID.CASE",
            r"(?i)(?:\b(?:no|nr|num|number|ref(?:erence)?|conf(?:irmation)?|file|report|case|incident|log|card|event"
            r"|n[uú]mero|folio|reporte|intake|claim)\b\.?|#|n[°º])"
            rf"(?: (?:no|nr|num|number|id|#)\b\.?)?(?: (?:is|was|es|of|as))?[ :#]{{0,3}}({_VALUE})",
            "label",
            0.75,
            _given,
        ),
        Rule(
            "OTHER_ID.CASE",
            rf"(?i)\b(?:gave|give|got|gives|given|assigned|issued|dieron|dio)(?: (?:me|us|her|him|them|mom|dad|it))?"
            rf"[ :#]{{1,3}}({_VALUE})",
            "label",
            0.7,
            _handed,
        ),
    ),
    needs=(DIGIT,),
)
