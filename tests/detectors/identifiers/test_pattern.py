from __future__ import annotations

import pytest

from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, isolated, portable


@pytest.mark.parametrize("letter", "aZéßñžĐωЖґشआ李가ア𐐷ሰ")
def test_letters_of_every_script_are_letters(letter: str) -> None:
    assert compile_pattern(r"^\pL$").search(letter) is not None


@pytest.mark.parametrize("other", " 1_-,'@\u201c\u00bf\u00ab\u2026\n")
def test_punctuation_and_digits_are_none(other: str) -> None:
    assert compile_pattern(r"^\pL$").search(other) is None


def test_small_ascii_is_no_capital() -> None:
    assert compile_pattern(r"^\p{Lu}$").search("a") is None
    assert compile_pattern(r"^\p{Lu}\p{Ll}$").search("Ab") is not None


def test_classes_are_shortened_inside_and_outside_of_brackets() -> None:
    assert portable(r"\pN[^\pN.]\[\pN") == r"[0-9][^0-9.]\[[0-9]"


def test_a_value_glued_to_a_word_is_none() -> None:
    assert isolated("x 12 y", 2, 4)
    assert not isolated("x12", 1, 3)
    assert not isolated("12é", 0, 2)
    assert isolated("(12)", 1, 3)


def test_accept_decides_the_entity() -> None:
    rule = Rule(
        "OTHER_ID", r"(\d+)", "shape", 0.5, lambda value, _text, _start, _end: None if value == "1" else "OTHER_ID.X"
    )
    detector = PatternDetector("t", (rule,), needs=("",))
    assert [(f.entity, f.start, f.end) for f in detector.find("1 22")] == [("OTHER_ID.X", 2, 4)]
