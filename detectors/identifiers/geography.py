"""ZIP codes and coordinates of a home (45 CFR 164.514(b)(2)(i)(B)).

A ZIP code needs a state, a label, or an address before it: five digits alone are as often a district code, a bin or a
price. Coordinates of three or more decimals (a street's width) say where somebody is.
"""

from __future__ import annotations

from detectors.identifiers.address import BOX, STREET, WASHINGTON_ZIP, WITH_ZIP
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.public_places import is_office
from detectors.identifiers.signals import DIGIT

_ZIP = r"\d{5}(?:-\d{4})?"
_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]"
    r"|Wash(?:ington|\.)|Oregon|Idaho|California|Montana|Alaska)"
)
_HOME = r"zip(?:[ _-]?(?:code)?|\+4)?|postal[ _-]?code|c[oó]digo postal|c\.p\."
_SCANNED_ZIP = r"\d[\dOoIlSZB]{4}"
_FEWEST_TRUE = 3
_DECIMAL = r"\d{1,3}\.\d{3,10}"
_LATITUDE = rf"(?:-?{_DECIMAL}°? ?[NS]?)"
_LONGITUDE = rf"(?:-?{_DECIMAL}°? ?[EW]?)"
_SECONDS = r"\d{1,3}° ?\d{1,2}' ?\d{1,2}(?:\.\d+)?\"? ?[NSEW]"
_WIDEST = 180
_TWO = 2
_WORD_STATE = compile_pattern(r"\b(?:ID|IN|OR|OK|ME|HI|OH|PA|MA|LA|DE|CO|AL|MS|MD|CT|AK)\.?,?\s{1,2}$")
_CITY = compile_pattern(r"\p{Lu}\p{Ll}[\pL'. -]*,? [A-Z]{2}\.?,?\s{1,2}$")
_SIGN = compile_pattern(r"-|°|[NSEW]")
_PLACE = compile_pattern(
    r"(?i)\b(?:gps|coord\w*|lat|latitude|location|home|lives?|house|geo\w*|pin|ubicaci[oó]n|casa|map)\b"
)


def _zip(_value: str, text: str, start: int, end: int) -> str | None:
    """Not an office's, and not the first cell of a table: there the header decides (`identifiers.columns`)."""
    line = text.rfind("\n", 0, start) + 1
    first = line > 0 and not text[line:start].strip(' \t|"')
    in_table = first and any(mark in text[text.rfind("\n", 0, line - 1) + 1 : line] for mark in "\t|")
    return None if in_table or is_office(text, start, end) else "GEO.ZIP"


def _behind_state(value: str, text: str, start: int, end: int) -> str | None:
    """Not a label: "ID 88213" is a number and its label, "Boise, ID 83702" a place; other states are words too."""
    before = text[max(0, start - 40) : start]
    if _WORD_STATE.search(before) and not (_CITY.search(before) and _of_state(before, value)):
        return None
    return _zip(value, text, start, end)


def _scanned(value: str, text: str, start: int, end: int) -> str | None:
    """As text recognition reads a code: letters for some of its digits, three true digits at least."""
    if value.isdigit() or sum(map(str.isdigit, value)) < _FEWEST_TRUE:
        return None
    return _behind_state(value, text, start, end)


_WORD_STATE_CODES = {
    "AK": "99", "AL": "3", "CO": "8", "CT": "06", "DE": "19", "HI": "96", "ID": "83", "IN": "4", "LA": "7", "MA": "0",
    "MD": "2", "ME": "0", "MS": "3", "OH": "4", "OK": "7", "OR": "97", "PA": "1",
}  # fmt: skip
"""First digits of the codes of states whose abbreviation is a word ("Event ID 10016"): USPS."""


def _of_state(before: str, value: str) -> bool:
    """Whether the code may be one of the state whose letters end `before`."""
    return value.startswith(_WORD_STATE_CODES[before.rstrip(" .,")[-2:].upper()])


def _coordinates(value: str, text: str, start: int, _end: int) -> str | None:
    """Both numbers in range, with a sign, a direction or a word for a place: decimals are also measurements."""
    if _SIGN.search(value) is None and _PLACE.search(text[max(0, start - 60) : start]) is None:
        return None
    numbers = [
        "".join(char for char in part if char.isdigit() or char in ".-") for part in value.replace(",", " ").split()
    ]
    values = [abs(float(number)) for number in numbers if number.strip(".-")]
    fits = len(values) == _TWO and values[0] <= _WIDEST / 2 and values[1] <= _WIDEST
    return "GEO.COORDINATES" if fits else None


def _one(value: str, _text: str, _start: int, _end: int) -> str | None:
    return "GEO.COORDINATES" if abs(float(value.replace("\u2212", "-"))) <= _WIDEST else None


DETECTOR = PatternDetector(
    "identifiers.geography",
    (
        Rule("GEO.ZIP", rf"\b{_STATE}\.?,?[ \n]{{1,2}}({_ZIP})", "label", 0.8, _behind_state),
        Rule("GEO.ZIP", rf"\b{_STATE}\.?,?[ \n]{{1,2}}({_SCANNED_ZIP})", "label", 0.75, _scanned),
        Rule("GEO.ZIP", labelled(_HOME, _ZIP), "label", 0.85, _zip),
        Rule(
            "GEO.ZIP",
            rf"(?:{STREET}|(?i:{BOX}))[,\s]{{1,3}}(?:[\pL.'-]{{2,15}}[ ,]{{1,2}}){{0,3}}({_ZIP})",
            "label",
            0.8,
            _zip,
        ),
        Rule("GEO.ZIP", WITH_ZIP.replace("(", "(?:", 1) + rf"({WASHINGTON_ZIP})", "label", 0.8, _zip),
        Rule(
            "GEO.ZIP",
            (
                rf"(?i:\b(?:lives?|living|moved|home|resid\w+|family|vive)\b)[^\n.;]{{0,30}} (?:in|at|to|en|,)?"
                rf" ?(?:\p{{Lu}}[\pL'-]+ ){{1,3}}({_ZIP})"
            ),
            "label",
            0.7,
            _zip,
        ),
        Rule(
            "GEO.ZIP",
            rf"(?i:\b(?:lives?|living|moved|resid(?:es?|ing)|viven?))(?i: (?:in|to|at|en|near)){{1,2}}"
            rf"(?i: (?:the )?(?:zip(?: code)? )?)({WASHINGTON_ZIP})",
            "label",
            0.75,
            _zip,
        ),
        Rule("GEO.COORDINATES", rf"({_LATITUDE}[, ][ ]?{_LONGITUDE})", "format", 0.8, _coordinates),
        Rule(
            "GEO.COORDINATES",
            labelled(r"lat(?:itude)?|lng|lon(?:g|gitude)?|latitud|longitud", rf"-?{_DECIMAL}"),
            "label",
            0.8,
            _one,
        ),
        Rule("GEO.COORDINATES", rf"({_SECONDS}[, ]{{1,2}}{_SECONDS})", "format", 0.8),
    ),
    needs=(DIGIT,),
    version=2,
)
