from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.finding import is_mark
from detectors.quasi import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable

MARKED = [
    ("he speaks Tongan at home", [("language", "Tongan")]),
    ("the family's home language is Dari", [("language", "Dari")]),
    ("Dari-speaking mother", [("language", "Dari")]),
    ("she's the only Samoan student", [("race", "Samoan")]),
    ("he is an enrolled member of the Lummi Nation", [("tribe", "Lummi")]),
    ("they moved here from Honduras", [("birthplace", "Honduras")]),
    ("country of birth: Eritrea", [("birthplace", "Eritrea")]),
    ("her mom is Muslim", [("religion", "Muslim")]),
    ("the 4th grader who fell", [("grade", "4th grader")]),
    ("now in kindergarten", [("grade", "kindergarten")]),
    ("he goes to ECEAP", [("grade", "ECEAP")]),
    ("goes to Fir Hollow Elementary", [("school", "Fir Hollow Elementary")]),
    ("my 7 year old", [("age", "7")]),
    ("a two-year-old girl", [("age", "two"), ("sex", "girl")]),
    ("Student\tGr\tHome language\nNadia Velk\t4\tMam", [("grade", "4"), ("language", "Mam")]),
    ('{"firstName": "Nadia", "ethnicity": "Hispanic"}', [("race", "Hispanic")]),
]

UNMARKED = [
    "translate into Spanish",
    "grade 3 standards",
    "keep it at a grade 6 reading level",
    "grades K-5",
    "moved from Tier 2 to Tier 3",
    "the Somali and Dari interpreters",
    "I speak French",
    "Black History Month",
    "Item\tGr\nSand\t4",
    "the White House",
    "years of service: 7",
    "born in 2016",
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_what_is_said_of_a_person_is_marked(
    marked: Callable[[str], list[tuple[str, str]]], text: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(set(marked(text))) == sorted(expected)


@pytest.mark.parametrize("text", UNMARKED)
def test_what_is_said_of_nobody_is_not(marked: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert marked(text) == []


def test_they_are_marks_only() -> None:
    for detector in MARKS:
        for found in detector.find("she speaks Tongan\nStudent: Nadia\nRace: Asian"):
            assert is_mark(found)
