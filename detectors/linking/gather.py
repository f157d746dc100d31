"""All messages together: terms find their person, links and signals get places, and tags follow."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from detectors.finding import DIRECT, Evidence, Records, Signal, Subject
from detectors.linking.bonds import bonds, linked
from detectors.linking.identify import REQUESTER, judged
from detectors.linking.nouns import RECORD_ROLES
from detectors.linking.people import People
from detectors.linking.tags import tags_of
from detectors.linking.terms import family
from detectors.linking.young import young

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Place
    from detectors.linking.message import Message
    from detectors.linking.nouns import Reading

OPTED_OUT: Final = "OPTOUT"
"""The roster's mark: directory information may not be disclosed (34 CFR 99.37)."""
_HEALTH: Final = frozenset({"HLTH", "MH", "P2", "SEXH"})


def gather(read: Sequence[tuple[Message, Reading]]) -> Records:
    """What the messages of a conversation add up to.

    Args:
        read: each message that has findings or marks, with its reading, in order.
    """
    people = People(read)
    found = bonds(read, people)
    health = frozenset(bond.who for bond in found if bond.tag in _HEALTH)
    under13, early = young(read, people)
    links = tuple(dict.fromkeys(linked(bond, read, people) for bond in (*found, *early)))
    signals = tuple(_signals(read, people))
    subjects = _subjects(read, people, under13)
    said = frozenset(link.tag for link in links) | frozenset(signal.tag for signal in signals)
    tags = tags_of(read, people, subjects, said, health)
    return Records(subjects, links, signals, tags, tuple(_opted_out(read)))


def _signals(read: Sequence[tuple[Message, Reading]], people: People) -> Iterator[Signal]:
    for index, (message, reading) in enumerate(read):
        about_child = any(people.persons[n].role in RECORD_ROLES for n in people.of[index])
        for each in reading.shown:
            if about_child or not each.about_child:
                yield Signal(each.tag, message.place(each.start, each.end), each.score)


def _opted_out(read: Sequence[tuple[Message, Reading]]) -> Iterator[Place]:
    for message, _ in read:
        yield from (message.place(mark.start, mark.end) for mark in message.marks if family(mark) == OPTED_OUT)


def _subjects(read: Sequence[tuple[Message, Reading]], people: People, under13: frozenset[int]) -> tuple[Subject, ...]:
    evidence = _evidence(read, people)
    found: list[Subject] = []
    for number, person in enumerate(people.persons):
        identifiability, weight = judged(evidence[number])
        mentions = tuple(read[i][0].place(m.start, m.end) for i, m in person.mentions)
        child = number in under13 and person.role not in ("staff", "public")
        facts = tuple(dict.fromkeys(evidence[number]))
        found.append(Subject(person.role, identifiability, weight, child, mentions, facts))
    return tuple(found)


def _evidence(read: Sequence[tuple[Message, Reading]], people: People) -> defaultdict[int, list[Evidence]]:
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for index, (message, reading) in enumerate(read):
        here = people.of[index]
        sole = _sole(here, people)
        asking = _asking(index, message, reading, people)
        for clue in reading.clues:
            who = here[clue.mention] if clue.mention >= 0 else sole
            if who < 0:
                continue
            if clue.weight < DIRECT and people.persons[who].role in ("staff", "public", "guardian"):
                who = sole if sole >= 0 else who
            place = message.place(clue.start, clue.end)
            found[who].append(Evidence(clue.kind, clue.weight, place))
            if clue.kind == "unique_event" and asking is not None:
                found[who].append(Evidence(REQUESTER, 0, asking))
    return found


def _sole(here: Sequence[int], people: People) -> int:
    """The only child or patient of a message, or its only person, else -1."""
    children = {n for n in here if people.persons[n].role in RECORD_ROLES}
    if not children:
        children = set(here)
    return next(iter(children)) if len(children) == 1 else -1


def _asking(index: int, message: Message, reading: Reading, people: People) -> Place | None:
    """Where a named adult of the message stands, who may be the one that asks."""
    for number, mention in zip(people.of[index], reading.mentions, strict=True):
        person = people.persons[number]
        if person.named and person.role in ("other", "guardian"):
            return message.place(mention.start, mention.end)
    return None
