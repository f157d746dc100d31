"""Days that have names: somebody's where the sentence tells what befell, everybody's elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patient: Olin March. His wife died on Ash Wednesday, mood is low.", ["Ash Wednesday"]),
        ("Student: Nadia Velk was placed with an aunt on Juneteenth.", ["Juneteenth"]),
        ("Student: Nadia Velk. She came to the foster home on Mother's Day.", ["Mother's Day"]),
        ("Student: Nadia Velk got hurt on Halloween and again on Veterans Day.", ["Halloween", "Veterans Day"]),
        ("Student: Nadia Velk. Dad died Labor Day weekend, she is quiet.", ["Labor Day weekend"]),
        ("Student: Nadia Velk. Her mother passed away on Good Friday.", ["Good Friday"]),
        ("La alumna Nadia Velk se cayó en Nochebuena.", ["Nochebuena"]),
        ("Student: Nadia Velk went missing on Father's Day.", ["Father's Day"]),
        ("The egg hunt is on Easter, bring a basket.", []),
        ("Student: Nadia Velk. Labor Day is a holiday for all.", []),
        ("Many soldiers died before Veterans Day was made a holiday.", []),
        ("Student: Nadia Velk. Our Juneteenth poster is up.", []),
        ("Explain Ash Wednesday, Diwali and Nowruz to grade 6.", []),
    ],
)
def test_feasts(personal: Callable[[str], list[str]], text: str, expected: list[str]) -> None:
    assert personal(text) == expected
