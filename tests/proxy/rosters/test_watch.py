from __future__ import annotations

import pytest
from rosters import KEY, write_roster

from detectors.roster.person import Mark, Person
from detectors.roster.source import RosterSource
from proxy.rosters.watch import RosterWatch

ONE = Person("1", Mark.STUDENT, given="Thessaly", family="Quillfern")


@pytest.fixture
def watch(tmp_path) -> RosterWatch:
    return RosterWatch(RosterSource(str(tmp_path / "roster.bin"), KEY))


def test_without_a_roster_there_is_nothing_to_tell(watch) -> None:
    assert (watch.state, watch.ok, watch.changed()) == ("none", True, False)


def test_a_new_roster_is_told_once(watch, tmp_path) -> None:
    write_roster(tmp_path, [ONE])
    assert watch.changed()
    assert not watch.changed()
    assert (watch.state, watch.ok, watch.facts.people) == ("in_force", True, 1)


def test_damage_is_told_and_the_one_before_is_still_named(watch, tmp_path) -> None:
    write_roster(tmp_path, [ONE])
    assert watch.changed()
    (tmp_path / "bad").write_bytes(b"nonsense")
    (tmp_path / "bad").replace(tmp_path / "roster.bin")
    assert watch.changed()
    assert (watch.state, watch.ok, watch.facts.people) == ("damaged", False, 1)


def test_a_loss_is_told_and_so_is_the_end_of_it(watch, tmp_path) -> None:
    write_roster(tmp_path, [ONE])
    assert watch.changed()
    (tmp_path / "roster.bin").unlink()
    assert watch.changed()
    assert (watch.state, watch.ok) == ("lost", False)
    assert not watch.changed()
    write_roster(tmp_path, [ONE])
    assert watch.changed()
    assert watch.ok
