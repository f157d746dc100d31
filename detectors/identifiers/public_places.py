"""Whether an address is that of an office or of a public event's venue: nobody's home, so it stays."""

from __future__ import annotations

from detectors.identifiers.pattern import compile_pattern

_OFFICE = compile_pattern(
    r"(?i)\b(?:school|elementary|middle|high|academy|district office|central office|main office|our office"
    r"|offices?|esd|headquarters|campus"
    r"|university|college|hospital|clinic|library|agency|department|courthouse|museum|church|center|centre"
    r"|warehouse|receiving"
    r"|escuela|oficina|ship(?:ped|ping)? to|bill to|vendor|venue|held at|located at|theat(?:er|re)|hotel"
    r"|restaurant|store)\b"
)
_HOME = compile_pattern(
    r"(?i)\b(?:home|lives?|living|resid\w+|moved|apt|apartment|student|child|mom|dad|mother|father|parent"
    r"|guardian|family|grandm\w+"
    r"|aunt|uncle|foster|shelter|staying|vive[n]?|casa|domicilio|bus stop|pick(?:ed)?[ -]?up|dob|ssid)\b"
)
_VENUE = compile_pattern(
    r"(?i)\b(?:parking(?: is| will be)?(?: free| available)?(?: (?:at|in|near|by|on)| ?:)|park (?:at|in|near)"
    r"|doors open|keynotes?"
    r"|conference|convention|auditorium|ballroom|fairgrounds?|arena|stadium|pavilion|parking garage|gala|concert"
    r"|matinee"
    r"|estacionamiento (?:en|gratis))\b"
)
"""Before the address of a public event."""
_SOMEBODYS = compile_pattern(
    r"(?i)\b(?:he|she|they|his|her|their|my|birthday|party|sleepover|play ?date|house|lives|car|rv|camper|van"
    r"|trailer|tent|overnight|sleep\w*|nights?|mr|ms|mrs)\b|\pL's\b"
)
_REACH = 70
_AFTER = 40


def is_office(text: str, start: int, end: int) -> bool:
    """Whether the line says that an address is an office's: a word for one near it, and no word for a home."""
    low = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    before = text[low:start]
    if not before.strip() and low > 0:
        above = text.rfind("\n", 0, low - 1) + 1
        before = text[max(above, low - _REACH) : start]
    before = before.rpartition(". ")[2]
    line_end = text.find("\n", end)
    after = text[end : min(end + _AFTER, len(text) if line_end < 0 else line_end)].partition(". ")[0]
    around = before + " " + after
    if _HOME.search(around) is not None:
        return False
    venue = _VENUE.search(before) is not None and _SOMEBODYS.search(around) is None
    return venue or _OFFICE.search(around) is not None
