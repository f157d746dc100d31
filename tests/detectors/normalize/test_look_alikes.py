from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.normalize import fold
from detectors.normalize.look_alikes import as_latin


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("j\u0430n\u0435@\u0435x\u0430m\u0440l\u0435.org", "jane@example.org"),
        ("S\u0405N", "SSN"),
        ("\u0391BC", "ABC"),
        ("5\u041e3-\u04174", "503-34"),
        ("4\u0431", "46"),
        ("the \u0441\u043e\u0440\u0435 is here", "the cope is here"),
        ("Mar\u0456\u00e1", "Mari\u00e1"),
    ],
)
def test_a_word_that_poses_as_latin_is_written_so(text: str, plain: str) -> None:
    assert as_latin(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "\u041c\u0430\u043c\u0430 \u043c\u044b\u043b\u0430 \u0440\u0430\u043c\u0443",
        "\u041e\u043b\u0435\u0441\u044f and Mykola \u043e\u0440\u043e\u0441",
        "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2 \u03c4\u03bf",
        "\u0441\u043e\u0440\u0435",
        "plain words",
        "\u674e\u601d\u8fdc A1",
    ],
)
def test_words_of_another_script_stay(text: str) -> None:
    assert as_latin(text) == text


@given(st.text(st.sampled_from("abS5 .-\u0430\u0435\u0441\u041e\u0417\u0436\u03bf\u03b2\u00e9"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_length_never_changes_and_once_is_enough(text: str) -> None:
    once = as_latin(text)
    assert len(once) == len(text)
    assert as_latin(once) == once


def test_offsets_hold_under_look_alikes() -> None:
    text = "\u200bcall j\u0430ne\u200b!"
    view = fold(text)
    start = view.text.index("jane")
    assert view.original(start, start + 4) == (6, 10)
