"""Names of the roster in a text: one pass over its words, one look-up for all that could be a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.names.lexicon import common_words
from detectors.roster.folding import Words, fold_word, without_possessive
from detectors.roster.ordinary import is_name
from detectors.roster.runs import Joint, Run, joint_of, runs
from detectors.roster.table import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from detectors.roster.digests import Digests
    from detectors.roster.table import Table

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]")
_SUFFIX: Final = re.compile(r",? (?:Jr\b\.?|Sr\b\.?|II\b|III\b|IV\b)| [A-Z]\.|-[^\W\d_]{2,20}\b(?![-@])")
_PARTING: Final = (Joint.CELLS, Joint.WRAP)
_BEFORE: Final = re.compile(r"\b[^\W\d_]{2,20}-$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the roster.

    Attributes:
        start: first character in the folded text.
        end: one past the last.
        marks: what the roster says of it.
    """

    start: int
    end: int
    marks: int


class NameIndex:
    """The names of a table, ready to be looked for.

    Args:
        table: a mapped roster.
        digests: under the key of the table.
    """

    def __init__(self, table: Table, digests: Digests) -> None:
        self._table, self._digests = table, digests
        common = [word for word in sorted(common_words()) if fold_word(word) == word]
        here = find(table.words, _keys([digests.word(word) for word in common])) >= 0
        nowhere = [word for word, known in zip(common, here.tolist(), strict=True) if not known]
        self._in_no_name = frozenset((*nowhere, *map(str.capitalize, nowhere), *map(str.upper, nowhere)))
        """Common words that are in no name: most words of a text need no digest. No word of a name is here."""

    def find(self, text: str) -> list[Hit]:
        """Names in a folded text, sorted, none inside another."""
        words = Words(text)
        known = self._known(words.raw)
        wanted = list(runs(text, words, known))
        if not wanted:
            return []
        places = find(self._table.names, _keys([self._digests.name(run.words) for run in wanted]))
        addresses = [match.span() for match in _EMAIL.finditer(text)] if "@" in text else []
        found = [
            (run, int(self._table.name_marks[place]))
            for run, place in zip(wanted, places.tolist(), strict=True)
            if place >= 0 and not _inside(words, run, addresses) and is_name(text, words, run)
        ]
        return [hit for run, marks in _chosen(words, found) for hit in _hits(text, words, run, marks)]

    def _known(self, raw: list[str]) -> list[bool]:
        """For each word, whether a name of the roster has it."""
        doubtful = list(set(raw) - self._in_no_name)
        keys = [self._digests.word(fold_word(without_possessive(word))) for word in doubtful]
        here = find(self._table.words, _keys(keys)) >= 0
        known = {word for word, is_here in zip(doubtful, here.tolist(), strict=True) if is_here}
        return [word in known for word in raw]


def _keys(digests: list[int]) -> npt.NDArray[np.uint64]:
    return np.array(digests, dtype=np.uint64)


def _inside(words: Words, run: Run, addresses: Sequence[tuple[int, int]]) -> bool:
    """Whether it is part of an e-mail address, which is a value of its own."""
    at = bisect_right(addresses, (words[run.first].start, 0), key=lambda span: (span[1], 0))
    return at < len(addresses) and addresses[at][0] < words[run.last].end


def _chosen(words: Words, found: list[tuple[Run, int]]) -> Iterator[tuple[Run, int]]:
    """Of names that share words: one within a line, then the one of most words, then the closest, then the first."""

    def weight(each: tuple[Run, int]) -> tuple[bool, int, int, int, int]:
        run = each[0]
        full = sum(not word.minor for word in words.between(run.first, run.last))
        return run.joint is Joint.WRAP, -full, run.joint, run.first - run.last, run.first

    taken: set[int] = set()
    winners: list[tuple[Run, int]] = []
    for run, marks in sorted(found, key=weight):
        covered = range(run.first, run.last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            winners.append((run, marks))
    yield from sorted(winners, key=lambda each: each[0].first)


def _hits(text: str, words: Words, run: Run, marks: int) -> Iterator[Hit]:
    """The name, one hit for each cell or line that has a part of it: what parts them is no name and stays."""
    first = run.first
    for last in range(run.first, run.last + 1):
        ends = last == run.last
        if ends or joint_of(text, words[last], words[last + 1]) in _PARTING:
            yield _hit(text, words[first].start, words[last].end, marks)
            first = last + 1


def _hit(text: str, start: int, end: int, marks: int) -> Hit:
    """The span, with what is written together with it: a suffix, the other half of a hyphenated name."""
    behind = _SUFFIX.match(text, end)
    before = _BEFORE.search(text[max(0, start - 24) : start])
    if behind is not None and (text[end] != "-" or text[end + 1].isupper()):
        end = behind.end()
    if before is not None and before.group()[0].isupper():
        start -= len(before.group())
    return Hit(start, end, marks)
