"""The people of a conversation: mentions of all messages brought together, each with one role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detectors.linking.clusters import Clusters, named_kind
from detectors.linking.nouns import RECORD_ROLES, UNNAMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Role
    from detectors.linking.message import Message
    from detectors.linking.nouns import Mention, Reading

_STAFF: Final = "staff"
_FROM_CUES: Final[tuple[Role, ...]] = ("student", "child", "patient", "guardian")


@dataclass(slots=True)
class Person:
    """One person while linking works.

    Attributes:
        mentions: number of the message and the mention; only `add` adds to it.
        personnel: whether a personnel term is about the person.
        record: whether a term of another family is.
        early: whether the person is a child in early learning.
        strong: whether a cue shows the role, or nothing but a word mentions the person.
        named: whether a name is known.
        spoken_of: whether the person is not only greeted, signing or in a mail header.
        titled: whether every mention has a title in front: an adult.
    """

    mentions: list[tuple[int, Mention]] = field(default_factory=list)
    personnel: bool = False
    record: bool = False
    early: bool = False
    strong: bool = False
    named: bool = False
    spoken_of: bool = False
    titled: bool = True
    _shown: set[Role] = field(default_factory=set)
    _guessed: set[Role] = field(default_factory=set)

    def add(self, message: int, mention: Mention) -> None:
        """One more mention; what the mentions say together is kept up to date, because it is asked for often."""
        self.mentions.append((message, mention))
        shown = mention.strong and mention.role != "other"
        (self._shown if shown else self._guessed).add(mention.role)
        self.strong |= shown
        self.named |= named_kind(mention)
        self.spoken_of |= not mention.aside
        self.titled &= mention.titled

    @property
    def role(self) -> Role:
        """What the person is: the strongest cue of all mentions decides; a personnel matter outweighs a guess."""
        for role in _FROM_CUES:
            if role in self._shown:
                return "child" if self.early and role == "student" else role
        if self.personnel or _STAFF in self._shown | self._guessed:
            return "staff"
        if self.early:
            return "child"
        if "student" in self._guessed:
            return "student"
        return "public" if self._shown | self._guessed == {"public"} else "other"


class People:
    """All of them, by number; `of` gives the number for each mention of each message."""

    def __init__(self, read: Sequence[tuple[Message, Reading]]) -> None:
        self.persons: list[Person] = []
        self.of: list[list[int]] = []
        self.focus: list[int] = []
        """Per message: who an earlier message left in mind, or -1."""
        self._groups = _groups(read)
        self._numbers: dict[object, int] = {}
        mind = -1
        for index, (message, reading) in enumerate(read):
            self.focus.append(mind)
            self.of.append([self._number(index, message, mention, mind) for mention in reading.mentions])
            about = [n for n in self.of[-1] if self._may_be_meant(n)]
            mind = about[-1] if about else mind

    def here(self, index: int) -> list[int]:
        """Numbers of the people of a message, once each, in order."""
        return list(dict.fromkeys(self.of[index]))

    def _number(self, index: int, message: Message, mention: Mention, mind: int) -> int:
        key: object
        if mention.row >= 0:
            key = (index, mention.row, mention.role)
        elif named_kind(mention):
            key = self._groups[mention.kind, message.text[mention.start : mention.end]]
        elif mention.kind == UNNAMED:
            if mind >= 0 and mention.role == "student":
                self.persons[mind].add(index, mention)
                return mind
            key = (index, UNNAMED, mention.role)
        else:
            key = (mention.kind, message.text[mention.start : mention.end])
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.persons)
            self.persons.append(Person())
        self.persons[number].add(index, mention)
        return number

    def _may_be_meant(self, number: int) -> bool:
        person = self.persons[number]
        return person.role in RECORD_ROLES or (person.role == "other" and person.spoken_of and not person.titled)


def _groups(read: Sequence[tuple[Message, Reading]]) -> dict[tuple[str, str], int]:
    surfaces = dict.fromkeys(
        (mention.kind, message.text[mention.start : mention.end])
        for message, reading in read
        for mention in reading.mentions
        if named_kind(mention)
    )
    return Clusters().learn(list(surfaces))
