"""The rosters of one tenant on disk: a ledger per source, and the one table that detection maps. Digests only.

An update is made beside what is there and put in place by renaming, which a running guard notices at its next text.
One update at a time (a lock on the folder); the caller records it between `prepare` and `commit`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.roster import building, table
from detectors.roster.digests import Digests
from detectors.roster.person import DIGITS_SHIFT, Mark
from detectors.roster.sealed import RosterError
from detectors.roster.table import FIRST_YEAR, YEAR_SHIFT, Facts
from proxy.rosters import TABLE, ledger
from proxy.rosters.ledger import Ledger, LedgerWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from proxy.rosters.update import Update

SOURCE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LEDGER: Final = re.compile(rf"people-({SOURCE_NAME.pattern})\.bin")
_CHILD_YEARS: Final = 13


class RosterBusyError(Exception):
    """Another update is under way."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one source.

    Attributes:
        name: as the operator called it.
        people: how many.
        facts: format, who imported it and when.
    """

    name: str
    people: int
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An update, written beside what is in force.

    Attributes:
        before: people of the source before.
        after: people of the source after.
        removed: people that went.
        facts: of the table.
        files: what becomes what.
        gone: files to be removed.
    """

    before: int
    after: int
    removed: int
    facts: Facts
    files: tuple[tuple[Path, Path], ...] = field(repr=False)
    gone: tuple[Path, ...] = field(repr=False)


class RosterStore:
    """Rosters in a folder.

    Args:
        folder: of this tenant; made when first needed, for its owner only.
        key: of this tenant's rosters, 32 bytes.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self._key = folder, key
        self.path = folder / TABLE

    def __repr__(self) -> str:
        return f"RosterStore({self.folder})"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from updating; what an update before left half done is cleared away.

        Raises:
            RosterBusyError: one is under way.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise RosterBusyError from None
            for left in self.folder.glob("*.new"):
                left.unlink()
            yield
        finally:
            os.close(handle)

    def prepare(self, update: Update, source: str, facts: Mapping[str, str]) -> Prepared:
        """Read an update to its end and write the files that it makes. Only under `locked`.

        Raises:
            RosterInputError: from reading it.
            RosterError: what is there cannot be used; says why.
            OSError: the disk is full.
        """
        digests = Digests(self._key)
        writer = LedgerWriter()
        for person in update.persons:
            writer.add(person, digests)
        new = writer.finish()
        old = self._ledger(source) if update.delta else self._whatever_was(source)
        kept = LedgerWriter().finish()
        if update.delta:
            left = np.array([digests.owner(owner) for owner in update.removed], dtype=np.uint64)
            kept = old.without(np.concatenate((new.owners, left)))
            kept = kept.told({digests.owner(owner): known for owner, known in update.known.items()})
        gone = len(old) - int(np.isin(old.owners, np.concatenate((kept.owners, new.owners))).sum())
        return self._prepared(source, ledger.together([kept, new]), facts, before=len(old), gone=gone)

    def prepare_purge(self, source: str | None) -> Prepared:
        """Without one source, or without any: an empty table, so that nobody takes it for a lost one."""
        names = self.names() if source is None else [source]
        gone = tuple(self._place(name) for name in names if self._place(name).exists())
        before = sum(len(self._whatever_was(name)) for name in names)
        facts = self._write_table([self._ledger(name) for name in self.names() if name not in names])
        return Prepared(before, 0, before, facts, ((self.folder / f"{TABLE}.new", self.path),), gone)

    def commit(self, prepared: Prepared) -> None:
        """Put it in force: the table first, because it is what protects."""
        for new, place in reversed(prepared.files):
            new.replace(place)
        for path in prepared.gone:
            path.unlink(missing_ok=True)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def discard(self, prepared: Prepared) -> None:
        """Leave everything as it is."""
        for new, _ in prepared.files:
            new.unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Names of the sources."""
        if not self.folder.is_dir():
            return []
        found = (_LEDGER.fullmatch(each.name) for each in self.folder.iterdir())
        return sorted(match.group(1) for match in found if match)

    def sources(self) -> list[Source]:
        """All sources. Raises RosterError: one cannot be used."""
        out = []
        for name in self.names():
            found, facts = ledger.read(self._place(name), self._key)
            out.append(Source(name, len(found), facts))
        return out

    def facts(self) -> Facts | None:
        """Of the table in force, checked from end to end; None when there is none. Raises RosterError."""
        try:
            return table.read(self.path, self._key).facts
        except FileNotFoundError:
            return None

    # ------------------------------------------------------------------ inside

    def _place(self, source: str) -> Path:
        return self.folder / f"people-{source}.bin"

    def _ledger(self, source: str) -> Ledger:
        try:
            return ledger.read(self._place(source), self._key)[0]
        except FileNotFoundError:
            return LedgerWriter().finish()

    def _whatever_was(self, source: str) -> Ledger:
        """What is to be replaced or forgotten; nobody where it cannot be read, which is a reason to replace it."""
        try:
            return self._ledger(source)
        except RosterError:
            return LedgerWriter().finish()

    def _prepared(self, source: str, whole: Ledger, facts: Mapping[str, str], *, before: int, gone: int) -> Prepared:
        place = self._place(source)
        new = place.with_name(f"{place.name}.new")
        ledger.write(new, whole, self._key, facts)
        others = [self._ledger(name) for name in self.names() if name != source]
        made = self._write_table([*others, whole])
        files = ((new, place), (self.folder / f"{TABLE}.new", self.path))
        return Prepared(before, len(whole), gone, made, files, ())

    def _write_table(self, ledgers: list[Ledger]) -> Facts:
        whole = ledger.together(ledgers)
        facts = _facts(whole)
        names = whole.names, np.repeat(whole.marks, whole.name_counts)
        tokens = whole.tokens, np.repeat(whole.marks, whole.token_counts) | (whole.kinds & np.uint16(0xFF))
        table.write(self.folder / f"{TABLE}.new", building.table(facts, whole.words, names, tokens), self._key)
        return facts


def _facts(whole: Ledger) -> Facts:
    """New for every table; counts only."""
    now = datetime.now(UTC)
    years = whole.marks >> YEAR_SHIFT
    under13 = (years > 0) & (now.year - FIRST_YEAR - years.astype(int) <= _CHILD_YEARS)
    is_student = (whole.marks & Mark.STUDENT) > 0
    counts = {
        "students": int(is_student.sum()),
        "family": int(((whole.marks & Mark.FAMILY) > 0).sum()),
        "staff": int(((whole.marks & Mark.STAFF) > 0).sum()),
        "opted_out": int(((whole.marks & Mark.OPT_OUT) > 0).sum()),
        "under13": int((under13 & is_student).sum()),
        "names": len(np.unique(whole.names)),
        "identifiers": len(np.unique(whole.tokens)),
    }
    return Facts(
        edition=secrets.token_hex(16),
        made=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        people=len(whole),
        dense=building.dense(_lengths(whole)),
        counts=tuple(counts.items()),
    )


def _lengths(whole: Ledger) -> dict[int, int]:
    """How many different all-digit identifiers there are of each length."""
    _, first = np.unique(whole.tokens, return_index=True)
    lengths, counts = np.unique(whole.kinds[first] >> DIGITS_SHIFT, return_counts=True)
    return {int(length): int(count) for length, count in zip(lengths, counts, strict=True) if length}
