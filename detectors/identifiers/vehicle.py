"""Vehicles (45 CFR 164.514(b)(2)(i)(L)): VIN by 49 CFR 565.15, plates by their label."""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT


def _has_digit_and_letter(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


_MAKES = (
    r"acura|audi|bmw|buick|cadillac|chev(?:y|rolet)|chrysler|dodge|ford|gmc|honda|hyundai|jeep|kia|lexus|mazda|mercedes"
    r"|minivan|nissan|pickup|ram|sedan|subaru|suv|tesla|toyota|volkswagen|volvo"
)

DETECTOR = PatternDetector(
    "identifiers.vehicle",
    (
        Rule("VIN", r"([A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8})", "checksum", 0.9, when("VIN", checksums.vin)),
        Rule(
            "PLATE",
            labelled(_MAKES, r"[A-Z]{3}[ -]?\d{4}|\d{3}[ -]?[A-Z]{3}"),
            "label",
            0.7,
        ),
        Rule(
            "PLATE",
            labelled(r"(?:licen[cs]e )?plates?", r"[A-Z0-9]{2,4}[ -]?[A-Z0-9]{3,5}"),
            "label",
            0.85,
            when("PLATE", _has_digit_and_letter),
        ),
    ),
    needs=(DIGIT,),
)
