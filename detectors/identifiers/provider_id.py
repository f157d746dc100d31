"""Numbers of professionals: NPI, DEA registration, educator certificate (45 CFR 162.406, 21 CFR 1301, WAC 181-77).

NPI and certificate numbers stand in public registers: reported under labels of their own, which the policy keeps
unless the text is about a patient. 2.0 % of ten-digit strings pass the NPI's check and a tenth of the right letters and
digits pass the DEA's, so a label is needed, or for a DEA number the company of a prescription.
"""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, when
from detectors.identifiers.signals import DIGITS4

_NAME = "identifiers.provider_id"
_DEA_VALUE = r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}"
_MEDICAL = compile_pattern(
    r"(?i)\b(?:prescri\w+|physician|pharmac\w+|rx|refills?|dispens\w+|controlled|schedule ii|dr|md|arnp|dea"
    r"|pediatrician"
    r"|m[eé]dic[oa]|receta)\b"
)
_REACH = 80


def npi(digits: str) -> bool:
    """45 CFR 162.406: Luhn over the issuer prefix 80840 and the ten digits."""
    return digits[:1] in {"1", "2"} and checksums.luhn("80840" + digits)


def dea(value: str) -> bool:
    """A DEA number in any case."""
    return checksums.dea(value.upper())


def _near_prescription(value: str, text: str, start: int, end: int) -> str | None:
    around = text[max(0, start - _REACH) : end + _REACH]
    return "OTHER_ID.DEA" if checksums.dea(value) and _MEDICAL.search(around) else None


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "OTHER_ID.NPI",
        (
            *("NPI", "provider ~", "provider NPI ~?", "national provider ~", "billing NPI ~?", "rendering NPI ~?"),
            *("referring NPI ~?", "group NPI ~?", "rendering provider ~?", "billing provider ~?", "taxonomy NPI"),
        ),
        r"[12]\d{9}",
        when("OTHER_ID.NPI", npi),
        score=0.7,
    ),
    Labelled(_NAME, "OTHER_ID.DEA", ("DEA", "DEA registration ~?"), _DEA_VALUE, when("OTHER_ID.DEA", dea)),
    Labelled(
        _NAME,
        "OTHER_ID.CERTIFICATE",
        (
            *(
                "certificate ~?",
                "cert ~?",
                "certification ~?",
                "certificated ~",
                "educator ~",
                "educator certificate ~?",
            ),
            *(
                "educator cert ~?",
                "teaching certificate ~?",
                "teaching cert ~?",
                "teaching license ~?",
                "OSPI certificate ~?",
            ),
            *("ESA certificate ~?", "paraeducator certificate ~?", "certificado de maestro ~?", "certificado ~?"),
        ),
        r"\d{6}[A-Z]",
        score=0.8,
        reach="near",
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (Rule("OTHER_ID.DEA", rf"({_DEA_VALUE})", "checksum", 0.7, _near_prescription),),
    needs=(DIGITS4,),
)
