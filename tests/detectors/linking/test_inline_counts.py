"""Counts of groups written into a sentence, and numbers of other things."""

from __future__ import annotations

import pytest

from detectors.linking.inline_counts import inline_counts

SMALL = [
    "how many kids in each ethnicity at Rainier View got expelled? Black 3, Hispanic 7, White 12, Native 1, Asian 0",
    "2 of our Marshallese students at Fir Hollow Elementary did not graduate",
    "Expelled at Otter Creek Middle School: Black 3, Hispanic 7, White 12, Native 1",
    "Fir Hollow Elementary homeless students by race: Asian 2; White 5; Somali 1",
    "Only 3 Native students in the Otter Creek Head Start program were suspended",
    "Suspensions, Fir Hollow Elementary: girls 2, boys 9, nonbinary 1",
    "Our Native Education program: 3 Yakama students, 2 Lummi students dropped out",
    "graduation by group at Otter Creek High School: Black=4, White=88, Pacific Islander=2",
    "IEP counts for Fir Hollow Elementary - ELL 6, migrant 2, foster 1",
]
OTHER = [
    "Put the class in groups of 4 at table 3 at Fir Hollow Elementary",
    "grade 5 students pick 3 books at Otter Creek Middle School",
    "Paint colors for Fir Hollow Elementary: black 3, white 12, brown 4 gallons",
    "At Rainier View, kids choose: white 3, black 5 chess sets",
    "Fir Hollow Elementary needs 3 white boards and 7 black markers",
    "Crayons: Black 3, White 12, Red 4",
    "Black 30, Hispanic 71, White 120, Native 14, Asian 20 enrolled at Fir Hollow Elementary",
    "Otter Creek High School expects 2 new teachers",
    "US Supreme Court cases: Black 3, White 5 opinions",
    "girls 2, boys 3 final score at Otter Creek soccer",
]


@pytest.mark.parametrize("text", SMALL)
def test_a_small_count_of_a_group_at_a_place_is_a_small_cell(text: str) -> None:
    assert list(inline_counts(text))


@pytest.mark.parametrize("text", OTHER)
def test_other_numbers_are_none(text: str) -> None:
    assert list(inline_counts(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Newcomers who passed the civics test. Harbor Heights: Ukrainian 3 of 4, Dari 1 of 2, Spanish 26 of 41.",
        "Students who passed at Maple Ridge: Somali 2 of 3, Tigrinya 1 of 2, Spanish 30 of 44",
        "IEP students at Lakeview: Russian speakers 4 out of 6 proficient, Korean speakers 1 out of 1",
        "At Birch Hill: Marshallese 1/2, Somali 3/5, Korean 14/20 met standard",
    ],
)
def test_parts_of_groups_are_small_cells(text: str) -> None:
    assert list(inline_counts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Read Spanish 2 of 3 chapters and French 1 of 2 poems for the Lakeview book club.",
        "Unit test 3 of 4 passed, Spanish lesson 1 of 2 is done at Otter Creek Elementary",
        "Harbor Heights: Ukrainian 30 of 44, Dari 11 of 20 passed",
        "Spanish 3 of 4 is hard",
    ],
)
def test_parts_of_other_things_are_none(text: str) -> None:
    assert not list(inline_counts(text))
