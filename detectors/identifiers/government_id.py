"""Licences, passports and immigration numbers (RCW 42.56.590, 16 CFR 312.2).

Washington driver licences: ``WDL`` and nine characters since 2018; before, five letters of the surname (padded with
``*``), two initials, three digits, two characters. Both old shapes without padding, and other states', need a label.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

_FEWEST_DIGITS = 3


def _licence(value: str, _text: str, _start: int, _end: int) -> str | None:
    return "LICENCE" if sum(char.isdigit() for char in value) >= _FEWEST_DIGITS else None


DETECTOR = PatternDetector(
    "identifiers.government_id",
    (
        Rule("LICENCE", r"(WDL[B-DF-HJ-NPR-TW-Z]{4}\d{3}[A-Z0-9]{2})", "format", 0.9),
        Rule("LICENCE", r"([A-Z]{1,5}\*{1,4}[A-Z*]{1,2}\d{3}[A-Z0-9]{2})", "format", 0.85),
        Rule(
            "LICENCE",
            labelled(r"(?:driver'?s? ?)?licen[cs]es?(?: (?:no|number|#))?|dl|cdl|state id card", r"[A-Z0-9*]{6,14}"),
            "label",
            0.85,
            _licence,
        ),
        Rule("PASSPORT", labelled(r"passports?|pasaporte", r"[A-Z]?\d{8,9}"), "label", 0.95),
        Rule(
            "IMMIGRATION_ID",
            r"(?i)\b(?:a-?number|alien|uscis)\b[^\n\d]{0,12}?\b(A?[ -]?\d{3}[ -]?\d{3}[ -]?\d{2,3})",
            "label",
            0.95,
        ),
        Rule("IMMIGRATION_ID", r"(A-?\d{9})", "format", 0.6),
        Rule("IMMIGRATION_ID", r"(?i)\bsevis\b[^\n\d]{0,8}?\b(N?\d{10})", "label", 0.95),
    ),
    needs=(DIGIT,),
)
