from __future__ import annotations

import pytest

from detectors.identifiers.labels import label_phrase, labelled
from detectors.identifiers.pattern import compile_pattern


@pytest.mark.parametrize(
    ("context", "words"),
    [
        ("studentId", "student id"),
        ("guardian_phone", "guardian phone"),
        ("SSN", "ssn"),
        ("homeSSNLast4", "home ssn last4"),
        ("Date of Birth", "date of birth"),
        ("data.rows[3].legal-first", "data rows 3 legal first"),
        ("", ""),
        ("___", ""),
    ],
)
def test_a_key_becomes_words(context: str, words: str) -> None:
    assert label_phrase(context) == words


def test_a_long_path_keeps_its_last_words() -> None:
    assert label_phrase("x" * 500 + " ssn").endswith(" ssn")
    assert len(label_phrase("key " * 500)) <= 60


@pytest.mark.parametrize("between", [": ", "=", " is ", '": "', " number of the child ", " | "])
def test_what_may_stand_between_label_and_value(between: str) -> None:
    match = compile_pattern(labelled("ssn", r"\d{9}")).search(f"SSN{between}536904399")
    assert match is not None
    assert match.group(1) == "536904399"


@pytest.mark.parametrize("text", ["ssns. They have 536904399", "lessn 536904399", "ssn and then later 536904399"])
def test_what_may_not(text: str) -> None:
    assert compile_pattern(labelled("ssn", r"\d{9}")).search(text) is None
