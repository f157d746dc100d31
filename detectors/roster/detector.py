"""The roster as a detector: names and identifiers of known people, without any model.

It follows the file: when another one stands at the path, the next text is looked up in that. A new file that cannot be
used, or a file that has gone, changes nothing: the one before stays in force (the process that watches the file says
so). Where there is none before, a file that cannot be used is an error: at the load it stops the worker, later it
fails the text.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.roster.digests import Digests
from detectors.roster.names import Hit, NameIndex
from detectors.roster.person import Mark
from detectors.roster.sealed import RosterError
from detectors.roster.source import identity
from detectors.roster.table import FIRST_YEAR, YEAR_SHIFT, Table, read
from detectors.roster.tokens import TokenIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detectors.roster.source import Identity, RosterSource

UNDER13: Final = "term.UNDER13.roster"
OPT_OUT: Final = "term.OPTOUT"
_SCORE: Final = 0.99
_CHILD_YEARS: Final = 13


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A roster in force."""

    names: NameIndex
    tokens: TokenIndex


class RosterDetector:
    """See the file's docstring.

    Args:
        source: where the roster is.
        today: the date by which a child is under thirteen.
    """

    name = "roster"
    version = 1
    needs = ("",)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER", "STUDENT_ID", "OTHER_ID", "USERNAME", "EMAIL")

    def __init__(self, source: RosterSource, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._path, self._key, self._today = Path(source.path), source.key, today
        self._digests = Digests(source.key)
        self._identity: Identity | None = None
        self._loaded: _Loaded | None = None

    def load(self) -> None:
        """Map the file, if there is one.

        Raises:
            RosterError: it is there and cannot be used.
        """
        self._identity = identity(str(self._path))
        with contextlib.suppress(FileNotFoundError):
            self._put_in_force(read(self._path, self._key))

    def find(self, text: str) -> Iterator[Finding]:
        """Findings in a folded text, and beside them the marks of children under thirteen and of opt-outs.

        Raises:
            RosterError: a file is there that cannot be used, and no other one was before.
        """
        self._follow()
        if self._loaded is None:
            return
        names = self._loaded.names.find(text)
        for hit in names:
            yield from self._findings(hit, _name_entity(hit.marks))
        for hit in self._loaded.tokens.find(text, names):
            yield from self._findings(hit, _token_entity(hit.marks))

    def _follow(self) -> None:
        """Map the file that stands there now. A file that cannot be used is tried once, not for every text."""
        now = identity(str(self._path))
        if now == self._identity or now is None:
            return
        try:
            self._put_in_force(read(self._path, self._key))
        except FileNotFoundError:
            return
        except RosterError:
            if self._loaded is None:
                raise
        self._identity = now

    def _put_in_force(self, table: Table) -> None:
        self._loaded = _Loaded(NameIndex(table, self._digests), TokenIndex(table, self._digests))

    def _findings(self, hit: Hit, entity: str) -> Iterator[Finding]:
        yield Finding(entity, hit.start, hit.end, _SCORE, self.name, "roster")
        if self._may_be_under13(hit.marks):
            yield Finding(UNDER13, hit.start, hit.end, _SCORE, self.name, "roster")
        if hit.marks & Mark.OPT_OUT:
            yield Finding(OPT_OUT, hit.start, hit.end, _SCORE, self.name, "roster")

    def _may_be_under13(self, marks: int) -> bool:
        """Only the year is known, so the whole year of the thirteenth birthday counts (16 CFR 312.2)."""
        years = marks >> YEAR_SHIFT
        return bool(years and marks & Mark.STUDENT) and self._today().year - (FIRST_YEAR + years) <= _CHILD_YEARS


def _name_entity(marks: int) -> str:
    """Of people with one name, the most protected decides."""
    if marks & Mark.STUDENT:
        return "STUDENT_NAME"
    return "FAMILY_NAME" if marks & Mark.FAMILY else "PERSON_OTHER"


def _token_entity(marks: int) -> str:
    if marks & Mark.EMAIL:
        return "EMAIL"
    if marks & Mark.USERNAME:
        return "USERNAME"
    return "STUDENT_ID" if marks & Mark.STUDENT else "OTHER_ID"
