"""Numbers half in words: what they read as, and what is left alone."""

from __future__ import annotations

import pytest

from detectors.decoding.half_spelled import half_spelled


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Call me: 360-five55-8I44.", "360-555-8144"),
        ("cell 2five3-555-81four4", "253-555-8144"),
        ("253.five.five.five.8144 after 5", "253-555-8144"),
        ("dad (threesixzero) 555-8144", "360-555-8144"),
        ("two06fivefive58144", "206-555-8144"),
        ("536-nine0-4399", "536-90-4399"),
    ],
)
def test_words_and_digits_read_as_one_number(text: str, reading: str) -> None:
    assert [change.text for change in half_spelled(text)] == [reading]


@pytest.mark.parametrize(
    "text",
    [
        "253-555-8144",
        "one on one, 3x5 cards, K-five",
        "call at one 555 1212 or two",
        "111-five55-8144",
        "soil ill 555",
        "room 20-two, lot 4-five, bus 16",
    ],
)
def test_what_is_no_such_number_stays(text: str) -> None:
    assert half_spelled(text) == []
