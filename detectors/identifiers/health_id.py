"""Numbers of the health system (45 CFR 164.514(b)(2)(i)(H), (I), (J)): records, plans, claims, Medicaid, Medicare."""

from __future__ import annotations

import re

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

_FEWEST_DIGITS = 4
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]")


def _enough_digits(value: str) -> bool:
    return sum(char.isdigit() for char in value) >= _FEWEST_DIGITS


def _mbi(value: str) -> bool:
    return checksums.mbi(_NOT_ALNUM.sub("", value).upper())


DETECTOR = PatternDetector(
    "identifiers.health_id",
    (
        Rule(
            "MRN",
            labelled(
                r"mrn|medical[ _-]?record|med rec|(?:chart|patient|hospital)[ _-]?(?:id|no|num(?:ber)?|#)|expediente",
                r"[A-Z]{0,4}-?\d[\d-]{3,14}",
            ),
            "label",
            0.95,
            when("MRN", _enough_digits),
        ),
        Rule(
            "PLAN_ID",
            labelled(
                r"insurance(?: policy| id| plan)?|member[ _-]?(?:id|no|number|#)|subscriber|health plan|medicare"
                r"|claim|auth"
                r"|authori[sz]ation|group|plan",
                r"[A-Z]{0,4}[ -]?\d[A-Z0-9]{1,6}(?:[ -][A-Z0-9]{1,10}){0,3}",
            ),
            "label",
            0.7,
            when("PLAN_ID", lambda value: sum(map(str.isdigit, value)) > _FEWEST_DIGITS),
        ),
        Rule(
            "PLAN_ID.MBI",
            r"(?i)([1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2})",
            "format",
            0.9,
            when("PLAN_ID.MBI", _mbi),
        ),
        Rule("MEDICAID_ID", r"(?i)(\d{9}WA)", "format", 0.95),
    ),
    needs=(DIGIT,),
)
