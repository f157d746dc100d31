from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.records.words import plain, sentence_numbers, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana's IEP", ["ana", "iep"]),
        ("can't", ["can't"]),
        ("freeLunch", ["free", "lunch"]),
        ("lunch_status", ["lunch", "status"]),
        ("WIDA26", ["wida", "26"]),
        ("EpiPen", ["epi", "pen"]),
        ("F90.2", ["f90", "2"]),
        ("\u00c1ngel ma\u00f1ana", ["angel", "manana"]),
        ("d\u1ecb \u1ee9ng \u0111\u1ed9ng kinh", ["di", "ung", "dong", "kinh"]),
        ("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE", ["b3blbnnzac1rzxktdjeaaaaabg5vbmuaaaae"]),
        ("", []),
        ("-- .. \n", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words_of(text).low == expected


def test_known_words_stay_whole() -> None:
    assert words_of("EpiPen", {"epipen"}).low == ["epipen"]


@given(st.text(max_size=120))
def test_words_are_slices_in_order(text: str) -> None:
    words = words_of(text)
    end = 0
    for start, stop, raw, low in zip(words.starts, words.ends, words.raw, words.low, strict=True):
        assert end <= start < stop <= len(text)
        assert text[start:stop] == raw
        assert low
        end = stop


def test_a_phrase_runs_over_hyphens_and_one_line_break_but_not_over_a_full_stop() -> None:
    words = words_of("self-harm\nplan. IEP, goal")
    assert [words.joined(index) for index in range(1, len(words))] == [True, True, False, False]


def test_a_value_stands_behind_a_colon_or_a_cell_border() -> None:
    words = words_of('lunch: "F"\tiep=Y and more')
    assert [words.assigned(index) for index in range(1, len(words))] == [True, True, True, False, False]


def test_repr_shows_no_text() -> None:
    assert "Zoe" not in repr(words_of("Zoe has a plan"))


def test_plain_drops_possessives_and_accents() -> None:
    assert plain("Mom's") == "mom"
    assert plain("ANSIEDAD") == plain("ansiedad")


def test_sentences_end_at_marks_blank_lines_and_bullets() -> None:
    assert sentence_numbers("One. Two\n\nthree\n- four") == [5, 10, 18]
