"""What one message says, in offsets of its joined text: the nouns that reading hands to gathering. No text in them.

A reading may be remembered between calls, so it holds offsets and labels only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from detectors.finding import How, Role

UNNAMED: Final = "unnamed"
"""Kind of a mention without a name: "my student", "the 4th grader who ..."."""

RECORD_ROLES: Final = frozenset({"student", "child", "patient"})
"""Whom an education or health record is about."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a person.

    Attributes:
        start: first character in the message.
        end: one past the last.
        kind: base label of the finding, or `UNNAMED`.
        role: what the person is, as far as this mention shows.
        strong: whether a cue beside the name shows the role; otherwise it is a guess from the neighbourhood.
        aside: greeted, signing, or in the header of a mail: spoken to, not spoken of.
        titled: has a title in front: an adult.
        row: where the table row begins whose first or last name it is, or -1: the two are one person's.
    """

    start: int
    end: int
    kind: str
    role: Role
    strong: bool = True
    aside: bool = False
    titled: bool = False
    row: int = -1


@dataclass(frozen=True, slots=True)
class Tie:
    """A term tied to mentions (numbers in `Reading.mentions`) of the same message."""

    tag: str
    start: int
    end: int
    mentions: tuple[int, ...]
    how: How
    score: float


@dataclass(frozen=True, slots=True)
class Loose:
    """A term without a person beside it.

    Attributes:
        tag: its family.
        start: first character in the message.
        end: one past the last.
        score: as of the mark.
        back: whether its sentence points back to a person ("his", "the student").
        group: whether it points at a list ("these", a colon).
    """

    tag: str
    start: int
    end: int
    score: float
    back: bool
    group: bool


@dataclass(frozen=True, slots=True)
class Clue:
    """A fact that helps to tell who somebody is. `mention` is -1 when it may be about anybody in the message."""

    mention: int
    kind: str
    weight: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Age:
    """What the text says of somebody's age: under thirteen, in early learning, and whether it says so outright.

    `mention` is -1 when it is said of the message's children as a whole.
    """

    mention: int
    under13: bool
    early: bool
    sure: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A conclusion that needs no single subject (`detectors.finding.Signal`), in the message."""

    tag: str
    start: int
    end: int
    score: float
    about_child: bool = False
    """Whether it counts only where the text is about a child (`FULLDOC`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says."""

    mentions: tuple[Mention, ...] = ()
    ties: tuple[Tie, ...] = ()
    loose: tuple[Loose, ...] = ()
    clues: tuple[Clue, ...] = ()
    ages: tuple[Age, ...] = ()
    shown: tuple[Shown, ...] = ()
    directory: bool = False

    @property
    def size(self) -> int:
        """How many things it holds, for a cache to weigh."""
        return sum(map(len, (self.mentions, self.ties, self.loose, self.clues, self.ages, self.shown)))
