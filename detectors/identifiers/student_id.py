"""Student numbers (34 CFR 99.3(d), RCW 42.56.590), and programme numbers of children.

Washington's SSID is ten digits and looks like a telephone number, an NPI or a date: only its label says what it is,
and the label wins over any checksum the digits happen to pass. A Wi-Fi network's SSID has letters: no finding.
"""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGITS4

_STATE = r"ssid|state[ _-]?(?:student[ _-]?)?id(?:entifier)?|state[ _-]?student[ _-]?(?:no|num(?:ber)?)"
_DISTRICT = (
    r"(?:student|pupil|learner|scholar|child|kid|stu)(?:'s)?[ _-]?(?:id(?:entification)?|nos?|nr|num(?:ber)?|nbr|#)"
    r"|(?:lunch|meal)[ _-]?(?:pin|id|number|code)|sis[ _-]?id|perm(?:anent)?[ _-]?(?:id|number)"
    r"|district[ _-]?(?:student[ _-]?)?id"
    r"|(?:n[uú]mero|id|identificaci[oó]n) de(?:l)? (?:estudiante|alumn[oa])|matr[ií]cula"
)
_PROGRAMME = r"childplus|elms|merit stars|famlink|dcyf|eceap"
_CASE = (
    r"(?:court )?cause|case|docket|voter[ _-]?id|employee|badge|rx|prescription|intake|tax[ _-]?id"
    r"|famlink intake|case file"
)


def _five_digits(value: str) -> bool:
    """Shorter numbers after these words are counts, years and rooms."""
    return sum(map(str.isdigit, value)) > 4  # noqa: PLR2004  shorter numbers are counts, years and rooms


def _npi(value: str) -> bool:
    return checksums.luhn("80840" + value)  # 45 CFR 162.406: Luhn over the issuer prefix and the number


DETECTOR = PatternDetector(
    "identifiers.student_id",
    (
        Rule("STUDENT_ID.WA_SSID", labelled(_STATE, r"\d{10}|\d{5}[ -]\d{5}|\d{3}[ -]\d{3}[ -]\d{4}"), "label", 0.97),
        Rule("STUDENT_ID", labelled(f"{_STATE}|{_DISTRICT}", r"[A-Z]{0,3}-?\d{4,12}"), "label", 0.93),
    ),
    needs=(DIGITS4,),
)

PROGRAMME_ID = PatternDetector(
    "identifiers.programme_id",
    (
        Rule("OTHER_ID", labelled(_PROGRAMME, r"(?:[A-Z]{1,4}-)?\d{4,10}(?:-\d{3,6})?"), "label", 0.85),
        Rule(
            "OTHER_ID.CASE",
            labelled(
                rf"(?:{_CASE})(?:[ _]?(?:no|number|num|id|#)\b)?",
                r"(?:[A-Z]{1,3}-?)?\d[\dA-Z]{0,3}(?:-?[\dA-Z]{1,6}){1,3}",
            ),
            "label",
            0.7,
            when("OTHER_ID.CASE", _five_digits),
        ),
        Rule("OTHER_ID.DEA", r"([A-Z][A-Z9]\d{7})", "checksum", 0.7, when("OTHER_ID.DEA", checksums.dea)),
        Rule("OTHER_ID.NPI", labelled("npi", r"[12]\d{9}"), "label", 0.7, when("OTHER_ID.NPI", _npi)),
    ),
    needs=(DIGITS4,),
)
