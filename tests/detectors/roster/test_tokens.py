from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rosters import DIGESTS, table_of

from detectors.roster.names import Hit
from detectors.roster.person import Mark, Person
from detectors.roster.tokens import TokenIndex

if TYPE_CHECKING:
    from collections.abc import Callable

PERSON = Person(
    "sid-4471",
    Mark.STUDENT,
    given="Thessaly",
    family="Quillfern",
    ids=("7700123", "AB-77-123", "5521", "20160314"),
    usernames=("tquill22", "tquillfern"),
    emails=("t.quill@quillfern.example",),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TokenIndex:
    return TokenIndex(table_of(tmp_path_factory.mktemp("roster"), [PERSON]), DIGESTS)


@pytest.fixture(scope="module")
def found(index) -> Callable[[str], list[str]]:
    return lambda text: [text[hit.start : hit.end] for hit in index.find(text, [])]


@pytest.mark.parametrize("token", ["7700123", "AB-77-123", "ab77123", "tquill22", "TQUILL22"])
def test_an_identifier_is_found_without_a_label(found, token) -> None:
    assert found(f"look up {token}, please") == [token]


@pytest.mark.parametrize("address", ["t.quill@quillfern.example", "T.Quill@Quillfern.Example"])
def test_an_address_is_found_in_any_case(found, address) -> None:
    assert found(f"write to <{address}>.") == [address]


@pytest.mark.parametrize("text", ["77001234", "17700123", "$7700123", "0.7700123", "7700-1234", "xtquill22"])
def test_a_part_of_a_longer_token_and_money_are_none(found, text) -> None:
    assert found(f"about {text} here") == []


def test_a_date_is_none_although_somebody_has_that_number(found) -> None:
    assert found("born 2016-03-14 or 20160314") == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("room 5521 is free", []),
        ("student id 5521 is free", ["5521"]),
        ("lunch #5521", ["5521"]),
        ("tquillfern wrote", []),
        ("login: tquillfern", ["tquillfern"]),
        ("username tquillfern", ["tquillfern"]),
    ],
)
def test_a_short_number_and_a_user_name_of_letters_need_a_label(found, text, hits) -> None:
    assert found(text) == hits


def test_a_name_of_the_roster_on_the_line_is_as_good_as_a_label(index) -> None:
    text = "Thessaly Quillfern 5521\nroom 5521"
    assert [hit.start for hit in index.find(text, [Hit(0, 18, 1)])] == [19]


def test_one_long_line_takes_time_in_proportion(index) -> None:
    text = "5521 room, " * 20_000
    assert index.find(text, []) == []
    assert len(index.find(text, [Hit(0, 4, 1)])) == 20_000


def test_a_number_of_a_crowded_length_needs_a_label(index, tmp_path) -> None:
    table = table_of(tmp_path, [PERSON])
    crowded = TokenIndex(replace(table, facts=replace(table.facts, dense=(7,))), DIGESTS)
    assert crowded.find("look up 7700123", []) == []
    assert len(crowded.find("student 7700123", [])) == 1
    assert len(index.find("look up 7700123", [])) == 1
