"""Answers about labels are worked out once, and nothing is kept but their hash."""

from __future__ import annotations

from detectors.structure import remembered as module
from detectors.structure.remembered import remembered


def test_a_question_is_asked_once() -> None:
    asked: list[str] = []

    @remembered
    def length(label: str) -> int | None:
        asked.append(label)
        return len(label) or None

    assert [length("dob"), length("dob"), length(""), length("")] == [3, 3, None, None]
    assert asked == ["dob", ""]


def test_answers_are_forgotten_when_there_are_too_many() -> None:
    asked: list[int] = []

    @remembered
    def same(label: int) -> int:
        asked.append(label)
        return label

    for number in range(module._MOST + 1):
        assert same(number) == number
    assert same(0) == 0
    assert asked.count(0) == 2
