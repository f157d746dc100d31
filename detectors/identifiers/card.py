"""Payment cards (RCW 42.56.590, PCI DSS): a known issuer range, its length, and the check digit of ISO/IEC 7812."""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.pattern import PatternDetector, Rule, digits_of, when
from detectors.identifiers.signals import LONG_DIGITS

DETECTOR = PatternDetector(
    "identifiers.card",
    (
        Rule(
            "CARD",
            r"(\d(?:[ -]?\d){12,18})",
            "checksum",
            0.95,
            when("CARD", lambda value: checksums.card(digits_of(value))),
        ),
    ),
    needs=(LONG_DIGITS,),
)
