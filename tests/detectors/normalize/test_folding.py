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
        ("\u2776\u24ff", "10"),
        ("\u2488\u2489", "12"),
        ("5\ufe0f\u20e3", "5"),
        ("\U0001f51f", "10"),
        ("\u00b2\u2083", "23"),
        ("\U0001d7d2\U0001fbf1", "41"),
        ("\U0001f170\U0001f151\U0001f1e8", "ABC"),
        ("\u1d00\u0299", "ab"),
        ("5\x003\x7f6", "536"),
        ("a\x92b\x96c", "a'b-c"),
        ("a\u3164b\u2800c", "ab c"),
        ("5\U000e00413", "53"),
        ("1\u20442", "1/2"),
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


# Categories and scripts that folding treats: plain `st.text` seldom meets them.
TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aB5 -.@\n\u0430\u0435\u041e\u03bf\u03b1\u0417\u0133\ufb01\u2460\u0301\u200b\u2066\U0001d7d2\U000e0041\ud800\x00"  # noqa: E501  one case, one line
        ),
    ),
    max_size=60,
)


@given(TRICKY)
@settings(max_examples=300, deadline=None)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
    assert all(char.isascii() for char in once if char.isdecimal())


def test_every_character_by_itself_folds_to_what_folds_to_itself() -> None:
    """Sampled over all planes: each 37th code point, surrogates left out."""
    chars = (chr(code) for code in range(0, 0x110000, 37) if not 0xD800 <= code < 0xE000)
    assert [char for char in chars if fold(folded := fold(char).text).text != folded] == []
