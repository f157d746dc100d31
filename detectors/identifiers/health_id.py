"""Numbers of the health system (45 CFR 164.514(b)(2)(i)(H), (I), (J)): records, plans, claims, Medicaid, Medicare.

Medicare's number (CMS, MBI format) and ProviderOne's client number have a format of their own; all others a label.
"""

from __future__ import annotations

import re

from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import digits, number
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, when
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.health_id"
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]")
_MBI = r"[1-9][A-Z][A-Z0-9]\d[- ]?[A-Z][A-Z0-9]\d[- ]?[A-Z]{2}\d{2}"
_PLAN_VALUE = (
    r"\d{2,5}(?:[ -][A-Z]?\d{2,6}[A-Z]?){1,4}|"
    r"(?:(?-i:[A-Z]{1,5})[ -]?)?\d{2,5}(?:[ -]\d{2,6}){1,3}|[A-Z]{0,6}-?\d[A-Z0-9]{2,14}(?:-[A-Z0-9]{1,10}){0,3}"
    r"|(?-i:[A-Z]{2,5}) \d{4,12}|[A-Z]{1,3}\d[A-Z0-9]{4,12}"
)
_REACH = 70
_OF_THINGS = compile_pattern(
    r"(?i)\b(?:risk[ -]pool|(?:insurance|state) pool|property|liability|warranty|freight|shipping|vendor(?:'s)?|storm"
    r"|water damage|flood|fire|fema|tort|manufacturer(?:'s)?|roof|surety|bond)(?: (?:insurance|damage|loss))? claims?\b"
    r"[^\pL\n]{0,4}(?:(?:no|number|num|id|ref)\b[^\pL\n]{0,4})?[A-Z]{0,6}-?$"
)
"""Claims for buildings and goods: nobody's health plan."""
_MRN_LABELS = (
    *("MRN", "medical record ~?", "med record ~?", "med rec ~?", "medical rec ~?", "health record ~", "chart ~"),
    *("patient ~", "pt ~", "hospital ~", "patient chart ~?", "patient record ~?", "patient account ~?", "encounter ~?"),
    *("visit ~", "FIN", "CSN", "accession ~?", "specimen ~", "HAR", "EMRN", "EHR ~", "epic ~", "cerner ~"),
    *("número de expediente", "expediente médico ~?", "expediente clínico ~?", "expediente ~?", "historia clínica ~?"),
    *("número del? de? paciente", "paciente ~", "historial médico ~?"),
)
_PLAN_LABELS = (
    *("insurance ~?", "insurance policy ~?", "insurance card ~?", "insurance plan ~?", "insurance member ~?"),
    *(
        "member ~",
        "memb ~",
        "mbr ~",
        "member",
        "subscriber ~?",
        "health plan ~?",
        "plan ~?",
        "plan member ~?",
        "policy ~",
        "policyholder ~",
    ),
    *("policy", "group ~?", "grp ~?", "claim ~?", "claims", "auth ~?", "authorization ~?", "authorisation ~?", "PA ~"),
    *(
        "prior auth ~?",
        "prior authorization ~?",
        "preauth ~?",
        "pre auth ~?",
        "referral auth ~?",
        "certificate of coverage ~?",
    ),
    *(
        "rxgrp",
        "rx group ~?",
        "rx grp",
        "beneficiary ~?",
        "HICN",
        "medicare ~?",
        "premera ~?",
        "regence ~?",
        "kaiser ~?",
    ),
    *(
        "molina ~?",
        "coordinated care ~?",
        "united ~",
        "aetna ~?",
        "cigna ~?",
        "tricare ~?",
        "delta dental ~?",
        "dental ~",
    ),
    *("DOD benefits ~?", "DBN", "COBRA ~", "HSA ~", "FSA account ~?", "ICN", "TCN", "DCN", "EOB ~"),
    *("número de póliza", "póliza ~?", "número de seguro médico", "número de miembro", "número de grupo", "reclamo ~?"),
    *("número de reclamo", "seguro médico ~?", "autorización ~?", "número de autorización", "afiliado ~"),
)
_MEDICAID_LABELS = (
    *("medicaid ~?", "apple health ~?", "providerone ~?", "provider one ~?", "P1 ~?", "services card ~?", "CHIP ~"),
    *("providerone client ~?", "provider one client ~?", "client services ~?", "HCA ~", "DSHS ~?", "DSHS client ~?"),
    *("ACES ~?", "tarjeta de servicios ~?", "medicaid client ~?", "medi cal ~?", "OHP ~"),
)


def _mbi(value: str) -> bool:
    return checksums.mbi(_NOT_ALNUM.sub("", value).upper())


def _plan(value: str, text: str, start: int, _end: int) -> str | None:
    """Five digits, or four behind letters: the groups of insurers ("WAH0021"); not the claim for a roof."""
    if _OF_THINGS.search(text[max(0, start - _REACH) : start]) is not None:
        return None
    letters = sum(map(str.isalpha, value))
    return "PLAN_ID" if number(5)(value) or (letters > 1 and number(4)(value)) else None


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME, "MRN", _MRN_LABELS, r"[A-Z]{0,4}-?\d[\d-]{3,14}[A-Z]?|[A-Z]\d[A-Z0-9]{4,12}", when("MRN", number(4))
    ),
    Labelled(_NAME, "MRN", ("chart",), r"[A-Z]{1,4}-?\d{4,9}", when("MRN", number(4)), reach="near", before=False),
    Labelled(_NAME, "PLAN_ID", _PLAN_LABELS, _PLAN_VALUE, _plan, score=0.7, reach="near", before=False),
    Labelled(_NAME, "PLAN_ID.RX_BIN", ("rxbin", "rx bin", "BIN"), r"\d{6}", score=0.7, reach="near", before=False),
    Labelled(
        _NAME,
        "PLAN_ID.MBI",
        ("MBI", "medicare ~?", "medicare beneficiary ~?", "beneficiary ~?", "medicare card ~?"),
        _MBI,
        when("PLAN_ID.MBI", _mbi),
    ),
    Labelled(
        _NAME,
        "MEDICAID_ID",
        _MEDICAID_LABELS,
        r"\d{9} ?WA|\d{9}|\d{3}[- ]\d{3}[- ]\d{3}(?:[ -]?WA)?|[A-Z]{0,2}\d{7,11}[A-Z]{0,2}",
        when("MEDICAID_ID", digits(7)),
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule("PLAN_ID.MBI", rf"(?i)({_MBI})", "format", 0.9, when("PLAN_ID.MBI", _mbi)),
        Rule("MEDICAID_ID", r"(?i)(\d{9}WA)", "format", 0.95),
    ),
    needs=(DIGIT,),
    version=5,
)
