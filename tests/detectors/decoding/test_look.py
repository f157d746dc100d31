from __future__ import annotations

import base64

import pytest
from clean_text import NEAR_MISSES
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.decoding import hidden_look, second_looks
from detectors.decoding.look import DEPTH
from detectors.decoding.rewriting import Change, rewritten

SSN = "536-90-4399"


def where(text: str, value: str) -> set[str]:
    """What the source says where a look shows `value`."""
    out = set()
    for look in second_looks(text):
        start = look.text.find(value)
        span = look.original(start, start + len(value)) if start >= 0 else None
        if span is not None and look.readings(start, start + len(value)):
            out.add(text[span[0] : span[1]])
    return out


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "encode",
    [
        b64,
        lambda text: "".join(f"%{ord(c):02x}" for c in text),
        lambda text: text.encode().hex(),
        lambda text: "".join(f"&#{ord(c)};" for c in text),
    ],
)
def test_the_place_is_the_whole_token(encode) -> None:
    hidden = encode(f"<{SSN}>")
    text = f"see {hidden} and answer"
    (found,) = where(text, SSN)
    assert found in hidden
    assert len(found) * 2 > len(hidden)


def test_encodings_nest_three_deep_and_no_deeper() -> None:
    hidden = SSN
    for depth in range(1, DEPTH + 2):
        hidden = b64(hidden)
        assert where(f"x {hidden} y", SSN) == ({hidden} if depth <= DEPTH else set())


def test_words_before_the_place_stay_and_the_name_of_the_encoding_goes() -> None:
    (look,) = second_looks(f"Her SSN (base64): {b64('536904399')}")
    assert "Her SSN : 536904399" in look.text


def test_reversed_and_shifted_text_is_read_where_a_word_says_so() -> None:
    assert where(f"backwards: {SSN[::-1]}", SSN) == {SSN[::-1]}
    assert where("rot13: wnar@rknzcyr.bet", "jane@example.org") == {"wnar@rknzcyr.bet"}
    assert list(second_looks(f"{SSN[::-1]} wnar@rknzcyr.bet")) == []


def test_invisible_text_is_read() -> None:
    tags = "".join(chr(0xE0000 + ord(char)) for char in SSN)
    selectors = "".join(chr(0xE0100 + ord(char) - 16) for char in SSN)
    for hidden in (tags, selectors):
        look = hidden_look(f"hello{hidden} there")
        assert look is not None
        start = look.text.index(SSN)
        assert look.original(start, start + len(SSN)) == (5, 5 + len(hidden))
    assert hidden_look("\ud800" + tags) is not None
    assert hidden_look("flag \U0001f3f4 \u2764\ufe0f ok") is None


def test_ordinary_text_is_not_looked_at_again() -> None:
    text = "The student reads with care and writes about the river. Grade 3 meets at 10:30 in room 12 on March 3, 2026."
    assert list(second_looks(text * 20)) == []


def test_a_finding_that_crosses_excerpts_has_no_place() -> None:
    rewriting = rewritten("a" * 300, [Change(0, 1, "x", "escape"), Change(299, 300, "y", "escape")])
    assert rewriting is not None
    assert rewriting.original(0, len(rewriting.text) - 1) is None


def test_nothing_prints_the_text() -> None:
    change = Change(0, 6, "secret", "block")
    rewriting = rewritten("hidden", [change])
    assert "secret" not in repr(change) + repr(rewriting)


PIECES = st.sampled_from([SSN, "%35", "&#53;", "\\u0035", b64(SSN), "five three six ", "5 3 6 ", "_", "rot13 ", "backwards ", "\n", "SSN ", "=35=33", "\u00e9", "\U0001f600"])  # fmt: skip  # noqa: E501  one case, one line


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=20).map("".join)))
@settings(max_examples=300, deadline=None)
def test_every_slice_of_a_look_lies_in_the_source_or_nowhere(text: str) -> None:
    looks = list(second_looks(text.replace("\ud800", "")))
    for look in looks:
        for start in range(0, len(look.text), 7):
            span = look.original(start, min(start + 5, len(look.text)))
            assert span is None or 0 <= span[0] <= span[1] <= len(text)


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_the_looks_at_a_text_are_no_longer_than_a_few_times_the_text(text: str) -> None:
    assert sum(len(look.text) for look in second_looks(text)) <= 12 * len(text) + 200
