"""No joint can hide a value: every split over two and three texts, and over single characters."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding, Piece
from detectors.joints import LONGEST_STRIP, REACH, in_piece, scan_strip, strips
from detectors.pool_errors import ScanFailedError

SSN = "536-90-4399"
TEXT = f"Her number is {SSN} as of today."
PATTERN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|(?<=SSID )\d{10}\b|(?<=SSID\? )\d{10}\b")


def scan(text: str, context: str = "") -> list[Finding]:
    return [Finding("SSN", *match.span(), 0.9, "ssn", "shape") for match in PATTERN.finditer(text)]


def revealed(texts: list[str]) -> list[tuple[int, str, str]]:
    pieces = [Piece(text) for text in texts]
    out = []
    for strip in strips(pieces):
        sliced = [pieces[each.piece].text[each.start : each.end] for each in strip]
        for part in scan_strip(strip, sliced, scan):
            index, finding = in_piece(strip, part)
            out.append((index, texts[index][finding.start : finding.end], finding.why))
    return out


def assembled(found: list[tuple[int, str, str]]) -> str:
    return "".join(text for _, text, _ in sorted(set(found)))


def test_every_split_over_two_texts() -> None:
    first = TEXT.index(SSN)
    for at in range(first + 1, first + len(SSN)):
        found = revealed([TEXT[:at], TEXT[at:]])
        assert assembled(found) == SSN
        assert {why for *_, why in found} == {"joint"}


def test_every_split_over_three_texts() -> None:
    first = TEXT.index(SSN)
    for left in range(first + 1, first + len(SSN)):
        for right in range(left + 1, first + len(SSN)):
            assert assembled(revealed([TEXT[:left], TEXT[left:right], TEXT[right:]])) == SSN


@pytest.mark.parametrize("padding", [0, 50, 63, 64, 65, 127, 128, 129, 1_000])
def test_splits_in_texts_of_any_length(padding: int) -> None:
    left, right = "lorem " * padding + SSN[:5], SSN[5:] + " ipsum" * padding
    assert assembled(revealed([left, right])) == SSN


def test_a_value_in_single_characters_among_many_single_characters() -> None:
    lead = list("lorem ipsum dolor " * 40)
    assert assembled(revealed([*lead, *SSN, *lead])) == SSN


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n\r\n", "\t "])
def test_white_space_at_the_joint_hides_nothing(gap: str) -> None:
    assert assembled(revealed(["a 536-90-" + gap, gap + "4399 b"])) == SSN


def test_empty_and_blank_texts_between_the_halves_hide_nothing() -> None:
    assert assembled(revealed(["a 536-90", "", " \n ", "-4399 b"])) == SSN


def test_a_label_in_one_text_speaks_for_the_number_in_the_next() -> None:
    assert revealed(["What is the SSID?", "4812093377"]) == [(1, "4812093377", "joint")]


def test_texts_are_also_joined_as_they_were_sent() -> None:
    """White space at some joints and none at others: neither all pressed together nor all apart shows the label."""
    assert revealed(["The SS", "ID ", "4812093", "377 is new"])[-2:] == [(2, "4812093", "joint"), (3, "377", "joint")]


def test_a_label_that_is_cut_itself_still_speaks() -> None:
    assert revealed(["The SS", "ID 4812093377"]) == [(1, "4812093377", "joint")]


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        (["a", "b"], [False, False]),
        (["a ", "b"], [False, True]),
        (["a", "\nb", "c"], [False, True, False]),
        (["a", " ", "b"], [False, True]),
        (["a", "", "b"], [False, False]),
    ],
)
def test_a_slice_knows_whether_white_space_stands_before_it(texts: list[str], apart: list[bool]) -> None:
    (strip,) = strips([Piece(text) for text in texts])
    assert [each.apart for each in strip] == apart
    assert {each.mark for each in strip} <= {"w", "w_"}


def test_values_are_not_looked_for_across_texts_that_are_not_prose() -> None:
    pieces = [Piece("a 536-90"), Piece("x", prose=False), Piece("-4399"), Piece("y", prose=False)]
    ((first, second),) = strips(pieces)
    assert (first.piece, second.piece) == (0, 2)


def test_what_touches_a_place_where_we_cut_is_not_believed() -> None:
    """The tail of a long text may start inside a longer number."""
    tail = SSN + " " * (REACH - len(SSN) - 1) + "."
    long = "x" * 200 + "9" + tail
    assert len(tail) == REACH
    assert revealed([long, "next"]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["", "a", "b" * 40, "c" * 128, "d" * 129, "e" * 900]), max_size=60))
def test_each_joint_lies_in_a_strip_and_strips_are_linear(texts: list[str]) -> None:
    made = list(strips([Piece(text) for text in texts]))
    full = [index for index, text in enumerate(texts) if text]
    joined = {(left.piece, right.piece) for strip in made for left, right in pairwise(strip)}
    assert joined == set(pairwise(full))
    assert all(sum(each.length for each in strip) <= LONGEST_STRIP + 2 * REACH for strip in made)
    assert sum(each.length for strip in made for each in strip) <= 2 * sum(map(len, texts)) + 1


def test_a_growing_conversation_changes_only_its_last_strips() -> None:
    texts = [f"message number {number}" for number in range(200)]
    before = list(strips([Piece(text) for text in texts]))
    after = list(strips([Piece(text) for text in [*texts, "one more"]]))
    assert after[: len(before) - 1] == before[:-1]


def test_a_scanner_that_raises_or_lies_fails_the_scan() -> None:
    def raising(text: str, context: str) -> list[Finding]:
        raise ValueError(text)

    (strip,) = strips([Piece("canary"), Piece("b")])
    with pytest.raises(ScanFailedError) as caught:
        scan_strip(strip, ["canary", "b"], raising)
    assert "canary" not in str(caught.value)
    with pytest.raises(ScanFailedError):
        scan_strip(strip, ["canary", "b"], lambda text, _: [Finding("SSN", 0, len(text) + 1, 0.9, "d", "w")])
