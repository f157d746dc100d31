from __future__ import annotations

import pytest

from detectors.names.made_up import MadeUp


def _nobody(text: str, name: str) -> bool:
    start = text.index(name)
    return MadeUp(text).holds(start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("three word problems: Marisol has 48 stickers", "Marisol"),
        ("Amari runs 4 laps in 9 minutes, Keiko 5 in 12. Who is faster?", "Amari"),
        ("Devin has 12 shells and gives away 5. How many shells does he have left?", "Devin"),
        ("a decodable story with Pam and Max", "Max"),
        ("reader's theater where Miguel meets Ana", "Miguel"),
        ("our gecko named Franklin is asleep", "Franklin"),
        ("a story about a dragon called Ember", "Ember"),
        ("use fake names like Sam", "Sam"),
        ("problemas de matemáticas: Lupe tiene 12 mangos", "Lupe"),
        ("Rewrite this sentence 3 ways: Sarah ran home.", "Sarah"),
    ],
)
def test_invented_names(text: str, name: str) -> None:
    assert _nobody(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("word problems for my students' names: Marisol, Bao", "Marisol"),
        ("word problems for Marisol, who has dyslexia", "Marisol"),
        ("Marisol has 12 absences. How many days does she have left?", "Marisol"),
        ("Marisol cried at recess. How long did she cry?", "Marisol"),
        ("word problems with Marisol Ochoa in them", "Marisol Ochoa"),
        ("Marisol hit Bao at recess", "Marisol"),
        ("rewrite this sentence: Jaden was suspended", "Jaden"),
        ("my student named Franklin", "Franklin"),
        ("password of 8 characters for Marisol", "Marisol"),
        ("my name is Zuri, i am 9, write a fairy tale", "Zuri"),
    ],
)
def test_names_of_real_people(text: str, name: str) -> None:
    assert not _nobody(text, name)


def test_parts_for_people_are_parts_for_real_ones() -> None:
    assert not MadeUp("a skit, we need parts for Zuri, Eyad and Linh").is_framed()
    assert MadeUp("write a skit with parts for a talking clock").is_framed()
