"""What a single cell says: a date of birth, a yes or no, a list, a person's full name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from detectors.roster.folding import PARTICLES

OLDEST_YEARS: Final = 120
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AMERICAN: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?")
_YEAR: Final = re.compile(r"\d{4}")
_YES: Final = frozenset(
    {"true", "yes", "y", "1", "x", "t", "opt-out", "optout", "opted out", "withhold", "si", "s\u00ed"}
)
_NO: Final = frozenset({"false", "no", "n", "0", "", "f", "opt-in", "release", "none"})
_PEOPLE: Final = re.compile(r"\s*(?:;|&|/|\band\b|\by\b|\n)\s*", re.IGNORECASE)
_TYPED: Final = re.compile(r"\{\s*[^{}:]*:\s*([^{}]*)\}")


def birth_year(cell: str) -> int | None:
    """The year of a date (ISO 8601, ``20160314``, ``3/14/2016`` or a year alone); 0 for an empty cell, else None."""
    if not cell:
        return 0
    if _YEAR.fullmatch(cell):
        year, month, day = int(cell), 1, 1
    elif match := (_ISO.fullmatch(cell) or _COMPACT.fullmatch(cell)):
        year, month, day = map(int, match.groups())
    elif match := _AMERICAN.fullmatch(cell):
        month, day, year = map(int, match.groups())
    else:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    this_year = datetime.now(UTC).year
    return year if this_year - OLDEST_YEARS <= year <= this_year else None


def yes_or_no(cell: str) -> bool | None:
    """Whether it says yes; None when it says neither."""
    low = cell.casefold()
    return True if low in _YES else False if low in _NO else None


def listed(cell: str) -> list[str]:
    """The items of a cell that holds several, parted by commas (OneRoster) or semicolons."""
    return [item.strip() for item in re.split(r"[,;]", cell) if item.strip()]


def typed_ids(cell: str) -> list[str]:
    """Identifiers of OneRoster's ``userIds``: ``{type:id},{type:id}``, or plain ones."""
    found = [match.strip() for match in _TYPED.findall(cell)]
    return [each for each in found if each] if found else listed(cell)


def full_name(text: str) -> tuple[str, str]:
    """Given and family name of "Last, First" or "First Last"; particles belong to the family name."""
    family, comma, given = text.partition(",")
    if comma:
        return given.strip(), family.strip()
    words = text.split()
    first_of_family = max(1, len(words) - 1)
    while first_of_family > 1 and words[first_of_family - 1].casefold() in PARTICLES:
        first_of_family -= 1
    return " ".join(words[:first_of_family]), " ".join(words[first_of_family:])


def people(text: str) -> list[tuple[str, str]]:
    """Names in a cell that may hold several people: "Ana and Luis Delgado", "Delgado, Ana; Ortiz, Luis"."""
    named = [full_name(part) for part in _PEOPLE.split(text) if part.strip()]
    last = named[-1][1] if named else ""
    return [(given, family or last) for given, family in named]
