from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from rosters import DIGESTS, KEY

from detectors.roster import table
from detectors.roster.person import Mark, Person
from detectors.roster.sealed import RosterError
from proxy.rosters.store import RosterBusyError, RosterStore
from proxy.rosters.update import PLAIN, Known, Update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.rosters.store import Prepared

ONE = Person("1", Mark.STUDENT, given="Thessaly", family="Quillfern", ids=("7700123",), birth_year=2017)
TWO = Person("2", Mark.FAMILY, given="Berenike", family="Quillfern")
THREE = Person("3", Mark.STUDENT | Mark.OPT_OUT, given="Rowland", family="Zubrowka", ids=("5521-77",))


@pytest.fixture
def store(tmp_path) -> RosterStore:
    return RosterStore(tmp_path / "rosters", KEY)


def bring(
    store: RosterStore, people: Iterable[Person], source: str = "main", *, delta: bool = False, **more: object
) -> Prepared:
    update = Update(PLAIN, delta, iter(list(people)), **more)  # type: ignore[arg-type]
    with store.locked():
        prepared = store.prepare(update, source, {"format": PLAIN})
        store.commit(prepared)
    return prepared


def holds(store: RosterStore, person: Person) -> bool:
    digest = DIGESTS.name((person.given.lower(), person.family.lower()))
    return digest in table.read(store.path, KEY).names.tolist()


def test_an_import_replaces_what_its_source_had(store) -> None:
    bring(store, [ONE, TWO])
    done = bring(store, [TWO, THREE])
    assert (done.before, done.after, done.removed) == (2, 2, 1)
    assert [holds(store, person) for person in (ONE, TWO, THREE)] == [False, True, True]


def test_sources_stand_beside_each_other(store) -> None:
    bring(store, [ONE], "north")
    bring(store, [THREE], "south")
    assert [(source.name, source.people) for source in store.sources()] == [("north", 1), ("south", 1)]
    assert holds(store, ONE)
    assert holds(store, THREE)
    assert store.facts().people == 2


def test_a_delta_changes_whom_it_names(store) -> None:
    bring(store, [ONE, TWO])
    married = Person("2", Mark.FAMILY, given="Berenike", family="Marchbanks")
    done = bring(
        store, [married, THREE], delta=True, removed={"1", "77"}, known={"2": Known(), "3": Known(birth_year=2000)}
    )
    assert (done.before, done.after, done.removed) == (2, 2, 1)
    assert [holds(store, person) for person in (ONE, TWO, THREE, married)] == [False, False, True, True]


def test_a_delta_may_tell_more_of_somebody_it_does_not_repeat(store) -> None:
    bring(store, [ONE])
    bring(store, [], delta=True, known={"1": Known(opt_out=True)})
    assert dict(store.facts().counts)["opted_out"] == 1
    assert holds(store, ONE)


def test_counts_are_told(store) -> None:
    done = bring(store, [ONE, TWO, THREE])
    assert dict(done.facts.counts) == {
        "students": 2, "family": 1, "staff": 0, "opted_out": 1, "under13": 1, "names": 3, "identifiers": 2,
    }  # fmt: skip


def test_each_table_is_an_edition_of_its_own(store) -> None:
    assert bring(store, [ONE]).facts.edition != bring(store, [ONE]).facts.edition


def test_purging_one_source_leaves_the_other(store) -> None:
    bring(store, [ONE], "north")
    bring(store, [THREE], "south")
    with store.locked():
        prepared = store.prepare_purge("north")
        store.commit(prepared)
    assert (prepared.before, prepared.removed) == (1, 1)
    assert [holds(store, person) for person in (ONE, THREE)] == [False, True]
    assert store.names() == ["south"]


def test_purging_everything_leaves_an_empty_table(store) -> None:
    bring(store, [ONE])
    with store.locked():
        store.commit(store.prepare_purge(None))
    assert (store.facts().people, store.names()) == (0, [])


def test_purging_clears_what_cannot_be_used(store) -> None:
    bring(store, [ONE])
    (store.folder / "people-main.bin").write_bytes(b"nonsense")
    with pytest.raises(RosterError, match="damaged"):
        bring(store, [TWO], delta=True)
    assert bring(store, [THREE]).before == 0  # importing anew is the way out, too
    (store.folder / "people-main.bin").write_bytes(b"nonsense")
    with store.locked():
        store.commit(store.prepare_purge("main"))
    assert store.facts().people == 0


def test_until_it_is_committed_nothing_has_changed(store) -> None:
    bring(store, [ONE])
    with store.locked():
        prepared = store.prepare(Update(PLAIN, delta=False, persons=iter([THREE])), "main", {})
        assert holds(store, ONE)
        store.discard(prepared)
    assert holds(store, ONE)
    assert list(store.folder.glob("*.new")) == []


def test_what_was_left_half_done_is_cleared_away(store) -> None:
    bring(store, [ONE])
    (store.folder / "roster.bin.new").write_bytes(b"half")
    bring(store, [ONE])
    assert list(store.folder.glob("*.new")) == []


def test_only_one_update_at_a_time(store) -> None:
    with store.locked(), pytest.raises(RosterBusyError), store.locked():
        pass


def test_only_the_owner_may_read_any_of_it(store) -> None:
    bring(store, [ONE])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.folder.iterdir()}
    assert (modes, stat.S_IMODE(store.folder.stat().st_mode)) == ({0o600}, 0o700)


def test_without_any_import_there_is_nothing(store) -> None:
    assert (store.facts(), store.sources()) == (None, [])


def test_another_secret_is_told(store) -> None:
    bring(store, [ONE])
    with pytest.raises(RosterError, match="another secret"):
        RosterStore(store.folder, b"x" * 32).facts()
