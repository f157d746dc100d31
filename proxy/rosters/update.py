"""What an import brings: persons, who has left, and what became known of persons that it does not repeat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.roster.person import Mark, Person

ONEROSTER_1_1: Final = "oneroster_1_1"
ONEROSTER_1_2: Final = "oneroster_1_2"
PLAIN: Final = "csv"
FORMATS: Final = (ONEROSTER_1_1, ONEROSTER_1_2, PLAIN)


@dataclass(frozen=True, slots=True)
class Known:
    """What a delta says of a person without repeating the person.

    Attributes:
        birth_year: new one, or None.
        opt_out: new state, or None.
        role: new roles, or None.
    """

    birth_year: int | None = None
    opt_out: bool | None = None
    role: Mark | None = None


@dataclass(slots=True)
class Update:
    """One import, while it is read.

    Attributes:
        format: one of `FORMATS`.
        delta: whether it changes what is there (True) or replaces it.
        persons: to be read once; fills `removed` and the counts on the way.
        removed: identifiers of persons who have left.
        known: by identifier, about persons who are not among `persons`; complete when those were read.
        left_out: rows that are no person of a roster (staff, when staff are not wanted).
        without_name: persons of whom only identifiers are known.
    """

    format: str
    delta: bool
    persons: Iterator[Person] = field(repr=False)
    removed: set[str] = field(default_factory=set, repr=False)
    known: dict[str, Known] = field(default_factory=dict, repr=False)
    left_out: int = 0
    without_name: int = 0
