"""The training gate of the pipeline: immutable, replaced whole when an attestation is recorded anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proxy.registry.training import Course, Roll, reminder, trained

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from proxy.registry.training import Trained


async def _nobody_notes(_person: str, day: date) -> date:
    return day


@dataclass(frozen=True, slots=True)
class Gate:
    """What is required, and who has it.

    Attributes:
        course: the required course; without one the gate is open.
        roll: everybody's attestations.
        note_first_call: stores the day on which somebody without training called first, from which their grace runs.
    """

    course: Course = field(default_factory=Course)
    roll: Roll = field(default_factory=Roll)
    note_first_call: Callable[[str, date], Awaitable[date]] = _nobody_notes

    async def trained(self, person: str, today: date) -> Trained:
        """What somebody's training comes to, their first call noted.

        Raises:
            StateUnavailable: a first call could not be noted.
        """
        found = trained(self.course, self.roll, person, today)
        if not found.unknown:
            return found
        first = await self.note_first_call(person, today)
        known = replace(self.roll, first_calls={**self.roll.first_calls, person: first})
        return trained(self.course, known, person, today)

    def headers(self, found: Trained, today: date) -> dict[str, str]:
        """What answers say of a training that ends soon."""
        return reminder(self.course, found, today)
