"""Which spellings of a name of the roster are found, and what is left alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rosters import DIGESTS, table_of

from detectors.normalize import fold
from detectors.roster.names import NameIndex
from detectors.roster.person import Mark, Person

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = (
    Person("1", Mark.STUDENT, given="Thessaly Ondine", middle="Rue", family="Quillfern-Brandt"),
    Person("2", Mark.STUDENT, given="Juan", family="de la Cruz"),
    Person("3", Mark.STUDENT, given="Sean", middle="Patrick", family="O'Brien"),
    Person("4", Mark.STUDENT, given="José", family="Peña"),
    Person("5", Mark.FAMILY, given="Berenike", family="Marchbanks"),
    Person("6", Mark.STUDENT, given="Grace", family="Hope"),
    Person("7", Mark.STUDENT, given="Will", family="May"),
    Person("8", Mark.STUDENT, given="Will", family="Zubrowka"),
    Person("9", Mark.STUDENT, given="Олена", family="Зубрівка"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """What the index finds in a text, as it stands there."""
    index = NameIndex(table_of(tmp_path_factory.mktemp("roster"), PEOPLE), DIGESTS)

    def find(text: str) -> list[str]:
        view = fold(text)
        return [text[slice(*view.original(hit.start, hit.end))] for hit in index.find(view.text)]

    return find


@pytest.mark.parametrize(
    "name",
    [
        "Thessaly Quillfern",
        "thessaly quillfern",
        "THESSALY QUILLFERN",
        "Quillfern Thessaly",
        "Quillfern, Thessaly",
        "QUILLFERN-BRANDT, THESSALY",
        "Thessaly Ondine Quillfern-Brandt",
        "Thessaly Rue Quillfern",
        "Thessaly R. Quillfern",
        "Thessaly Brandt",
        "Ondine Quillfern",
        "Rue Quillfern",
        "Thessaly Odette Quillfern",
        "thessaly_quillfern",
        "thessaly.quillfern",
        "Thessaly-Quillfern",
        "Thessaly\u00a0Quillfern",
        "Thess\u200baly Quill\u00adfern",
        "\uff34hessaly Quillfern",
        "Juan de la Cruz",
        "De La Cruz, Juan",
        "Juan Cruz",
        "Juan Delacruz",
        "Sean O'Brien",
        "Sean O\u2019Brien",
        "sean obrien",
        "O'Brien, Sean P.",
        "Jose Pena",
        "Jos\u0065\u0301 Pen\u0303a",
        "JOSÉ PEÑA",
        "Berenike Marchbanks",
        "Олена Зубрівка",
        "Зубрівка Олена",
    ],
)
def test_a_name_is_found_however_it_is_written(found, name) -> None:
    assert found(f"about {name} and others") == [name]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("| Quillfern | Thessaly |", ["Quillfern", "Thessaly"]),
        ('"Quillfern","Thessaly",4', ["Quillfern", "Thessaly"]),
        ("Quillfern,Thessaly,4", ["Quillfern", "Thessaly"]),
        ("Quillfern\tThessaly\t4", ["Quillfern", "Thessaly"]),
        ("met Thessaly\nQuillfern", ["Thessaly", "Quillfern"]),
        ("> met Thessaly\n> Quillfern", ["Thessaly", "Quillfern"]),
    ],
)
def test_a_name_over_cells_or_lines_leaves_what_parts_them(found, text, parts) -> None:
    assert found(text) == parts


def test_a_possessive_is_left_outside(found) -> None:
    assert found("Thessaly Quillfern's plan") == ["Thessaly Quillfern"]


def test_what_is_written_together_with_a_name_belongs_to_it(found) -> None:
    assert found("Sean O'Brien Jr. and Juan Cruz-Oduya") == ["Sean O'Brien Jr.", "Juan Cruz-Oduya"]
    assert found("the Juan Cruz-led team") == ["Juan Cruz"]


def test_of_names_in_a_list_each_is_found_whole(found) -> None:
    text = "Juan Cruz, Juan de la Cruz, De La Cruz, Juan"
    assert found(text) == ["Juan Cruz", "Juan de la Cruz", "De La Cruz, Juan"]


@pytest.mark.parametrize(
    "text",
    [
        "Thessaly is absent",
        "the Quillferns",
        "Thessaly. Quillfern said",
        "Thessaly said that Quillfern left",
        "T. Quillfern",
        "Thessaly and Quillfern",
        "",
        "thessaly.quillfern@example.org",
    ],
)
def test_a_first_name_alone_or_words_apart_are_no_name(found, text) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We saw Grace Hope today.",
        "Grace Hope is absent.",
        "Hope, Grace",
        "| Grace Hope | 4 |",
        "1. Grace Hope",
        "student grace hope is absent",
        "her mom, grace hope, called",
        "name: grace hope",
        "grace hope's desk",
        "Mrs. Grace Hope",
        "GRACE HOPE IS ABSENT",
        "I saw Will May today.",
    ],
)
def test_a_name_of_ordinary_words_counts_with_capitals_or_a_cue(found, text) -> None:
    assert "".join(found(text)).lower() in {"grace hope", "hope, grace", "will may"}


@pytest.mark.parametrize(
    "text",
    [
        "with grace and hope",
        "full of grace, hope and love",
        "saying grace hope lifts us",
        "Amazing Grace Hope Chapel Choir",
        "Will May be a long month?",
        "He will may be",
        "WILL MAY BE LONG",
    ],
)
def test_ordinary_words_that_happen_to_be_a_name_do_not(found, text) -> None:
    assert found(text) == []


def test_a_small_ordinary_word_beside_a_capitalised_name_is_a_word(found) -> None:
    assert found("will Zubrowka come?") == []
    assert found("Will Zubrowka comes") == ["Will Zubrowka"]
    assert found("will zubrowka comes") == ["will zubrowka"]


def test_a_roster_of_nobody_finds_nobody(tmp_path) -> None:
    index = NameIndex(table_of(tmp_path, ()), DIGESTS)
    assert index.find("Thessaly Quillfern") == []


@given(st.text(alphabet="Thessaly Quillfern,'-\n\t|\".deO", max_size=80))
def test_hits_lie_in_the_text_and_never_overlap(found_hits, text) -> None:
    hits = found_hits(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(left.end <= right.start for left, right in pairwise(hits))


@pytest.fixture(scope="module")
def found_hits(tmp_path_factory):
    return NameIndex(table_of(tmp_path_factory.mktemp("roster"), PEOPLE), DIGESTS).find


def test_names_among_many_addresses_take_time_in_proportion(found_hits) -> None:
    text = "juan.cruz@quillfern.example wrote to Juan Cruz. " * 2_000
    assert len(found_hits(text)) == 2_000


def test_a_long_text_of_names_takes_time_in_proportion(found_hits) -> None:
    assert len(found_hits("Juan Cruz, " * 2_000)) == 2_000
    assert found_hits("Juan " * 5_000) == []
