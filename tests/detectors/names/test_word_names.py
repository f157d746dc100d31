"""Names that are words, in the plans of a class, and the words."""

from __future__ import annotations

import pytest

from detectors.names.word_names import DETECTOR


def _found(text: str) -> set[str]:
    return {text[each.start : each.end] for each in DETECTOR.find(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("P2: Hope and Chase not together, hope for the best. Ace may draw.", {"Hope", "Chase", "Ace"}),
        ("Sub plan: keep Destiny away from River. Justice has asthma.", {"Destiny", "River", "Justice"}),
        ("period 3: Harmony can use headphones. Reign needs a pass.", {"Harmony", "Reign"}),
        ("Seats: Sage and Jet fight. put Skye near me. Legend sits up front.", {"Sage", "Jet", "Legend"}),
        ("The class: Honor may leave at 2. Remind Journey to sit.", {"Honor", "Journey"}),
    ],
)
def test_words_that_pupils_are_called(text: str, names: set[str]) -> None:
    assert _found(text) >= names


@pytest.mark.parametrize(
    "text",
    [
        "Hope is needed in class. Faith can move mountains.",
        "Students: Grant applications are due. Mark the date. Will you come?",
        "The class went. May has 31 days. June was wet.",
        "Spelling list 11: angel, rich, royal, mercy, grant for the class",
        "Art may help students. Music has a plan. Math needs a room.",
        "Chase Bank gave the class 500. Grace Church needs seats.",
        "Word problem for the class: Hope and Chase share 12 apples. Ace may draw 3.",
        "Red and Green work together in class. Gold may sit by the door. Silver has a pass.",
        "Peace and Justice are themes for students.",
    ],
)
def test_the_words_stay(text: str) -> None:
    assert _found(text) == set()
