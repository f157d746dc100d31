"""Serial numbers of what a person wears or speaks with: hearing aids, pumps, receivers, wheelchairs, speech devices.

45 CFR 164.514(b)(2)(i)(M). The number of a copier or a projector is an office's own; that of a hearing aid is the
number of whoever wears it. Two aids have two: "SN L 81540227 / R 81540228".
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.lookalikes import otherwise
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

_WORN: Final = compile_pattern(
    r"(?i)\b(?:aids?|hearing|cochlear|implants?|(?:sound|speech) processors?|receivers?|transmitters?|roger"
    r"|fm (?:system|unit)|baha|bone conduction|earmolds?|pumps?|omnipod|dexcom|libre|cgm|glucometers?|glucose"
    r"|(?:heart|apnea|seizure|sleep) monitors?|pacemakers?|defibrillators?|stimulators?|vns|shunts?|ventilators?|vents?"
    r"|cpap|bipap|trach\w*|oximeters?|nebulizers?|inhalers?|suction|concentrators?|feeding|g-?tube|prosthe\w+"
    r"|orthos[ei]s|orthotics?|braces?|wheel ?chairs?|power chairs?|strollers?|standers?|walkers?|gait trainers?"
    r"|hoyer|aac|sgd|speech[- ]generating|communication devices?|talkers?|tobii|dynavox|novachat|eye ?gaze|braille\w*"
    r"|perkins|magnifiers?|notetakers?|smart canes?|aud[ií]fonos?|bomba|silla de ruedas|marcapasos)\b"
)
_SIGN: Final = r"(?:s[/.]?n\.?|ser(?:ial)?s?\.?|n[uú]mero de serie|serie)(?: ?(?:nos?\.?|numbers?|nums?|nbr|#))?"
_SIDE: Final = r"(?:left|right|lt|rt|l|r|izq(?:uierdo)?|der(?:echo)?)\b\.?"
_VALUE: Final = r"[A-Z]{0,6}-?\d[A-Z0-9]*(?:-[A-Z0-9]+){0,4}|[A-Z]{1,3}(?:\d+[A-Z]+){1,4}\d*"
_NAMED: Final = compile_pattern(rf"(?i)(?:^|[^\pL]){_SIGN}[^\pL\pN]")
_BEFORE, _AFTER, _PAIR = 90, 40, 40
_FEWEST, _SHORTEST = 4, 5


def _worn(value: str, text: str, start: int, end: int) -> str | None:
    """Beside a word for what somebody wears, on its line or the one before; not a year, a date or a telephone."""
    around = text[max(0, start - _BEFORE) : start] + " " + text[end : end + _AFTER].partition("\n")[0]
    enough = len(value) >= _SHORTEST and sum(map(str.isdigit, value)) >= _FEWEST and not otherwise(value)
    return "DEVICE_ID" if enough and _WORN.search(around) is not None else None


def _other_side(value: str, text: str, start: int, end: int) -> str | None:
    """The second of two, behind its side."""
    named = _NAMED.search(text[max(0, start - _PAIR) : start]) is not None
    return _worn(value, text, start, end) if named else None


DETECTOR = PatternDetector(
    "identifiers.assistive",
    (
        Rule(
            "DEVICE_ID",
            rf"(?i)(?:^|[^\pL\pN]){_SIGN}[ .:#=]{{0,3}}(?:(?:is|was)[ :]|{_SIDE}[ .:#=]{{0,3}})?({_VALUE})",
            "label",
            0.85,
            _worn,
        ),
        Rule("DEVICE_ID", rf"(?i)(?:^|[^\pL\pN]){_SIDE}[ .:#=]{{1,3}}({_VALUE})", "label", 0.8, _other_side),
    ),
    needs=(DIGIT,),
)
