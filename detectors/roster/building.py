"""From the digests of many people to a table: sorted, each digest once, the marks of people who share one joined.

Pure numpy over arrays that run in parallel: one row per (person, digest).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.roster.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detectors.roster.table import Facts, Keys, Marks

_YEARS: Final = np.uint16(0xFF00)
_BITS: Final = np.uint16(0x00FF)
_KINDS: Final = np.uint16(0x0030)
_CROWDED: Final = 0.01
"""Share of all numbers of one length that must be somebody's before one met by chance may be taken for one."""


def table(facts: Facts, words: Keys, names: tuple[Keys, Marks], tokens: tuple[Keys, Marks]) -> Table:
    """A table from unsorted digests with their marks."""
    name_keys, name_marks = joined(*names)
    token_keys, token_marks = joined(*tokens)
    return Table(facts, np.unique(words), name_keys, name_marks, token_keys, token_marks)


def joined(keys: Keys, marks: Marks) -> tuple[Keys, Marks]:
    """Each digest once, sorted: what is known of any of its people, the youngest one's year, the plainest kind."""
    if not len(keys):
        return keys, marks
    order = np.argsort(keys, kind="stable")
    keys, marks = keys[order], marks[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    years = np.maximum.reduceat(marks & _YEARS, first)
    bits = np.bitwise_or.reduceat(marks & _BITS & ~_KINDS, first)
    kinds = np.bitwise_and.reduceat(marks & _KINDS, first)
    both: Marks = np.asarray(years | bits | kinds, dtype=np.uint16)
    return keys[first], both


def dense(lengths: Mapping[int, int]) -> tuple[int, ...]:
    """Lengths of which all-digit identifiers are so many that any such number may be somebody's.

    Args:
        lengths: for each length, how many different identifiers have it.
    """
    return tuple(sorted(length for length, count in lengths.items() if count > _CROWDED * 10**length))
