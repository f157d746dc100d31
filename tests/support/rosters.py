"""Rosters of invented people for tests: a table on disk from `Person`s, without an export between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.roster import table
from detectors.roster.digests import Digests
from detectors.roster.source import RosterSource
from proxy.rosters.store import RosterStore
from proxy.rosters.update import PLAIN, Update

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detectors.roster.person import Person

KEY = b"k" * 32
DIGESTS = Digests(KEY)


def write_roster(folder: Path, people: Iterable[Person], *, delta: bool = False) -> RosterSource:
    """Put these people in force in a folder."""
    store = RosterStore(folder, KEY)
    with store.locked():
        store.commit(store.prepare(Update(PLAIN, delta, iter(list(people))), "main", {}))
    return RosterSource(str(store.path), KEY)


def table_of(folder: Path, people: Iterable[Person]) -> table.Table:
    """The mapped table of these people."""
    write_roster(folder, people)
    return table.read(folder / "roster.bin", KEY)
