"""Numbers of cases about a person: courts, complaints, police, grievances (45 CFR 164.514(b)(2)(i)(R), RCW 13.50).

Washington's superior courts write year, kind, serial and a check digit (``26-7-01188-4``; kind 7 is juvenile), King
County with the court house behind it (``SEA``, ``KNT``).
"""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.case_id"
_LABELS = (
    *("case ~?", "cases", "cause ~?", "docket ~?", "case file ~?", "court cause ~?", "court case ~?", "court file ~"),
    *(
        "juvenile case ~?",
        "juvenile court ~?",
        "juvenile ~",
        "JUVIS ~?",
        "SCOMIS ~?",
        "odyssey ~",
        "arrest warrant ~?",
        "bench warrant ~?",
    ),
    *("complaint ~?", "citizen complaint ~?", "SECC ~?", "OCR case ~?", "OCR complaint ~?", "OCR docket ~?", "OCR ~"),
    *(
        "due process ~?",
        "hearing ~",
        "appeal ~",
        "grievance ~?",
        "investigation ~?",
        "truancy petition ~?",
        "petition ~?",
    ),
    *(
        "police report ~?",
        "police case ~?",
        "sheriff case ~?",
        "sheriff report ~?",
        "sheriff office report ~?",
        "PD report ~?",
        "PD case ~?",
        "PD file ~?",
        "police file ~",
        "officer report ~?",
        "deputy report ~?",
        "trooper report ~?",
        "patrol report ~?",
        "collision report ~?",
        "crash report ~?",
        "accident report ~",
        "incident ~?",
        "incident report ~?",
    ),
    *("due process file ~?", "due process hearing ~?", "due process request ~?", "due process case ~?", "mediation ~?"),
    *("mediation file ~?", "OAH ~?", "OAH docket ~?", "OAH cause ~?", "hearing file ~?", "complaint file ~?"),
    *("CAD ~", "referral ~?", "HIB case ~?", "threat assessment ~", "risk assessment ~", "IEP case ~?", "evaluation ~"),
    *(
        "número de caso",
        "núm de caso",
        "caso ~?",
        "expediente judicial ~?",
        "causa ~",
        "denuncia ~?",
        "reporte policial ~?",
    ),
    *("PERC ~?", "PERC case ~?", "EEOC ~?", "EEOC charge ~?", "WSHRC ~?", "HRC charge ~?", "BIIA ~?", "BIIA docket ~?"),
    *("case ref ~?", "case reference ~?"),
    *("L&I claim ~?", "workers comp claim ~?", "workers compensation claim ~?", "UI claim ~?"),
)
_WITH = (
    r"(?i)\b(?:claim|case|file|docket|report|intake)(?: (?:numbers?|no\.?|num|id))?#? (?:with|from|at|through)"
    r" (?:the |our )?(?:labor (?:and|&) industries|l ?(?:&|and) ?i|lni|cps|dcyf|dshs|oah|eeoc|police"
    r"|sheriff\w*|court|county|state"
    r"|(?:department|office) of [\pL]+(?: and [\pL]+)?|workers'? comp\w*|insur\w+)(?: (?:is|was|es))?[ :#,]{1,3}"
    r"([A-Z]{0,3}-?\d[A-Z0-9-]{3,14})"
)
"""The office between the label and the number: "claim number with labor and industries is ..."."""
_VALUE = r"[A-Z]{0,6}-?\d{1,8}(?:[-/.]?[A-Z0-9]{1,8}){0,4}(?: (?:SEA|KNT)\b)?"
_COURT = r"\d{2}-[1-9]-\d{5}-\d{1,2}(?: (?:SEA|KNT)\b)?"

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "OTHER_ID.CASE",
        _LABELS,
        rf"{_COURT}|{_VALUE}",
        when("OTHER_ID.CASE", number(5)),
        score=0.75,
        reach="near",
        before=False,
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule("OTHER_ID.CASE", rf"({_COURT})", "format", 0.85),
        Rule("OTHER_ID.CASE", _WITH, "label", 0.8, when("OTHER_ID.CASE", number(5))),
    ),
    needs=(DIGIT,),
    version=2,
)
