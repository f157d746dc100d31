"""Social security and individual taxpayer numbers (34 CFR 99.3, 45 CFR 164.514(b)(2)(i)(G), RCW 42.56.590).

Nine digits in groups of 3-2-4, or any nine after a label. Areas 000 and 666, group 00 and serial 0000 were never
issued. Areas 900-999 are taxpayer numbers where the group says so (``SSN.ITIN``), otherwise nobody's, but no honest
text has such a number by accident (``SSN.UNASSIGNED``). Numbers once printed in advertisements are dropped.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, digits_of
from detectors.identifiers.signals import LONG_DIGITS

_ADVERTISED = frozenset({"078051120", "219099999", "457555462"})
_SSN_LABEL = (
    r"ssns?|ss[#n]|ss ?(?:no|num|number)|soc(?:ial)?[ ._-]?sec(?:urity)?|social|seguro social|itin"
    r"|atin|tax(?:payer)?[ _]?id"
)
_NINE = r"\d(?:[ .\-/]{0,3}\d){8}"
_LENGTH = 9


def classify(digits: str) -> str | None:
    """The entity of nine digits, or None when they cannot be a number that was given to a person."""
    area, group, serial = digits[:3], int(digits[3:5]), digits[5:]
    if len(digits) != _LENGTH or area in {"000", "666"} or group == 0 or serial == "0000" or digits in _ADVERTISED:
        return None
    if area[0] != "9":
        return "SSN"
    return "SSN.ITIN" if _taxpayer_group(group) else "SSN.UNASSIGNED"


def _taxpayer_group(group: int) -> bool:
    """IRS ranges for ITIN (50-65, 70-88, 90-92, 94-99) and ATIN (93)."""
    return 50 <= group <= 65 or 70 <= group <= 88 or group >= 90  # noqa: PLR2004  the ranges of the IRS


def _labelled(value: str, text: str, start: int, _end: int) -> str | None:
    entity = classify(digits_of(value))
    # A label outranks a shape: what is called a taxpayer number must be a possible one.
    if entity == "SSN.UNASSIGNED" and "itin" in text[max(0, start - 12) : start].lower():
        return None
    return entity


def _grouped(value: str, text: str, start: int, end: int) -> str | None:
    if value[3] != value[6] or _goes_on(text, start, end):
        return None
    return _labelled(value, text, start, end)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a longer number surrounds the nine digits (``1-536-90-4399-2``)."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] in {"-", "."} and before[:1].isdigit()) or (after[:1] == "-" and after[1:].isdigit())


DETECTOR = PatternDetector(
    "identifiers.ssn",
    (
        Rule("SSN", labelled(_SSN_LABEL, _NINE), "label", 0.98, _labelled),
        Rule("SSN", r"(\d{3}[-. /]\d{2}[-. /]\d{4})", "format", 0.85, _grouped),
        Rule(
            "SSN_LAST4",
            labelled(
                r"last[ _-]?(?:4|four)(?: digits?)?(?: of)?(?: (?:the|her|his|their|my))?[ _](?:ssns?"
                r"|soc(?:ial)?(?: security)?|ss#?)"
                r"|(?:ssn|social)[ _-]?(?:last[ _-]?)?(?:4|four)|(?:ssn|social security(?: number)?"
                r"|social) ending(?: in| with)?",
                r"\d{4}",
            ),
            "label",
            0.9,
        ),
    ),
    needs=(LONG_DIGITS, "ssn", "social"),
    more=("SSN.ITIN", "SSN.UNASSIGNED"),
)
