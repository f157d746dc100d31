"""Which approvals end soon. Pure: names and last days are handed in, today too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from proxy.registry.nouns import Name

THRESHOLDS_DAYS: Final = (7, 30, 60)
"""An end within these many days is announced, by the smallest that fits."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An approval that has ended, or ends within 60 days.

    Attributes:
        name: the tool.
        expires: its last day.
        days: days left, 0 on the last day; negative when it has ended.
        within: 7, 30 or 60; 0 when it has ended.
    """

    name: Name
    expires: date
    days: int
    within: int

    @property
    def sentence(self) -> str:
        """For people."""
        if self.within == 0:
            return f"the approval of {self.name} ended on {self.expires}: its calls are refused"
        return f"the approval of {self.name} ends on {self.expires}, in {self.days} days (within {self.within})"


def ends(approvals: Iterable[tuple[Name, date]], today: date) -> list[Ending]:
    """All that have ended or end within 60 days, soonest first."""
    found = []
    for name, expires in approvals:
        days = (expires - today).days
        within = 0 if days < 0 else next((limit for limit in THRESHOLDS_DAYS if days <= limit), None)
        if within is not None:
            found.append(Ending(name, expires, days, within))
    return sorted(found, key=lambda each: (each.days, str(each.name)))
