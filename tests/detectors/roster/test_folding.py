from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.roster.folding import Words, email_form, fold_word, id_form, name_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Delgado", "delgado"),
        ("DELGADO", "delgado"),
        ("José", "jose"),
        ("O'Brien", "obrien"),
        ("O\u2019Brien", "obrien"),
        ("Søren", "soren"),
        ("Wałęsa", "walesa"),
        ("Straße", "strasse"),
        ("Đỗ", "do"),
        ("Олена", "олена"),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(written, folded) -> None:
    assert fold_word(written) == folded


def test_a_possessive_is_no_part_of_the_word() -> None:
    (word,) = Words("Delgado's").between(0, 0)
    assert (word.start, word.end, word.folded) == (0, 7, "delgado")


def test_a_hyphen_parts_words_and_an_apostrophe_does_not() -> None:
    assert name_words("Anne-Marie O'Brien") == ["anne", "marie", "obrien"]


@pytest.mark.parametrize(("word", "minor"), [("de", True), ("J", True), ("jr", True), ("Delgado", False)])
def test_particles_initials_and_suffixes_are_minor(word, minor) -> None:
    assert Words(word)[0].minor is minor


def test_words_carry_no_text_in_their_repr() -> None:
    assert "elgado" not in repr(Words("Delgado")[0])


@pytest.mark.parametrize("written", ["AB-77-123", "ab77123", "AB_77-123", "Ab77123"])
def test_an_identifier_is_the_same_without_its_joints_and_case(written) -> None:
    assert id_form(written) == "ab77123"


def test_an_address_is_the_same_in_any_case() -> None:
    assert email_form(" T.Quill@Quillfern.Example ") == "t.quill@quillfern.example"


@given(st.text())
def test_folding_a_word_twice_changes_nothing_more(text) -> None:
    assert fold_word(fold_word(text)) == fold_word(text)


@given(st.text(max_size=60))
def test_words_lie_inside_the_text_in_order(text) -> None:
    words = Words(text)
    spans = [(words[at].start, words[at].end) for at in range(len(words))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
