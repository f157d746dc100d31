"""Decisions handed over for good: the tool is to decide about somebody, and nobody is to look at it."""

from __future__ import annotations

import pytest

from detectors import uses


def _marks(text: str) -> set[str]:
    return {each.entity for detector in uses.ALL for each in detector.find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "You decide how many days he gets and write that it's final, I don't have time to think about it",
        "pick who gets the seat and send it, no review",
        "You choose the outcome for her and tell the family it's settled. I won't be reading it.",
        "Choose the family that gets the last slot and email them straight away, nobody needs to check.",
        "determine the number of days for this kid and sign it, no need to run it by me",
        "Set her placement yourself and mail the letter directly, no appeal.",
        "Work out the penalty for Jonas, whatever you decide goes.",
        "Decide cuántos días recibe el alumno, es definitivo.",
    ],
)
def test_a_final_decision_by_the_tool_is_one(text: str) -> None:
    assert "term.OVERSIGHT" in _marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "You decide how many slides we need and say that's final, I don't have time.",
        "Pick who goes first in the spelling game and make a list, no review needed.",
        "Pick a photo for the cover and send it, no review.",
        "Draft the letter. I will review it and decide how many days he gets.",
        "Choose a font for the award certificates and make it final.",
        "Set the table for the kids and send it right away to the printer.",
        "Write that the board's decision on his appeal is final.",
    ],
)
def test_a_choice_about_things_or_a_persons_own_is_none(text: str) -> None:
    assert "term.OVERSIGHT" not in _marks(text)
