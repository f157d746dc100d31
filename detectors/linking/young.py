"""Who is under thirteen and who is in early learning, from what all messages say of ages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from detectors.linking.bonds import Bond
from detectors.linking.nouns import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import How
    from detectors.linking.message import Message
    from detectors.linking.nouns import Age, Reading
    from detectors.linking.people import People

_SCORE: Final = 0.9
_ENOUGH: Final = 8
"""Of what a message says of its children as a whole: the first few decide."""


def young(read: Sequence[tuple[Message, Reading]], people: People) -> tuple[frozenset[int], list[Bond]]:
    """Numbers of those under thirteen, and for each child in early learning what shows it. Sets `Person.early`."""
    under: set[int] = set()
    early: list[Bond] = []
    for who, found in _said(read, people).items():
        first = next((age for _, age in found if age.sure), None)
        if not (first.under13 if first is not None else any(age.under13 for _, age in found)):
            continue
        under.add(who)
        index, reason = next(((index, age) for index, age in found if age.early), (0, None))
        if reason is not None and (first is None or first.early or reason.mention >= 0):
            people.persons[who].early = True
            how: How = "sentence" if reason.mention >= 0 else "only"
            early.append(Bond("EARLY", who, index, reason.start, reason.end, how, _SCORE))
    return frozenset(under), early


def _said(read: Sequence[tuple[Message, Reading]], people: People) -> dict[int, list[tuple[int, Age]]]:
    """Per person what is said, with the number of the message; of the person first, then of all children there."""
    said: defaultdict[int, list[tuple[int, Age]]] = defaultdict(list)
    for index, (_, reading) in enumerate(read):
        for age in reading.ages:
            if age.mention >= 0:
                said[people.of[index][age.mention]].append((index, age))
    sure = {who for who, found in said.items() if any(age.sure for _, age in found)}
    for index, (_, reading) in enumerate(read):
        for age in _of_all(reading):
            for who in _children(index, people):
                if age.early or who not in sure:
                    said[who].append((index, age))
    return said


def _of_all(reading: Reading) -> Iterator[Age]:
    loose = [age for age in reading.ages if age.mention < 0]
    yield from loose[:_ENOUGH]
    yield from [age for age in loose[_ENOUGH:] if age.early][:1]


def _children(index: int, people: People) -> list[int]:
    """The children of a message; where it names none, their families."""
    persons, here = people.persons, people.here(index)
    known = [
        n
        for n in here
        if (persons[n].role in RECORD_ROLES and (persons[n].strong or persons[n].record))
        or (persons[n].role == "other" and persons[n].record)
    ]
    return (
        known
        or [n for n in here if persons[n].role in RECORD_ROLES]
        or [n for n in here if persons[n].role == "guardian"]
    )
