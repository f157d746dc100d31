"""The lists hold single lower-case words, and no plain given name that memory should follow."""

from __future__ import annotations

import pytest

from detectors.ordinary_words import INSTITUTION_WORDS, ORDINARY_WORDS, PARTICLES


@pytest.mark.parametrize("words", [ORDINARY_WORDS, INSTITUTION_WORDS, PARTICLES])
def test_they_are_single_lower_case_words(words: frozenset[str]) -> None:
    assert all(word.isalpha() and word == word.lower() for word in words)


def test_words_that_are_first_of_all_names_do_not_stand_here() -> None:
    assert not {"maria", "jordan", "austin", "taylor", "walker", "peter", "delgado"} & ORDINARY_WORDS


def test_words_that_are_first_of_all_words_do() -> None:
    assert {"hope", "may", "will", "grace", "rose", "goal", "team"} <= ORDINARY_WORDS
