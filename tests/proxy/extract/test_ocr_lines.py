"""Words of a picture become lines again."""

from __future__ import annotations

from proxy.extract.ocr_lines import Word, lines


def word(text: str, left: float, top: float, width: float = 40) -> Word:
    return Word(text, left, top, left + width, top + 10, 0.9)


def test_words_on_one_height_are_one_line_from_left_to_right() -> None:
    assert lines([word("219-09-9999", 52, 1), word("SSN", 10, 0), word("next", 10, 20)]) == "SSN 219-09-9999\nnext"


def test_columns_stay_apart() -> None:
    header, row = [word("Name", 0, 0), word("SSN", 100, 0)], [word("Maria", 0, 20), word("219-09-9999", 100, 20)]

    assert lines([*row, *header]) == "Name   SSN\nMaria   219-09-9999"


def test_no_words_are_no_lines() -> None:
    assert lines([]) == ""


def test_a_word_is_not_in_its_repr() -> None:
    assert "Maria" not in repr(word("Maria", 0, 0))
