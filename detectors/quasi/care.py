"""Visits and fittings that only one body has: "first prenatal visit December 4", "hearing aids last fit 2/2024".

Beside anybody's name, a doctor's too, such a day is a patient's (45 CFR 164.514(b)(2)(i)(C)): nobody else has it. Days
on which all are seen ("vision van, all grades") are the calendar's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from detectors.quasi.cues import Cues

# Alternations over one sentence beside one date: stdlib `re` is linear here.
_VISIT: Final = (
    r"(?:visits?|appointments?|appts?|check-?ups?|exams?|cleanings?|fittings?|adjustments?|scans?|consults?"
    r"|consultations?|infusions?"
    r"|treatments?|follow-?ups?|mappings?)"
)
_OF_CARE: Final = (
    r"(?:prenatal|pre-natal|postnatal|postpartum|ob|ob-?gyn|midwife|obstetric\w*|dental|dentist|ortho\w*|pediatric\w*"
    r"|psychiatr\w*"
    r"|audiolog\w*|optometr\w*|ophthalmolog\w*|oncolog\w*|cardiolog\w*|neurolog\w*|endocrin\w*|dermatolog\w*"
    r"|allergist|urolog\w*|gastro\w*"
    r"|well-?child|well-?baby|wic|doctor'?s?|clinic|chemo\w*|dialysis|eye|hearing aids?|brace|braces|ear ?molds?"
    r"|glasses|afos?"
    r"|orthotics?|prosthe\w+|cochlear|retainers?|insulin pump|cgm)"
)
_WORN: Final = (
    r"(?:hearing aids?|cochlear(?: implants?| processors?)?|glasses|eyeglasses|braces|brace|retainers?"
    r"|palate expander|orthotics?|afos?|smos?"
    r"|prosthe\w+|ear ?molds?|insulin pump|cgm|g-?tube|trach|vp shunt|shunt|pacemaker|cast|port|feeding tube"
    r"|scoliosis brace)"
)
_CARE: Final = re.compile(
    rf"\b(?:{_OF_CARE}(?: \w+)? {_VISIT}|(?:first|next|last|second|initial|her|his) (?:ultrasound|sonogram|mammogram"
    rf"|chemo|dialysis)"
    r"|ultrasound|sonogram"
    rf"|{_WORN},?(?: (?!for all)[\w'-]+){{0,3}}?,? (?:fit|fitted|fitting|refit|refitted|checked|adjusted|programmed"
    rf"|mapped|placed|replaced"
    r"|removed|tightened|dispensed|implanted|came off|put on|taken off|changed))\b",
    re.IGNORECASE,
)
_PUBLIC: Final = re.compile(
    r"(?i)\b(?:all (?:students|grades|staff|children|kids)|every (?:student|child)|van|classes|drive|clinic days?"
    r"|screening days?|workshop"
    r"|sign-?ups?|open to|free (?:dental|vision|eye)|serial|inventory|warranty)\b"
)


def is_of_care(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether the sentence of the date ``text[start:end]`` tells a visit or a fitting of one person.

    Args:
        text: the original text.
        start: where the date begins.
        end: one past its last character.
        cues: words round dates.
    """
    low, high = cues.sentence(start, end)
    return _CARE.search(text, low, high) is not None and _PUBLIC.search(text, low, high) is None
