"""Vehicles (45 CFR 164.514(b)(2)(i)(L)): VIN by 49 CFR 565.15, plates by their label or beside a make of car."""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.vehicle"
_MAKES = (
    *("acura", "audi", "bmw", "buick", "cadillac", "chevy", "chevrolet", "chrysler", "dodge", "ford", "gmc", "honda"),
    *("hyundai", "infiniti", "jeep", "kia", "lexus", "mazda", "mercedes", "mini cooper", "minivan", "mitsubishi"),
    *("nissan", "pickup", "pontiac", "prius", "ram", "rivian", "saturn", "sedan", "subaru", "suv", "tesla", "toyota"),
    *("volkswagen", "volvo", "vw", "camry", "civic", "corolla", "accord", "outback", "odyssey", "sienna", "camioneta"),
)
_WA_PLATE = r"[A-Z]{3}[ -]?\d{4}|\d{3}[ -]?[A-Z]{3}"


def _has_digit_and_letter(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _vin(value: str) -> bool:
    return checksums.vin(value.upper())


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "VIN",
        ("VIN ~?", "vehicle identification ~?", "vehicle ~", "chassis ~", "número de serie del vehículo"),
        r"[A-HJ-NPR-Z0-9]{17}",
        when("VIN", _vin),
        score=0.95,
    ),
    Labelled(
        _NAME,
        "PLATE",
        (
            *("plate ~?", "license plate ~?", "licence plate ~?", "lic plate ~?", "number plate ~?", "plates", "LP"),
            *(
                "WA plate ~?",
                "Oregon plate ~?",
                "temp plate ~?",
                "temporary plate ~?",
                "tag ~",
                "vehicle tag ~?",
                "car tag ~?",
                "car plate ~?",
            ),
            *("placa ~?", "placas ~?", "matrícula del? vehículo", "número de placa"),
        ),
        r"[A-Z0-9]{2,4}[ -]?[A-Z0-9]{3,5}|[A-Z0-9]{5,8}",
        when("PLATE", _has_digit_and_letter),
        score=0.85,
        reach="near",
    ),
    Labelled(_NAME, "PLATE", _MAKES, _WA_PLATE, score=0.7, reach="near", before=False),
)

_STATES = (
    r"(?:washington|wa|oregon|or|idaho|id|california|ca|alaska|ak|montana|mt|nevada|nv|utah|ut|arizona|az|texas|tx"
    r"|colorado|b\.?c\.?|british columbia|temp(?:orary)?|out[- ]of[- ]state|state|car|vehicle|truck|van)"
)
_PLATE_FIRST = (
    rf"(?i)([A-Z0-9]{{2,4}}[ -]?[A-Z0-9]{{3,5}}|[A-Z0-9]{{5,8}})(?:,| \(| is (?:the|a|an|his|her|their))? ?"
    rf"(?:{_STATES} )?(?:licen[sc]e )?(?:plates?|tags|placas?)\b"
)
_MOST_WORD = 3
_VEHICLES = "|".join(
    (
        *_MAKES,
        *(
            "car",
            "truck",
            "van",
            "pick-?up",
            "hatchback",
            "wagon",
            "motorcycle",
            "scooter",
            "vehicle",
            "rv",
            "camper",
            "trailer",
        ),
        *("carro", "coche", "cami[oó]n", "moto", "trokas?", "troca"),
    )
)
_IN_BRACKETS = rf"(?i)\b(?:{_VEHICLES})s?\b(?:'s)?[^()\n.!?]{{0,16}}\(([A-Z0-9]{{2,5}}[ -]?[A-Z0-9]{{2,5}})\)"
_SHORTEST_PLATE, _LONGEST_PLATE = 6, 8


def _plate_first(value: str, _text: str, _start: int, _end: int) -> str | None:
    """Letters and three digits or more: "new car 2 plates" and "the 12 plates" are none."""
    digits = sum(map(str.isdigit, value))
    return "PLATE" if digits >= _MOST_WORD and _has_digit_and_letter(value) and value.upper() == value else None


def _bracketed(value: str, _text: str, _start: int, _end: int) -> str | None:
    """Capitals and three digits, six signs at least: a model's name is shorter ("F150", "E-350")."""
    bare = [char for char in value if char.isalnum()]
    digits = sum(map(str.isdigit, bare))
    plate = _SHORTEST_PLATE <= len(bare) <= _LONGEST_PLATE and digits >= _MOST_WORD and digits < len(bare)
    return "PLATE" if plate and value.upper() == value else None


DETECTOR = PatternDetector(
    _NAME,
    (
        Rule("PLATE", _IN_BRACKETS, "label", 0.75, _bracketed),
        Rule("PLATE", _PLATE_FIRST, "label", 0.8, _plate_first),
        Rule("VIN", r"([A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8})", "checksum", 0.9, when("VIN", checksums.vin)),
    ),
    needs=(DIGIT,),
    version=4,
)
