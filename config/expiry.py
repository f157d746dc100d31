"""What ends soon: approvals and keys. Ended ones are no error of the configuration; their calls are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from config.models import Settings
    from config.problems import Place

OF_PROVIDER = "approval of provider "
THRESHOLDS_DAYS = (7, 30, 60)
"""An end within these many days is announced, by the smallest that fits."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that has ended, will end soon, or has not begun.

    Attributes:
        place: the date in the settings.
        what: ``approval of provider <id>`` or ``key of caller <id>``.
        expires: its last day (its first day if it has not begun).
        days: days left, counting neither today nor later than the last day; negative when it has ended.
        within: 7, 30 or 60; 0 when it has ended or not begun.
    """

    place: Place
    what: str
    expires: date
    days: int
    within: int
    begun: bool = True

    @property
    def ended(self) -> bool:
        """Whether calls are refused because of it."""
        return self.days < 0 or not self.begun

    @property
    def sentence(self) -> str:
        """For people."""
        if not self.begun:
            return f"the {self.what} begins on {self.expires}: until then its calls are refused"
        if self.ended:
            return f"the {self.what} ended on {self.expires}: its calls are refused"
        return f"the {self.what} ends on {self.expires}, in {self.days} days (within {self.within})"


def endings(settings: Settings, today: date) -> list[Ending]:
    """All that has ended or ends within 60 days, soonest first."""
    return sorted(_endings(settings, today), key=lambda each: each.days)


def _endings(settings: Settings, today: date) -> Iterator[Ending]:
    for index, provider in enumerate(settings.providers):
        what, approval = f"{OF_PROVIDER}{provider.id}", provider.approval
        if approval is None:
            continue
        place: Place = ("providers", index, "approval")
        if approval.on > today:
            yield Ending((*place, "on"), what, approval.on, 0, 0, begun=False)
        yield from _ending((*place, "expires"), what, approval.expires, today)
    for index, caller in enumerate(settings.callers):
        yield from _ending(("callers", index, "expires"), f"key of caller {caller.id}", caller.expires, today)


def _ending(place: Place, what: str, expires: date, today: date) -> Iterator[Ending]:
    found = ending(place, what, expires, today)
    if found is not None:
        yield found


def ending(place: Place, what: str, expires: date, today: date) -> Ending | None:
    """An end that has come, or comes within 60 days; None for a later one."""
    days = (expires - today).days
    if days < 0:
        return Ending(place, what, expires, days, 0)
    within = next((limit for limit in THRESHOLDS_DAYS if days <= limit), None)
    return None if within is None else Ending(place, what, expires, days, within)
