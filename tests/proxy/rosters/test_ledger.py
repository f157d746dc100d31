from __future__ import annotations

import numpy as np
import pytest
from rosters import DIGESTS, KEY

from detectors.roster.person import Mark, Person
from proxy.rosters import ledger
from proxy.rosters.ledger import Ledger, LedgerWriter, together
from proxy.rosters.update import Known

ONE = Person("1", Mark.STUDENT, given="Thessaly", family="Quillfern", ids=("7700123",), birth_year=2017)
TWO = Person("2", Mark.FAMILY, given="Berenike", family="Quillfern", emails=("b@q.example",))
THREE = Person("3", Mark.STUDENT, ids=("5521-77",))


def of(*people: Person) -> Ledger:
    writer = LedgerWriter()
    for person in people:
        writer.add(person, DIGESTS)
    return writer.finish()


def as_lists(book: Ledger) -> dict[str, list[int]]:
    """Its contents; the digests of one person are in no order."""
    found = {name: array.tolist() for name, array in book.arrays().items()}
    return found | {"words": sorted(found["words"])}


def owner(number: str) -> np.ndarray:
    return np.array([DIGESTS.owner(number)], dtype=np.uint64)


def test_a_ledger_holds_digests_only() -> None:
    book = of(ONE)
    assert book.owners.tolist() == [DIGESTS.owner("1")]
    assert book.names.tolist() == [DIGESTS.name(("thessaly", "quillfern"))]
    assert book.tokens.tolist() == [DIGESTS.token("7700123")]
    assert book.marks.tolist() == [Mark.STUDENT | 117 << 8]
    assert repr(book) == "Ledger(1 people)"


@pytest.mark.parametrize("gone", ["1", "2", "3"])
def test_taking_a_person_out_is_never_having_put_them_in(gone) -> None:
    rest = [person for person in (ONE, TWO, THREE) if person.owner != gone]
    assert as_lists(of(ONE, TWO, THREE).without(owner(gone))) == as_lists(of(*rest))


def test_ledgers_together_are_one() -> None:
    assert as_lists(together([of(ONE), of(TWO, THREE)])) == as_lists(of(ONE, TWO, THREE))
    assert len(together([])) == 0


@pytest.mark.parametrize(
    ("known", "mark"),
    [
        (Known(birth_year=2012), Mark.STUDENT | 112 << 8),
        (Known(opt_out=True), Mark.STUDENT | Mark.OPT_OUT | 117 << 8),
        (Known(role=Mark.FAMILY), Mark.FAMILY | 117 << 8),
        (Known(), Mark.STUDENT | 117 << 8),
    ],
)
def test_what_became_known_changes_that_and_nothing_else(known, mark) -> None:
    told = of(ONE, TWO).told({DIGESTS.owner("1"): known, DIGESTS.owner("9"): known})
    assert told.marks.tolist() == [mark, Mark.FAMILY]
    assert told.told({DIGESTS.owner("1"): Known(opt_out=False)}).marks[0] & Mark.OPT_OUT == 0


def test_a_ledger_comes_back_from_disk(tmp_path) -> None:
    ledger.write(tmp_path / "people.bin", of(ONE, TWO), KEY, {"format": "csv"})
    book, facts = ledger.read(tmp_path / "people.bin", KEY)
    assert facts == {"format": "csv"}
    assert as_lists(book) == as_lists(of(ONE, TWO))
