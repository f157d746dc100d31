from __future__ import annotations

import pytest

from detectors.records.typos import correction, mend, one_slip, read_back
from detectors.records.words import words_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("siezure", "seizure"),
        ("suspention", "suspension"),
        ("adderal", "adderall"),
        ("epilepcy", "epilepsy"),
        ("homeles", "homeless"),
        ("counsellor", "counselor"),
        ("meditation", None),
        ("concert", None),
        ("adoptive", None),
        ("migrants", None),
        ("iepp", None),
        ("zzzzzzzzzzzzzzzzzzzzzzzzzzzz", None),
    ],
)
def test_corrections(word: str, expected: str | None) -> None:
    """One slip in a long word is mended, unless the word is an English one."""
    assert correction(word) == expected


def test_words_of_the_lexicons_are_left_alone() -> None:
    words = words_of("mediation, medication and suspension")
    assert mend(words) == frozenset()
    assert words.low == ["mediation", "medication", "and", "suspension"]


def test_mending_says_which_words() -> None:
    words = words_of("a siezure today")
    assert mend(words) == {1}
    assert words.low[1] == "seizure"


def test_scanned_digits_are_read_back() -> None:
    assert read_back("immun1zati0n") == "immunization"
    assert read_back("x1y2z3k") is None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("seizure", "siezure", True),
        ("seizure", "seizures", True),
        ("seizure", "seizre", True),
        ("seizure", "seisure", True),
        ("seizure", "seizure", False),
        ("seizure", "sezurie", False),
    ],
)
def test_one_slip(left: str, right: str, expected: bool) -> None:  # noqa: FBT001  a column of the table
    assert one_slip(left, right) is expected


def test_a_mended_term_scores_lower(families) -> None:
    assert "HLTH" in families("had a siezure in class")
    assert "HLTH" not in families("had a siezure in class", 0.85)
