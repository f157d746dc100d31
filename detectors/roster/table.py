"""The roster as workers have it: sorted digests in a file that all of them map, so that they share one copy in memory.

An array that looks sorted and is not would let names through, so the file is checked as a whole (`sealed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.roster import sealed

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Keys = npt.NDArray[np.uint64]
    Marks = npt.NDArray[np.uint16]

MAGIC: Final = b"CHPROST1"
FIRST_YEAR: Final = 1900
"""A birth year is kept as years after this one, in the high byte of a mark; 0: not known."""
YEAR_SHIFT: Final = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """What a header tells: nothing about any one person.

    Attributes:
        edition: 32 hexadecimal digits, new with every file.
        made: when it was made, ISO 8601, UTC.
        people: number of people.
        dense: lengths of all-digit identifiers of which so many are taken that a number met by chance may be one.
        counts: other numbers for people to read (students, family, staff, under 13, opted out).
    """

    edition: str
    made: str
    people: int
    dense: tuple[int, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Sorted digests and their marks.

    Attributes:
        facts: the header.
        words: digests of all words of all names.
        names: digests of names.
        name_marks: what is known of the people behind each name.
        tokens: digests of identifiers.
        token_marks: what is known of the people behind each identifier, and its kind.
    """

    facts: Facts
    words: Keys
    names: Keys
    name_marks: Marks
    tokens: Keys
    token_marks: Marks

    def __repr__(self) -> str:
        return f"Table({self.facts.people} people, edition {self.facts.edition[:8]})"


def write(path: Path, table: Table, key: bytes) -> None:
    """Write the file, which must not exist.

    Raises:
        OSError: it cannot be written.
    """
    facts = table.facts
    header = {
        "edition": facts.edition,
        "made": facts.made,
        "people": facts.people,
        "dense": facts.dense,
        "counts": dict(facts.counts),
    }
    arrays: dict[str, sealed.Array] = {
        "words": table.words,
        "names": table.names,
        "name_marks": table.name_marks,
        "tokens": table.tokens,
        "token_marks": table.token_marks,
    }
    sealed.write(path, MAGIC, key, header, arrays)


def read(path: Path, key: bytes) -> Table:
    """Map a file, after checking all of it.

    Raises:
        FileNotFoundError: there is none.
        RosterError: it cannot be used; says why.
    """
    header, arrays = sealed.read(path, MAGIC, key)
    facts = Facts(
        edition=header["edition"],
        made=header["made"],
        people=header["people"],
        dense=tuple(header["dense"]),
        counts=tuple(header["counts"].items()),
    )
    return Table(facts, **arrays)


def find(keys: Keys, wanted: Keys) -> npt.NDArray[np.int64]:
    """Where each wanted digest stands among sorted keys; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    places = np.searchsorted(keys, wanted)
    places[places == len(keys)] = 0
    return np.where(keys[places] == wanted, places, -1)
