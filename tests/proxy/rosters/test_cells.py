from __future__ import annotations

import pytest

from proxy.rosters.cells import birth_year, full_name, listed, people, typed_ids, yes_or_no


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2017-03-04", 2017),
        ("2017-3-4", 2017),
        ("2017-03-04T00:00:00Z", 2017),
        ("20170304", 2017),
        ("3/4/2017", 2017),
        ("03-04-2017", 2017),
        ("3/4/2017 0:00", 2017),
        ("2017", 2017),
        ("", 0),
        ("2017-13-04", None),
        ("2/30/2017", None),
        ("1850-01-01", None),
        ("2999-01-01", None),
        ("04.03.17", None),
        ("soon", None),
    ],
)
def test_a_date_of_birth_gives_its_year_only(cell, year) -> None:
    assert birth_year(cell) == year


@pytest.mark.parametrize(("cell", "said"), [("TRUE", True), ("Y", True), ("0", False), ("", False), ("maybe", None)])
def test_yes_and_no_are_told_from_neither(cell, said) -> None:
    assert yes_or_no(cell) is said


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("{SIS:7700123}", ["7700123"]),
        ("{SIS:7700123},{State:55 12}", ["7700123", "55 12"]),
        ("{Fed:}", []),
        ("7700123, 5512", ["7700123", "5512"]),
        ("", []),
    ],
)
def test_typed_identifiers_lose_their_type(cell, ids) -> None:
    assert typed_ids(cell) == ids


def test_a_list_is_parted_by_commas_or_semicolons() -> None:
    assert listed("a@b.example; c@d.example,") == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Quillfern, Thessaly", ("Thessaly", "Quillfern")),
        ("Thessaly Quillfern", ("Thessaly", "Quillfern")),
        ("Thessaly Ondine Quillfern", ("Thessaly Ondine", "Quillfern")),
        ("Juan de la Cruz", ("Juan", "de la Cruz")),
        ("Thessaly", ("Thessaly", "")),
    ],
)
def test_a_full_name_is_parted(text, parts) -> None:
    assert full_name(text) == parts


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ana and Luis Quillfern", [("Ana", "Quillfern"), ("Luis", "Quillfern")]),
        ("Quillfern, Ana; Marchbanks, Luis", [("Ana", "Quillfern"), ("Luis", "Marchbanks")]),
        ("Ana y Luis Peña", [("Ana", "Peña"), ("Luis", "Peña")]),
        ("", []),
    ],
)
def test_a_cell_may_name_several_people(text, named) -> None:
    assert people(text) == named
