"""Names said letter by letter, and letters that spell nobody."""

from __future__ import annotations

import pytest

from detectors.names.spelled import DETECTOR


def _found(text: str) -> list[str]:
    return [text[each.start : each.end] for each in DETECTOR.find(text)]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("this is Anahi Tuimavave that's t u i m a v a v e third grade", ["t u i m a v a v e"]),
        ("her name is Szymko spelled S-Z-Y-M-K-O", ["S-Z-Y-M-K-O"]),
        ("last name Nguyen, n, g, u, y, e, n, born in May", ["n, g, u, y, e, n"]),
        ("it's Hallberg h a double l b e r g with a g", ["h a double l b e r g"]),
        ("for Graham Outhouse that's o u t house he is a cook", ["o u t house"]),
        ("Khoa k as in kite h o a", ["k as in kite h o a"]),
        ("first name spelled q u y n h", ["q u y n h"]),
        ("when I asked Tavi a t a v i came", ["t a v i"]),
        ("se llama Ixchel se escribe i x c h e l", ["i x c h e l"]),
    ],
)
def test_letters_of_a_name(text: str, spelled: list[str]) -> None:
    assert _found(text) == spelled


@pytest.mark.parametrize(
    "text",
    [
        "the IEP that's i e p not a form",
        "choose a b c or d for the quiz",
        "plan a and then plan b",
        "spelling words: cat dog mouse",
        "I saw a big dog and a b in the word",
        "grade K, a, b, c groups",
        "the letters that we practise: m s t",
        "what is a u s citizen",
        "",
    ],
)
def test_other_letters(text: str) -> None:
    assert _found(text) == []
