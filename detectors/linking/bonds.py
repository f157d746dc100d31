"""Every term with its person: those that a reading tied, those left loose, and which of them are personnel."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from detectors.finding import Link
from detectors.linking.clusters import is_unnamed
from detectors.linking.loose import Owners
from detectors.linking.nouns import RECORD_ROLES
from detectors.linking.terms import MEDICAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import How
    from detectors.linking.message import Message
    from detectors.linking.nouns import Reading
    from detectors.linking.people import People

_FURTHER: Final = 0.7
"""Factor on the score of a term that is tied by more than its own sentence or row."""


class Bond(NamedTuple):
    """A term and its person, both by number; the place in the message of that number."""

    tag: str
    who: int
    message: int
    start: int
    end: int
    how: How
    score: float


def bonds(read: Sequence[tuple[Message, Reading]], people: People) -> list[Bond]:
    """All of them. Sets what they say of each person: `Person.record`, `Person.personnel`."""
    found = list(_tied(read, people))
    _note(found, people)
    for_loose = Owners(read, people)
    loose = [
        Bond(term.tag, who, index, term.start, term.end, how, term.score * _FURTHER)
        for index, (_, reading) in enumerate(read)
        for term in reading.loose
        for who, how in for_loose.of(term, index)
    ]
    _note(loose, people)
    found += loose
    _note_adults(found, people)
    return found


def linked(bond: Bond, read: Sequence[tuple[Message, Reading]], people: People) -> Link:
    """The bond as a link; health and discipline of staff are personnel matters."""
    personnel = bond.tag in MEDICAL and people.persons[bond.who].role == "staff"
    place = read[bond.message][0].place(bond.start, bond.end)
    return Link("EMP" if personnel else bond.tag, bond.who, place, bond.how, round(bond.score, 3))


def _tied(read: Sequence[tuple[Message, Reading]], people: People) -> Iterator[Bond]:
    for index, (_, reading) in enumerate(read):
        for tie in reading.ties:
            for mention in tie.mentions:
                who = people.of[index][mention]
                # Only a word like "the student" stands here; who it is was said in an earlier message.
                earlier = is_unnamed(reading.mentions[mention]) and people.persons[who].mentions[0][0] < index
                yield Bond(tie.tag, who, index, tie.start, tie.end, "turn" if earlier else tie.how, tie.score)


def _note(found: Sequence[Bond], people: People) -> None:
    for bond in found:
        person = people.persons[bond.who]
        if bond.tag == "EMP":
            person.personnel = True
        else:
            person.record = True


def _note_adults(found: Sequence[Bond], people: People) -> None:
    """In a message on personnel without a child, health and discipline are personnel matters too."""
    persons = people.persons
    about: defaultdict[int, set[str]] = defaultdict(set)
    for bond in found:
        about[bond.who].add(bond.tag)
    adult = {
        index
        for index in {bond.message for bond in found if bond.tag == "EMP"}
        if not any(persons[n].role in RECORD_ROLES and persons[n].strong for n in people.of[index])
    }
    for bond in found:
        person = persons[bond.who]
        if bond.message in adult and person.role in ("student", "other") and about[bond.who] <= MEDICAL | {"EMP"}:
            person.personnel = True
