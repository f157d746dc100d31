"""What was rewritten is found again: unchanged pieces stay, changes are groups, and nothing is lost or doubled."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.wire.alignment import MOST_HEARD, Aligner, Heard, moved_offsets

WORDS = ["[PERSON_1A_K7QM2]", "[SSN_2A_HHFFT]", "Maria", " is", " a", " student", " of", " Zoë", "\n", " school."]
VALUES = {"[PERSON_1A_K7QM2]": "Maria Delgado-Ruiz", "[SSN_2A_HHFFT]": "536-90-4399"}


def groups(pieces: list[str], out: str) -> list[tuple[int, str, bool]]:
    aligner = Aligner()
    found = aligner.feed([piece.encode() for piece in pieces], b"") + aligner.finish(out.encode())
    return [(group.pieces, group.text.decode(), group.same) for group in found]


def test_a_restored_name_is_one_group() -> None:
    pieces = ["Dear", " [", "PERSON", "_1A_K7", "QM2", "],", " how", " are", " you", "?"]
    assert groups(pieces, "Dear Maria Delgado, how are you?") == [
        (1, "Dear", True),
        (5, " Maria Delgado,", False),
        (1, " how", True),
        (1, " are", True),
        (1, " you", True),
        (1, "?", True),
    ]


def test_a_change_at_the_end_and_no_text_at_all() -> None:
    assert groups(["It is ", "536-90", "-4399"], "It is [SSN_REMOVED]") == [
        (1, "It is ", True),
        (2, "[SSN_REMOVED]", False),
    ]
    assert groups([], "") == []
    assert groups(["gone"], "") == [(1, "", False)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.integers(0, 2**32))
def test_the_groups_spell_the_text_however_it_came(words: list[str], seed: int) -> None:
    draw = random.Random(seed)
    said = "".join(words)
    now = "".join(VALUES.get(word, word) for word in words)
    raw, out = said.encode(), now.encode()
    aligner, found = Aligner(), []
    taken = left = fed = 0
    while taken < len(raw):
        step = draw.randint(1, 7)
        released = min(len(out), max(left, int(len(out) * max(0, taken - 30) / max(1, len(raw)))))
        found += aligner.feed([raw[taken : taken + step]], out[left:released])
        taken, left, fed = taken + step, released, fed + 1
    found += aligner.finish(out[left:])
    assert b"".join(group.text for group in found) == out
    assert sum(group.pieces for group in found) == fed
    assert not aligner.lost


def test_a_change_without_end_is_given_up() -> None:
    aligner = Aligner()
    aligner.feed([b"x%d " % number for number in range(2000)], b"nothing of it, ever")
    assert aligner.lost
    assert aligner.finish(b"more") == []


def test_offsets_move_with_the_text() -> None:
    said = "Ask [PERSON_1A_K7QM2] about the school bus, please."
    now = "Ask Zoë Ruiz about the school bus, please."
    moved = moved_offsets(said, now)
    assert moved is not None
    start, end = said.index("school"), said.index("bus,") + 3
    assert now[moved[start][0] : moved[end][1]] == "school bus"
    inside = said.index("PERSON")
    assert now[moved[inside][0] : moved[inside + 3][1]] == "Zoë Ruiz"
    assert moved[len(said)] == (len(now), len(now))
    assert moved_offsets(now, now) is None


def test_an_endless_text_is_forgotten_rather_than_kept() -> None:
    heard = Heard()
    heard.hear("Dear [A]", "Dear Maria")
    assert heard.texts == ("Dear [A]", "Dear Maria")
    piece = "x" * 100_000
    for _ in range(2 * MOST_HEARD // len(piece)):
        heard.hear(piece, piece)
    assert heard.texts == ("", "")


def test_text_without_pieces_does_not_pile_up() -> None:
    aligner = Aligner()
    for _ in range(100):
        aligner.feed([], b"x" * 1000)
    assert aligner.lost
    assert not aligner._out
