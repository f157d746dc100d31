"""Passport numbers (RCW 42.56.590, 16 CFR 312.2): nine digits, or a letter and eight, beside their label.

Other countries' numbers have one or two letters and six to nine digits, or letters among nine characters (ICAO Doc
9303 allows nine letters and digits); four of them must be digits.
"""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import when

LABELS: tuple[Labelled, ...] = (
    Labelled(
        "identifiers.passport",
        "PASSPORT",
        (
            *("passport ~?", "passport card ~?", "passport book ~?", "pasaporte ~?", "número de pasaporte", "PPT ~"),
            "travel document ~?",
        ),
        r"[A-Z]{0,2}-?\d{8,9}|[A-Z]{1,2}\d{6,7}|[A-Z]\d[A-Z]\d{6}|\d{3}[ -]\d{3}[ -]\d{3}|[A-Z][A-Z0-9]{8}",
        when("PASSPORT", number(4, 9)),
        score=0.95,
    ),
)
