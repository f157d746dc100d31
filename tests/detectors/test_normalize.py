from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.normalize import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("plain 12-34", "plain 12-34"),
        ("\uff15\uff13\uff16", "536"),
        ("\u0665\u0663\u0666", "536"),
        ("a\u2011b\u2013c\u2014d\u2212e", "a-b-c-d-e"),
        ("a\u00a0b\u2009c\u202fd", "a b c d"),
        ("5\u200b3\u00ad6\u202e7", "5367"),
        ("e\u0301x", "ex"),
        ("\u00e9", "\u00e9"),
        ("\ufb01", "fi"),
        ("\u2460", "1"),
        ("\u2019\u201c", "'\""),
        ("a\u2028b", "a\nb"),
        ("\ud800x", "\ufffdx"),
    ],
)
def test_what_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_ascii_is_its_own_view() -> None:
    text = "ascii 123"
    assert fold(text).text is text


def test_a_slice_maps_back_over_dropped_and_widened_characters() -> None:
    text = "\U0001f600 5\u200b3\ufb01 z"
    view = fold(text)
    start = view.text.index("53fi")
    assert view.original(start, start + 4) == (2, 6)
    assert view.original(start + 3, start + 4) == (5, 6)


def test_a_span_takes_its_last_combining_mark_along() -> None:
    text = "Jose\u0301 x"
    assert fold(text).original(0, 4) == (0, 5)


def test_repr_shows_no_text() -> None:
    assert "secret" not in repr(fold("secret\u00a0word"))


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_the_map_is_monotonous_and_inside_the_text(text: str) -> None:
    view = fold(text)
    previous = 0
    for index in range(len(view.text)):
        start, end = view.original(index, index + 1)
        assert previous <= start < end <= len(text)
        previous = start
    if view.text:
        assert view.original(0, len(view.text))[1] <= len(text)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing_more_in_digits_and_dashes(text: str) -> None:
    once = fold(text).text
    assert all(char.isascii() for char in once if char.isdecimal())
