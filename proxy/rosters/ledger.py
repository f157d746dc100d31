"""The ledger of one source: the digests of each of its persons, so that an update can take them out again.

Only imports read it; workers never do. Arrays run in parallel: persons with the digest of their identifier, their mark
and how many digests they have, and all digests of all persons one after the other.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detectors.roster import sealed
from detectors.roster.person import Mark, entries
from detectors.roster.table import FIRST_YEAR, YEAR_SHIFT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from detectors.roster.digests import Digests
    from detectors.roster.person import Person
    from detectors.roster.table import Keys, Marks
    from proxy.rosters.update import Known

MAGIC: Final = b"CHPLEDG1"
ROLES: Final = Mark.STUDENT | Mark.FAMILY | Mark.STAFF
_DIGEST_ARRAYS: Final = {"word_counts": ("words",), "name_counts": ("names",), "token_counts": ("tokens", "kinds")}


@dataclass(frozen=True, slots=True)
class Ledger:
    """All persons of a source.

    Attributes:
        owners: digest of the identifier by which the source names each person.
        marks: role and opt-out, with the birth year (years after 1900) in the high byte.
        word_counts, name_counts, token_counts: digests of each person in the arrays below.
        words, names, tokens: digests.
        kinds: of each token: its kind, and in the high byte how many digits it has when it is all digits.
    """

    owners: Keys
    marks: Marks
    word_counts: Marks
    name_counts: Marks
    token_counts: Marks
    words: Keys
    names: Keys
    tokens: Keys
    kinds: Marks

    def __len__(self) -> int:
        return len(self.owners)

    def __repr__(self) -> str:
        return f"Ledger({len(self)} people)"

    def without(self, owners: Keys) -> Ledger:
        """Those persons whose identifiers are not among these."""
        keep = ~np.isin(self.owners, owners)
        arrays = self._of_people(keep)
        for counts, digests in _DIGEST_ARRAYS.items():
            mask = np.repeat(keep, getattr(self, counts))
            arrays |= {name: getattr(self, name)[mask] for name in digests}
        return Ledger(**arrays)

    def _of_people(self, keep: npt.NDArray[np.bool_]) -> dict[str, Any]:
        return {name: getattr(self, name)[keep] for name in ("owners", "marks", *_DIGEST_ARRAYS)}

    def told(self, known: Mapping[int, Known]) -> Ledger:
        """With what became known of persons that are here, by digest of their identifier."""
        marks = self.marks.copy()
        for at in np.flatnonzero(np.isin(self.owners, np.array(list(known), dtype=np.uint64))).tolist():
            marks[at] = changed(int(marks[at]), known[int(self.owners[at])])
        return Ledger(**{**self.arrays(), "marks": marks})

    def arrays(self) -> dict[str, Any]:
        """Every array by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def together(ledgers: Collection[Ledger]) -> Ledger:
    """All of them, one after the other."""
    empty = LedgerWriter().finish()
    parts = [each.arrays() for each in (empty, *ledgers)]
    return Ledger(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def changed(mark: int, known: Known) -> int:
    """A person's mark after an update that does not repeat the person."""
    if known.role is not None:
        mark = (mark & ~int(ROLES)) | int(known.role)
    if known.opt_out is not None:
        mark = (mark & ~int(Mark.OPT_OUT)) | (int(Mark.OPT_OUT) if known.opt_out else 0)
    if known.birth_year is not None:
        mark = (mark & 0xFF) | year_bits(known.birth_year)
    return mark


def year_bits(year: int) -> int:
    """A birth year in the high byte; 0 stays 0."""
    return (year - FIRST_YEAR) << YEAR_SHIFT if year > FIRST_YEAR else 0


class LedgerWriter:
    """Takes persons, keeps their digests."""

    def __init__(self) -> None:
        self._wide = {name: array("Q") for name in ("owners", "words", "names", "tokens")}
        self._narrow = {name: array("H") for name in ("marks", "word_counts", "name_counts", "token_counts", "kinds")}

    def add(self, person: Person, digests: Digests) -> None:
        """Take one."""
        found = entries(person, digests)
        wide, narrow = self._wide, self._narrow
        wide["owners"].append(digests.owner(person.owner))
        narrow["marks"].append(int(person.mark) | year_bits(person.birth_year))
        for name, each in (("word", found.words), ("name", found.names), ("token", found.tokens)):
            narrow[f"{name}_counts"].append(len(each))
            wide[f"{name}s"].extend(each)
        narrow["kinds"].extend(found.tokens.values())

    def finish(self) -> Ledger:
        """All that were taken."""
        arrays: dict[str, Any] = {name: np.array(each, dtype=np.uint64) for name, each in self._wide.items()}
        arrays |= {name: np.array(each, dtype=np.uint16) for name, each in self._narrow.items()}
        return Ledger(**arrays)


def write(path: Path, ledger: Ledger, key: bytes, facts: Mapping[str, str]) -> None:
    """Write the file, which must not exist; `facts` are about the source as a whole. Raises OSError."""
    sealed.write(path, MAGIC, key, {"facts": dict(facts), "people": len(ledger)}, ledger.arrays())


def read(path: Path, key: bytes) -> tuple[Ledger, dict[str, str]]:
    """A ledger and the facts of its source.

    Raises:
        FileNotFoundError: there is none.
        RosterError: it cannot be used; says why.
    """
    header, arrays = sealed.read(path, MAGIC, key)
    return Ledger(**arrays), header["facts"]
