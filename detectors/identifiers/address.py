"""Homes (34 CFR 99.3(c), 45 CFR 164.514(b)(2)(i)(B)): street addresses, boxes, ZIP codes, coordinates.

A street address is a number, up to four words in capitals, and a street suffix, with its unit; in lower case only
after a word that says someone lives there. A ZIP code needs a state, a label, or an address before it: five digits
alone are as often a district code. Street suffixes: USPS Publication 28, appendix C1.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

_SUFFIX = (
    r"(?:alley|aly|avenue|aven?|av|boulevard|blvd|circle|cir|court|ct|cove|cv|crescent|cres|drive|dr|heights|hts"
    r"|highway|hwy|landing|lane|ln|loop|parkway|pkwy|path|place|pl|plaza|plz|ridge|road|rd|route|rte|run"
    r"|square|sq|street|str?|terrace|ter|trail|trl|turnpike|tpke|walk|way)"
)
_DIRECTION = r"(?:north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw|n|s|e|w)"
_UNIT = (
    r"(?:(?:,[ \t]*|[ \t]+|,?\n)(?:(?:apartment|apt|unit|suite|ste|bldg|building|lot|trlr|space|spc"
    r"|depto?|floor|fl|rm)\.?"
    r"[ \t]*#?[ \t]*[\pL\d-]{1,6}|#[ \t]?[\pL\d-]{1,6}))"
)
_NUMBER = r"\d{1,6}(?:-\d{1,4})?[A-Za-z]?"
_TAIL = rf"(?i:{_SUFFIX}\b(?:\.?[ \t]+{_DIRECTION}\b)?(?:\.?{_UNIT}){{0,2}})"
_NAMED = r"(?:(?:\p{Lu}|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)[\pL\d'.-]*[ \t]+){1,4}"
STREET = rf"{_NUMBER}[ \t]+(?:(?i:{_DIRECTION})\.?[ \t]+)?{_NAMED}{_TAIL}"
_LOWER = rf"{_NUMBER}[ \t]+(?:[\pL\d'.-]{{1,20}}[ \t]+){{1,3}}{_TAIL}"
_LIVES = (
    r"lives?(?: (?:on|at|in))?|living(?: (?:on|at))?|home(?: address)?|address|resid(?:es?"
    r"|ing)(?: at)?|mail(?:ed)? to|vive en|domicilio|direcci[oó]n|moved to"
)
_BOX = r"(?:P\.?[ ]?O\.?[ ]?Box|Apartado)[ ]+#?\d{1,6}|(?:HC|RR|Rural Route)[ ]?\d{1,3},?[ ]+Box[ ]+\d{1,5}[A-Z]?"
_ZIP = r"\d{5}(?:-\d{4})?"
_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]"
    r"|Washington|Oregon|Idaho|California|Montana|Alaska)"
)


def _street(_value: str, text: str, start: int, _end: int) -> str | None:
    """Not a list of things ("grade 4 Lincoln Way"), and not a unit of time or count."""
    before = text[max(0, start - 8) : start].lower().rstrip()
    return None if before.endswith(("grade", "room", "rm", "page", "bus", "$", ".", "policy")) else "ADDRESS"


DETECTOR = PatternDetector(
    "identifiers.address",
    (
        Rule("ADDRESS", rf"({STREET})", "format", 0.85, _street),
        Rule("ADDRESS", labelled(_LIVES, _LOWER), "label", 0.8),
        Rule("ADDRESS", rf"(?i:\b(?:lives?|living|moved)) (?i:on|at|to) ({_NAMED}(?i:{_SUFFIX})\b)", "label", 0.7),
        Rule("ADDRESS", rf"((?i:{_BOX})(?:,[ ](?:\p{{Lu}}[\pL']+[ ]){{1,3}}(?i:{_SUFFIX})\b)?)", "format", 0.9),
        Rule("GEO.ZIP", rf"\b{_STATE}\.?,?\s{{1,2}}({_ZIP})", "label", 0.8),
        Rule("GEO.ZIP", labelled(r"zip(?:[ _-]?code)?|postal[ _-]?code|c[oó]digo postal", _ZIP), "label", 0.85),
        Rule(
            "GEO.ZIP",
            rf"(?:{STREET}|(?i:{_BOX}))[,\s]{{1,3}}(?:[\pL.'-]{{2,15}}[ ,]{{1,2}}){{0,3}}({_ZIP})",
            "label",
            0.8,
        ),
        Rule("GEO.COORDINATES", r"(-?\d{1,2}\.\d{3,8},[ ]?-?\d{1,3}\.\d{3,8})", "format", 0.8),
    ),
    needs=(DIGIT, "live", "living"),
)
