"""Skipping the scanner never changes what is found."""

from __future__ import annotations

import pytest
from answer_machines import Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.transform.attention import LABEL_REACH, Attention


def wide(text: str) -> str:
    """In full-width letters and digits, which fold to plain ones."""
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


WORDS = st.sampled_from(
    [
        "the",
        "password:",
        "is",
        "hunter",
        "pwd",
        "=",
        "Passwort",
        "clave:",
        "secreta",
        "user",
        "name:",
        "jane.doe",
        "login",
        "jdoe_x",
        "handle",
        "@rex",
        "instagram:",
        "rex.the.dog",
        "lives",
        "on",
        "at",
        "Maple",
        "Grove",
        "Street",
        "moved",
        "to",
        "Oak",
        "Lane",
        "sk-abcdefghijklmnop",
        "xoxb-abcdefghij",
        "aa:bb:cc:dd:ee:ff",
        "https://facebook.com/jane.roe",
        "her",
        "portfolio",
        "https://jane.example/x",
        wide("password:"),
        wide("536-90-4399"),
        "③",
        "plate",
        "ABC",
        wide("12"),
        "pass\u200bword:",
        "Hunter!",
        "bearer",
        "abcdefghijklmnopqrst",
        "Apt",
        "IP",
        "dead:beef::cafe",
        "key:",
        "token=",
        "\n",
        "AKIAABCDEFGHIJKLMNOP",
        "-----BEGIN",
        "eyJabcdefgh.eyJabcdefgh",
        "postgres://u:pw@h/x",
        "roblox",
        "Noob_Kid",
        "😀",
        "—",
        "caf\u0065\u0301",
    ]
)


@given(st.lists(WORDS, max_size=14))
@settings(max_examples=100, deadline=None)
def test_what_is_not_scanned_has_nothing_in_it(words: list[str]) -> None:
    text = " ".join(words)
    expected = Call(values=()).whole(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Attention, "worth", _always)
        assert Call(values=()).whole(text) == expected


def _always(attention: Attention, unit: str) -> bool:
    _WORTH(attention, unit)
    return True


_WORTH = Attention.worth


@pytest.mark.parametrize(
    "unit", ["12 ", "a@b ", "http://x ", "a:b:c ", "abcdefghijklmnop ", "password: ", "-----BEGIN ", "① ", "a\u200bb "]
)
def test_units_worth_scanning(unit: str) -> None:
    assert Attention("").worth(unit)


@pytest.mark.parametrize(
    "unit", ["word ", "Well, ", "don't ", "(and) ", "“Sí”… ", "señora ", "会議 ", "snap ", "lives "]
)
def test_units_that_are_not(unit: str) -> None:
    assert not Attention("").worth(unit)


def test_labels_are_remembered_for_a_while() -> None:
    attention = Attention("")
    attention.worth("password: ")
    assert attention.awake
    assert attention.worth("hunter ")
    for _ in range(LABEL_REACH):
        attention.worth("xx ")
    assert not attention.awake
    assert not attention.worth("hunter ")


def test_the_context_is_a_label() -> None:
    assert Attention("password").worth("hunter")
    assert not Attention("content").worth("hunter")
