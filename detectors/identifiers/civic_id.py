"""Numbers that other registers give a person (45 CFR 164.514(b)(2)(i)(R), 16 CFR 312.2).

Voters, birth certificates, employers' tax numbers, library cards. No fixed shape: label only.
"""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import digits, number
from detectors.identifiers.pattern import when

_NAME = "identifiers.civic_id"

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "OTHER_ID.VOTER",
        (
            *("voter ~", "voter registration ~", "voter reg ~", "voter registration", "elector ~", "votebuilder ~"),
            *("número de votante", "número del? de? elector", "registro de votante"),
        ),
        r"(?:WA)?-?\d{6,12}",
        when("OTHER_ID.VOTER", number(6)),
    ),
    Labelled(
        _NAME,
        "OTHER_ID.BIRTH_CERTIFICATE",
        (
            *("birth certificate ~?", "birth cert ~?", "certificate of birth ~?", "birth record ~?", "state file ~"),
            *("acta de nacimiento ~?", "certificado de nacimiento ~?", "CURP"),
        ),
        r"[A-Z]{4}\d{6}[A-Z]{6}[A-Z0-9]{2}|\d{2,4}[- ]?\d{2,4}[- ]?\d{4,7}|[A-Z]{0,2}\d{6,12}",
        when("OTHER_ID.BIRTH_CERTIFICATE", number(6)),
        reach="near",
    ),
    Labelled(
        _NAME,
        "OTHER_ID.TAX",
        ("EIN", "FEIN", "employer identification ~", "employer ~", "federal tax ~", "tax ~", "RFC"),
        r"\d{2}-\d{7}|\d{9}|[A-Z]{4}\d{6}[A-Z0-9]{3}",
        when("OTHER_ID.TAX", digits(6)),
        reach="near",
    ),
    Labelled(
        _NAME,
        "OTHER_ID.LIBRARY",
        ("library card ~?", "library barcode ~?", "patron ~", "patron barcode ~?", "library patron ~", "library ~"),
        r"[A-Z]{0,2}\d{5,14}",
        when("OTHER_ID.LIBRARY", number(5)),
        reach="near",
    ),
)
