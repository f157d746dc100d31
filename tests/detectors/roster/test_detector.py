"""The roster as a detector: what it reports, and how it follows its file."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from rosters import KEY, write_roster

from detectors.engine import Engine
from detectors.finding import is_mark
from detectors.options import EngineOptions
from detectors.roster.detector import OPT_OUT, UNDER13, RosterDetector
from detectors.roster.person import Mark, Person
from detectors.roster.sealed import RosterError
from detectors.roster.source import RosterSource, identity

CHILD = Person(
    "1", Mark.STUDENT | Mark.OPT_OUT, given="Thessaly", family="Quillfern", ids=("7700123",), birth_year=2016
)
TEEN = Person("2", Mark.STUDENT, given="Rowland", family="Zubrowka", birth_year=2010)
PARENT = Person(
    "3", Mark.FAMILY, given="Berenike", family="Quillfern", emails=("b@quillfern.example",), birth_year=2014
)
AIDE = Person("4", Mark.STAFF, given="Olin", family="Marchbanks", ids=("E-99812",), usernames=("omarch77",))
TODAY = date(2026, 11, 23)


def loaded(source: RosterSource, today: date = TODAY) -> RosterDetector:
    detector = RosterDetector(source, today=lambda: today)
    detector.load()
    return detector


def seen(detector: RosterDetector, text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in detector.find(text)]


@pytest.fixture
def source(tmp_path) -> RosterSource:
    return write_roster(tmp_path / "roster", [CHILD, TEEN, PARENT, AIDE])


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Rowland Zubrowka", "STUDENT_NAME"),
        ("Berenike Quillfern", "FAMILY_NAME"),
        ("Olin Marchbanks", "PERSON_OTHER"),
        ("b@quillfern.example", "EMAIL"),
        ("E-99812", "OTHER_ID"),
        ("omarch77", "USERNAME"),
    ],
)
def test_a_finding_says_who_it_is(source, text, entity) -> None:
    assert seen(loaded(source), text) == [(entity, text)]


def test_a_child_and_an_opt_out_are_marked_at_the_place_of_the_finding(source) -> None:
    marks = [finding for finding in loaded(source).find("Thessaly Quillfern, 7700123") if is_mark(finding)]
    assert [(mark.entity, mark.start) for mark in marks] == [(UNDER13, 0), (OPT_OUT, 0), (UNDER13, 20), (OPT_OUT, 20)]


@pytest.mark.parametrize(("year", "child"), [(2028, True), (2029, True), (2030, False)])
def test_a_child_is_one_to_the_end_of_the_year_of_the_thirteenth_birthday(source, year, child) -> None:
    entities = {entity for entity, _ in seen(loaded(source, date(year, 6, 1)), "Thessaly Quillfern")}
    assert (UNDER13 in entities) is child


def test_a_parent_s_year_marks_no_child(source) -> None:
    assert seen(loaded(source), "Berenike Quillfern") == [("FAMILY_NAME", "Berenike Quillfern")]


def test_without_a_file_nothing_is_found_until_there_is_one(tmp_path) -> None:
    detector = loaded(RosterSource(str(tmp_path / "roster" / "roster.bin"), KEY))
    assert seen(detector, "Rowland Zubrowka") == []
    write_roster(tmp_path / "roster", [TEEN])
    assert seen(detector, "Rowland Zubrowka") == [("STUDENT_NAME", "Rowland Zubrowka")]


def test_another_file_is_in_force_from_the_next_text_on(source, tmp_path) -> None:
    detector = loaded(source)
    write_roster(tmp_path / "roster", [CHILD])
    assert seen(detector, "Rowland Zubrowka") == []


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_damaged_or_lost_file_leaves_the_one_before_in_force(source, tmp_path, damage) -> None:
    detector = loaded(source)
    place = tmp_path / "roster" / "roster.bin"
    if damage is None:
        place.unlink()
    else:
        (tmp_path / "bad").write_bytes(damage)
        (tmp_path / "bad").replace(place)
    assert seen(detector, "Rowland Zubrowka") == [("STUDENT_NAME", "Rowland Zubrowka")]


def test_a_damaged_file_where_none_was_before_fails_every_text_until_it_is_mended(tmp_path) -> None:
    """A worker that was forked anew cannot know what the others still have: nothing may pass as if all were new."""
    detector = loaded(RosterSource(str(tmp_path / "roster" / "roster.bin"), KEY))
    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "roster.bin").write_bytes(b"nonsense")
    for _ in range(2):
        with pytest.raises(RosterError):
            seen(detector, "Rowland Zubrowka")
    write_roster(tmp_path / "roster", [TEEN])
    assert seen(detector, "Rowland Zubrowka") == [("STUDENT_NAME", "Rowland Zubrowka")]


def test_a_damaged_file_at_the_start_is_an_error_that_names_it(source, tmp_path) -> None:
    (tmp_path / "roster" / "roster.bin").write_bytes(b"nonsense")
    with pytest.raises(RosterError, match=r"roster\.bin is damaged"):
        loaded(source)


def test_the_wrong_key_is_an_error(source) -> None:
    with pytest.raises(RosterError, match="another secret"):
        loaded(RosterSource(source.path, b"x" * 32))


def test_a_source_shows_no_key_and_can_be_sent_to_a_worker(source) -> None:
    assert "kkk" not in repr(source)
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 # our own bytes


def test_an_identity_changes_with_the_file(tmp_path) -> None:
    assert identity(str(tmp_path / "none")) is None
    (tmp_path / "a").write_bytes(b"1")
    first = identity(str(tmp_path / "a"))
    (tmp_path / "b").write_bytes(b"1")
    (tmp_path / "b").replace(tmp_path / "a")
    assert identity(str(tmp_path / "a")) != first


# --------------------------------------------------------------------------- in the engine


@pytest.fixture
def engine(source) -> Engine:
    made = Engine(EngineOptions(roster=source))
    made._rosters[0].load()  # not the rest: Presidio takes seconds
    return made


def resolved(engine: Engine, text: str, context: str = "") -> list[tuple[str, str, str]]:
    found = engine.resolve(text, context, engine.patterns(text, context))
    return [(each.entity, text[each.start : each.end], each.detector) for each in found if not is_mark(each)]


def test_a_roster_hit_needs_no_model(engine) -> None:
    assert ("STUDENT_NAME", "rowland zubrowka", "roster") in resolved(engine, "ask rowland zubrowka about it")


def test_a_roster_hit_wins_over_a_shape_and_takes_the_rest_of_the_name_along(engine) -> None:
    text = "Student: Rowland Zubrowka Oduya\nDOB: 3/14/2010"
    assert ("STUDENT_NAME", "Rowland Zubrowka Oduya", "roster") in resolved(engine, text)


def test_the_roster_enters_the_version_of_the_engine(engine) -> None:
    assert engine.version != Engine(EngineOptions()).version


def test_an_address_stays_whole(engine) -> None:
    text = "write to rowland.zubrowka@quillfern.example now"
    assert [value for _, value, _ in resolved(engine, text)] == ["rowland.zubrowka@quillfern.example"]
