from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.roster.digests import Digests
from detectors.roster.person import Mark, Person, entries, forms, telling_username, tokens

STUDENT = Person("s1", Mark.STUDENT, given="Thessaly", family="Quillfern")
DIGESTS = Digests(b"k" * 32)


def has(person: Person, *words: str) -> bool:
    return tuple(sorted(words)) in forms(person)


def test_a_name_is_its_given_and_family_name() -> None:
    assert forms(STUDENT) == {("quillfern", "thessaly")}


def test_a_middle_name_may_be_there_missing_or_used_alone() -> None:
    person = replace(STUDENT, middle="Ondine")
    assert has(person, "thessaly", "quillfern")
    assert has(person, "thessaly", "ondine", "quillfern")
    assert has(person, "ondine", "quillfern")


def test_an_initial_is_no_middle_name() -> None:
    assert forms(replace(STUDENT, middle="O.")) == forms(STUDENT)


@pytest.mark.parametrize("family", ["Quillfern-Brandt", "Quillfern Brandt"])
def test_each_half_of_a_double_surname_will_do(family) -> None:
    person = replace(STUDENT, family=family)
    assert has(person, "thessaly", "quillfern", "brandt")
    assert has(person, "thessaly", "quillfern")
    assert has(person, "thessaly", "brandt")


def test_particles_may_be_left_out_or_written_together() -> None:
    person = replace(STUDENT, family="de la Cruz")
    assert has(person, "thessaly", "de", "la", "cruz")
    assert has(person, "thessaly", "cruz")
    assert has(person, "thessaly", "delacruz")


def test_a_hyphenated_given_name_may_be_halved_or_fused() -> None:
    person = replace(STUDENT, given="Anne-Marie")
    assert has(person, "anne", "marie", "quillfern")
    assert has(person, "anne", "quillfern")
    assert has(person, "annemarie", "quillfern")


def test_preferred_names_stand_beside_the_legal_ones() -> None:
    person = replace(STUDENT, preferred="Tess", preferred_family="Marchbanks")
    for given in ("thessaly", "tess"):
        for family in ("quillfern", "marchbanks"):
            assert has(person, given, family)


@pytest.mark.parametrize(
    "person",
    [
        Person("s2", Mark.STUDENT, given="Thessaly"),
        Person("s3", Mark.STUDENT, family="Quillfern"),
        Person("s4", Mark.STUDENT, given="T", family="Quillfern"),
    ],
)
def test_one_word_names_nobody(person) -> None:
    assert forms(person) == set()


def test_identifiers_carry_their_kind() -> None:
    person = replace(STUDENT, ids=("7700-123",), usernames=("tquill22",), emails=("T.Quill@Example.org",))
    assert dict(tokens(person)) == {
        "7700123": 0,
        "tquill22": Mark.USERNAME,
        "t.quill@example.org": Mark.EMAIL,
    }


@pytest.mark.parametrize("value", ["", "12", "123", "abcdef"])
def test_an_identifier_of_three_characters_or_without_a_digit_is_none(value) -> None:
    assert list(tokens(replace(STUDENT, ids=(value,)))) == []


@pytest.mark.parametrize(
    ("name", "telling"), [("tquillfern", True), ("tq12", True), ("grace", False), ("tq1", False), ("reading", False)]
)
def test_a_user_name_that_is_a_word_is_not_kept(name, telling) -> None:
    assert telling_username(name) is telling


def test_a_number_that_is_a_user_name_too_is_a_number() -> None:
    person = replace(STUDENT, ids=("7700123",), usernames=("7700123",))
    assert entries(person, DIGESTS).tokens == {DIGESTS.token("7700123"): 7 << 8}


def test_entries_hold_every_word_of_every_form() -> None:
    found = entries(replace(STUDENT, family="de la Cruz"), DIGESTS)
    assert found.words == {DIGESTS.word(word) for word in ("thessaly", "de", "la", "cruz", "delacruz")}


def test_a_person_is_not_shown() -> None:
    assert "hessaly" not in repr(STUDENT)
    assert "s1" not in repr(STUDENT)
