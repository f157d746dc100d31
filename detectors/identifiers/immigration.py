"""Immigration numbers (RCW 43.10.310 model policy): A-number, USCIS receipt and account, SEVIS, I-94, visa.

An A-number is the letter and eight or nine digits (8 CFR 1.2); a receipt is three letters of the service centre and ten
digits; SEVIS is N and ten digits; I-94 is nine digits, a letter and a digit, or eleven digits.
"""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import digits
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.immigration"
_I94 = r"\d{9}[A-Z]\d|\d{11}"
_GAP = r"[^\n\d]{0,24}?"
_A_NUMBER = r"A?[ #-]{0,2}\d{3}[ -]?\d{3}[ -]?\d{2,3}"
_A_DIGITS = when("IMMIGRATION_ID", digits(8, 9))

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "IMMIGRATION_ID",
        (
            *("anumber", "alien ~?", "alien registration ~?", "USCIS ~?", "uscis a number"),
            *(
                "INS ~",
                "green card ~?",
                "permanent resident card ~?",
                "resident card ~?",
                "LPR card ~?",
                "EAD ~?",
                "ORR ~",
            ),
            *("work permit ~?", "employment authorization ~?", "DACA ~?", "asylum ~?", "EOIR ~?", "immigration ~"),
            *("immigration case ~?", "immigration court ~?", "número de extranjero", "número A", "número de alien"),
            *("tarjeta verde ~?", "tarjeta de residente ~?", "número de residente"),
        ),
        _A_NUMBER,
        _A_DIGITS,
        score=0.95,
    ),
    Labelled(_NAME, "IMMIGRATION_ID.SEVIS", ("SEVIS ~?", "DS 2019 ~?"), r"N?\d{10}", score=0.95),
    Labelled(
        _NAME,
        "IMMIGRATION_ID.RECEIPT",
        ("USCIS receipt ~?", "USCIS case ~?", "receipt ~", "USCIS ~?", "USCIS online account ~?"),
        r"(?:EAC|WAC|LIN|SRC|MSC|NBC|IOE|YSC|TSC|VSC|CSC)[- ]?\d{10}|\d{12}",
        score=0.95,
    ),
    Labelled(_NAME, "IMMIGRATION_ID.I94", ("admission ~", "arrival record ~", "I94 ~?"), _I94),
    Labelled(_NAME, "IMMIGRATION_ID.VISA", ("visa ~", "visa foil ~?", "número de visa"), r"[A-Z]?\d{8}|\d{14}"),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        # "a" and "I" are words: as label phrases they would be looked at in every sentence.
        Rule("IMMIGRATION_ID", rf"(?i)\ba[ -]?(?:numbers?|num|no|#){_GAP}({_A_NUMBER})", "label", 0.95, _A_DIGITS),
        Rule("IMMIGRATION_ID.SEVIS", rf"(?i)\bi-?20\b{_GAP}(N\d{{10}})", "label", 0.95),
        Rule("IMMIGRATION_ID.I94", rf"(?i)\bi-94{_GAP}({_I94})", "label", 0.9),
        Rule("IMMIGRATION_ID", r"(A-?\d{9})", "format", 0.6),
        Rule("IMMIGRATION_ID", r"(A[ -]?\d{3}[ -]\d{3}[ -]\d{3})", "format", 0.8),
        Rule("IMMIGRATION_ID.RECEIPT", r"((?:EAC|WAC|LIN|SRC|MSC|NBC|IOE|YSC)\d{10})", "format", 0.9),
    ),
    needs=(DIGIT,),
)
