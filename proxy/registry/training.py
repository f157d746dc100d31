"""Who may use AI tools by their training: a course that was completed and has not lapsed. Pure: the date is handed in.

The gate is off unless a course is required. Grace runs from the day on which an attestation lapsed, or from the first
call of somebody who never had one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from proxy.errors import TrainingRequired

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

HEADER: Final = "x-chaperone-training"
SELF: Final = "self"
"""Channel of what people say of themselves."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is required.

    Attributes:
        id: the course; empty when none is required.
        title: its name for people.
        url: where it is taken.
        version: only this version counts; empty for any.
        valid_days: days for which it counts after it was completed.
        grace_days: days for which calls go on without it.
        remind_days: days before its end from which answers say so.
        self_attestation: whether people may say themselves that they took it.
        exempt: callers of whom none is asked (jobs with an owner of their own).
    """

    id: str = ""
    title: str = ""
    url: str = ""
    version: str = ""
    valid_days: int = 365
    grace_days: int = 0
    remind_days: int = 30
    self_attestation: bool = False
    exempt: frozenset[str] = frozenset()

    def asked_of(self, person: str) -> bool:
        """Whether somebody needs it."""
        return bool(self.id) and person not in self.exempt


@dataclass(frozen=True, slots=True)
class Attestation:
    """That a person completed a course; valid from `completed` to `expires`, both included.

    Attributes:
        withdrawn_by: who cut it short, for a reason that is on record; after `expires` there is no grace then.
    """

    person: str
    course: str
    version: str
    completed: date
    expires: date
    recorded_by: str = ""
    recorded_at: str = ""
    channel: str = ""
    withdrawn_by: str = ""

    @property
    def facts(self) -> tuple[date, date]:
        """By which the later of two is told."""
        return self.completed, self.expires

    def yields_to(self, other: Attestation) -> bool:
        """Whether another one of the same person and course takes its place.

        One that was cut short yields to a course that was completed later and that somebody else recorded: neither the
        file it came from, read once more, nor the person's own word brings it back.
        """
        if self.withdrawn_by:
            return other.completed > self.completed and other.channel != SELF
        return self.facts < other.facts


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody's attestations of the required course, as of one version of the database."""

    version: int = 0
    attested: Mapping[str, Attestation] = field(default_factory=dict)
    first_calls: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a person's training comes to today.

    Attributes:
        valid: whether it counts today; None where none is asked.
        until: last day of it, or of the grace; None where there is none.
        grace: whether calls go on only for a while.
        unknown: whether nothing is known of the person yet, not even a first call.
        withdrawn: whether somebody cut it short, so that the person's own word does not mend it.
    """

    valid: bool | None
    until: date | None = None
    grace: bool = False
    unknown: bool = False
    withdrawn: bool = False

    @property
    def refused(self) -> bool:
        """Whether calls stop here."""
        return self.valid is False and not self.grace and not self.unknown


def trained(course: Course, roll: Roll, person: str, today: date) -> Trained:
    """What somebody's training comes to today."""
    if not course.asked_of(person):
        return Trained(None)
    found = roll.attested.get(person)
    if found is not None and found.withdrawn_by and today > found.expires:
        return Trained(valid=False, until=found.expires, withdrawn=True)
    if found is not None and course.version in ("", found.version) and found.completed <= today:
        if today <= found.expires:
            return Trained(valid=True, until=found.expires)
        return _in_grace(course, found.expires, today)
    first = roll.first_calls.get(person)
    if first is None:
        return Trained(valid=False, unknown=course.grace_days > 0)
    return _in_grace(course, first - timedelta(days=1), today)


def _in_grace(course: Course, last_good_day: date, today: date) -> Trained:
    until = last_good_day + timedelta(days=course.grace_days)
    return Trained(valid=False, until=until, grace=today <= until)


def reminder(course: Course, found: Trained, today: date) -> dict[str, str]:
    """The header that reminds, where the end is near; otherwise nothing."""
    if found.until is None or found.refused or (found.until - today).days > course.remind_days:
        return {}
    what = "required by" if found.grace else "valid until"
    where = f"; see {course.url}" if course.url.isascii() and course.url else ""
    return {HEADER: f"{what} {found.until.isoformat()}{where}"}


def refusal(course: Course, found: Trained) -> TrainingRequired:
    """The error for somebody whose training does not count: what to do, and where."""
    title = course.title or course.id
    ended = f" (yours ended on {found.until})" if found.until is not None and not course.grace_days else ""
    where = f" at {course.url}" if course.url else ""
    oneself = course.self_attestation and not found.withdrawn
    if oneself:
        then, luego = "then confirm it with POST /v1/training/attestations", "después confírmelo"
    else:
        then, luego = "then ask IT to record it", "después pida que se registre"
    return TrainingRequired(
        f"Before you use AI tools, complete the course {title}{where}{ended}, {then}.",
        details={
            "clause": "Policy 5023, Training",
            "course": course.id,
            "url": course.url or None,
            "self_attestation": oneself,
            "explanation": {
                "en": {
                    "found": "Nothing was looked at.",
                    "who": "IT can decide otherwise.",
                    "why": "The AI-use policy asks for training before AI tools are used.",
                    "done": "It was not sent.",
                    "next": f"Complete the course {title}{where}, {then}.",
                    "clause": "Policy 5023, Training",
                },
                "es": {
                    "found": "No se miró nada.",
                    "who": "El equipo de informática puede decidir otra cosa.",
                    "why": "La política de uso de IA pide una capacitación antes de usar herramientas de IA.",
                    "done": "No se envió.",
                    "next": f"Complete el curso {title}{' en ' + course.url if course.url else ''}, {luego}.",
                    "clause": "Policy 5023, Training",
                },
            },
        },
    )
