"""A month, a quarter or a year as people write it, in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from proxy.errors import BadRequest

_MONTHS: Final = 12
_SHAPE: Final = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its name, its first moment and the first after it (stamps), and the step of its plots."""

    name: str
    since: str
    until: str
    step: Literal["day", "month"]

    def buckets(self) -> list[str]:
        """Every day or month of it, as roll-ups name them."""
        at, end = date.fromisoformat(self.since[:10]), date.fromisoformat(self.until[:10])
        days = [(at + timedelta(days=count)).isoformat() for count in range((end - at).days)]
        return days if self.step == "day" else sorted({day[: len("2026-10")] for day in days})


def period_of(text: str) -> Period:
    """The period of ``2026-10``, ``2026-Q4`` or ``2026``.

    Raises:
        BadRequest: it is written otherwise.
    """
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise BadRequest("A period is written 2026-10 (month), 2026-Q4 (quarter) or 2026 (year).", param="period")
    year, month, quarter = int(found[1]), found[2], found[3]
    if month:
        first, months = int(month), 1
    elif quarter:
        first, months = 3 * int(quarter) - 2, 3
    else:
        first, months = 1, _MONTHS
    return Period(found[0], _begin(year, first), _begin(year, first + months), "day" if months == 1 else "month")


def _begin(year: int, month: int) -> str:
    year, month = year + (month - 1) // _MONTHS, (month - 1) % _MONTHS + 1
    return f"{year}-{month:02d}-01T00:00:00.000Z"
