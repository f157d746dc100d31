"""Many pieces at once leave as one after the other would, and the machine is in the same state behind them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from answer_machines import VALUES, Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.transform.plain_run import run_end, shared_out, units

if TYPE_CHECKING:
    from collections.abc import Sequence

_CALL = Call()
PROSE = (
    *("the ", "plan ", "Word ", "NASA ", "a ", "I ", "but ", "Bea ", "read ", "don't ", '"so" ', "(see ", "end. "),
    *("why?! ", "po ", "po. ", "rural ", "x-po ", "box ", "Route ", "colon: ", "word:: ", "well-known ", "P ", "Mr. "),
    *("x", "  ", "    ", "      ", "\n", "caf\u00e9 ", "extraordinarily ", "abcdefghijklmn ", "\u201cSo\u201d "),
    *("the family met the teachers on a quiet afternoon and we are all better for it ",),
)
SUSPECT = (
    *("password: ", "user name ", "hunter", "tik tok ", "account ", "name ", "lives ", "on ", "Maple ", "moved to "),
    *("536-90-4399 ", "12 ", "(253) ", "555-2947 ", "IBAN ", "DE89 ", "@home ", "https://x.example/a?b=", "]("),
    *(_CALL.token(value) + " " for _, value in VALUES),
    "|plate|b|\n|---|---|\n",
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(PROSE), st.sampled_from(PROSE), st.sampled_from(PROSE), st.sampled_from(SUSPECT)),
    max_size=60,
).map("".join)


def after(pieces: Sequence[str], context: str, *, together: bool) -> tuple[list[str], dict[str, Any], object]:
    call = Call()
    machine: Any = call.open("text", context)
    out = machine.feed_each(pieces) if together else [machine.feed(piece) for piece in pieces]
    state = {name: value for name, value in vars(machine).items() if name != "_treatment"}
    attention = state.pop("_attention")
    state["_attention"] = [getattr(attention, name) for name in attention.__slots__]
    header = state.pop("_header")
    state["_header"] = [header.text, header.vanity]
    return [*out, machine.finish()], state, call.events


def cut(text: str, places: Sequence[int]) -> list[str]:
    ends = sorted({min(place, len(text)) for place in places} | {0, len(text)})
    return [text[low:high] for low, high in pairwise(ends)]


@given(
    text=TEXTS, cuts=st.lists(st.integers(0, 600), max_size=90), context=st.sampled_from(["", "", "password", "note"])
)
@settings(max_examples=500, deadline=None)
def test_many_pieces_at_once_leave_as_they_would_one_by_one(text: str, cuts: list[int], context: str) -> None:
    pieces = cut(text, cuts)
    assert after(pieces, context, together=True) == after(pieces, context, together=False)


@given(words=st.lists(st.sampled_from(PROSE), min_size=100, max_size=400))
@settings(max_examples=60, deadline=None)
def test_so_does_an_answer_that_is_longer_than_what_is_remembered(words: list[str]) -> None:
    assert after(words, "", together=True) == after(words, "", together=False)


def test_a_document_in_pieces_leaves_as_it_would_one_by_one() -> None:
    pieces = ['{"a": "plain ', "words here", ' and there", "b": "536-90-', '4399"}']
    one, many = Call().open("json"), Call().open("json")
    assert many.feed_each(pieces) == [one.feed(piece) for piece in pieces]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("the plan was good", "the plan was "),
        ("the plan was good ", "the plan was "),
        ("so 12 of them", ""),
        ("see Mr. Bean", "see "),
        ("NASA ESA met", ""),
        ("in a rural box", "in a "),
        ("we read books now", "we read books "),
        ("the password is here", "the "),
        ("one extraordinarily long", "one "),
        ("one  two     three", "one  "),
        ("one\ntwo", ""),
        ("", ""),
    ],
)
def test_a_run_is_what_no_rule_joins_and_no_label_marks(text: str, run: str) -> None:
    assert text[: run_end(text, 0, 1000)] == run


def test_a_run_is_no_longer_than_was_asked() -> None:
    assert run_end("one two three four", 0, 8) == len("one two ")
    assert run_end("one two", 0, 0) == 0


def test_a_run_may_begin_anywhere() -> None:
    text = "SSN 1. the password is here"
    assert text[7 : run_end(text, 7, 1000)] == "the "
    assert run_end(text, 11, 1000) == 0


def test_the_units_of_a_run_are_its_words() -> None:
    assert units("one  two three ") == ["one  ", "two ", "three "]


def test_a_part_leaves_with_the_piece_that_brings_the_character_behind_it() -> None:
    parts, ends = ["one ", "two ", "three "], [4, 8, 14]
    assert shared_out(parts, ends, [" ", "t", "wo three ", "", "four"], 3) == ["", "one ", "two ", "", "three "]
