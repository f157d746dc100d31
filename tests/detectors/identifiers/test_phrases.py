from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.identifiers.pattern import compile_pattern
from detectors.identifiers.phrases import first_words, head, phrase_pattern


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("student id", "student id"),
        ("student id", "studentId"),
        ("student id", "STUDENT_ID"),
        ("student id", "student's id"),
        ("student ~", "student #"),
        ("student ~", "Student No"),
        ("SSN", "S.S.N."),
        ("SSN", "ssns"),
        ("soc sec", "Soc. Sec"),
        ("número de estudiante", "numero de estudiante"),
        ("número de estudiante", "Número de estudiante"),
        ("driver license ~?", "driver's license"),
        ("driver license ~?", "driver license number"),
    ],
)
def test_a_phrase_means_its_spellings(phrase: str, written: str) -> None:
    assert compile_pattern(rf"(?i)^(?:{phrase_pattern(phrase)})$").search(written) is not None


@pytest.mark.parametrize(
    ("phrase", "written"), [("student id", "student of id"), ("SSN", "ss n"), ("student ~", "student")]
)
def test_and_nothing_else(phrase: str, written: str) -> None:
    assert compile_pattern(rf"(?i)^(?:{phrase_pattern(phrase)})$").search(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the SSN of", [(4, "ssn", False)]),
        ("S.S.N. 5", [(0, "ssn", False)]),
        ("SSNs 5", [(0, "ssn", False)]),
        ("guardianSsn=5", [(8, "ssn", True)]),
        ("cust_ssn", [(5, "ssn", False)]),
        ("SSN536904399", [(0, "ssn", False)]),
        ("lessn SSNX xssn", []),
    ],
)
def test_first_words_are_whole_words(text: str, found: list[tuple[int, str, bool]]) -> None:
    """At the start of a word, or at a capital inside one; never a part of another word."""
    assert list(first_words(text, {"ssn"})) == found


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    keys = {"ssn", "id", "numero"}
    for start, key, _ in first_words(text, keys):
        assert key in keys
        assert 0 <= start < len(text)


def test_every_shipped_phrase_is_found_by_its_first_word() -> None:
    from detectors.identifiers import LABELS  # noqa: PLC0415  the whole list, for this test only

    for kind in LABELS:
        for phrase in kind.labels:
            written = phrase.replace("~", "number").replace("?", "")
            key = head(phrase)
            assert key in {found for _, found, _ in first_words(written, {key})}, phrase
            assert compile_pattern(rf"(?i)^(?:{phrase_pattern(phrase)})").search(written) is not None, phrase
