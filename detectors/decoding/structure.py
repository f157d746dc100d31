"""Lengths that say what a number may be: digits as the forms they stand in are written."""

from __future__ import annotations

_SSN, _PHONE, _CARD = 9, 10, 16


def dashed(digits: str) -> str | None:
    """Nine digits as a social security number, ten (or eleven with a 1) as a telephone number, sixteen as a card."""
    if len(digits) == _SSN:
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
    if len(digits) == _PHONE:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if len(digits) == _PHONE + 1 and digits[0] == "1":
        return f"1-{dashed(digits[1:])}"
    return digits if len(digits) == _CARD else None


_FORMS = {(3, 2, 4): "-", (3, 3, 4): "-", (1, 3, 3, 4): "-", (4, 4, 4, 4): " ", (4, 6, 5): " "}
_DATES = {(1, 1, 2), (1, 1, 4), (1, 2, 2), (1, 2, 4), (2, 1, 2), (2, 1, 4), (2, 2, 2), (2, 2, 4), (4, 2, 2), (4, 1, 2)}


def formed(groups: list[str]) -> str | None:
    """Groups of digits that have the lengths of a number's usual groups, written the usual way."""
    mark = _FORMS.get(tuple(map(len, groups)))
    return None if mark is None else mark.join(groups)


def dated(groups: list[str]) -> str | None:
    """Groups of digits that have the lengths of a date's parts, written as a date."""
    return "/".join(groups) if tuple(map(len, groups)) in _DATES else None


_LAST_MONTH, _LAST_DAY = 12, 31
_YEARS = ("19", "20")
_YEAR, _SHORTEST_DATE, _LONGEST_DATE = 4, 6, 8


def as_date(digits: str) -> str | None:
    """Month, day and year of four digits that were said in one go, where they can be such."""
    year = digits[-_YEAR:]
    if not _SHORTEST_DATE <= len(digits) <= _LONGEST_DATE or not year.startswith(_YEARS):
        return None
    rest = digits[:-_YEAR]
    for cut in (len(rest) // 2, len(rest) - len(rest) // 2):
        if 0 < int(rest[:cut]) <= _LAST_MONTH and 0 < int(rest[cut:]) <= _LAST_DAY:
            return f"{rest[:cut]}/{rest[cut:]}/{year}"
    return None
