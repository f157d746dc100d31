"""What is code, a log line or an address, and the words in it that count all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.records.code import code_spans

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "user=18 action=login ua=Chrome ip=10.0.0.1 status=suspended",
        "2026-11-02 INFO id=3 ua=Mozilla user=kp positive=true expelled=false",
        "ERROR thread suspended user=ana job=depression_import exit=1",
        "GET /discipline/suspensions?student=ana&status=expelled 200",
        "https://portal.example/iep-meeting/suspended?student=ana",
        "def suspended(user): user.status = 'suspended'",
        "user.status = 'suspended'",
        "if student.suspended: student.expelled(True)",
        "const suspended = students.filter(isExpelled)",
        "return suspended(student)",
        "suspended = find_suspended(students)",
    ],
)
def test_words_of_code_are_no_records(families: Callable[..., set[str]], text: str) -> None:
    assert code_spans(text)
    assert families(text, 0.0) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Lena was suspended for three days (again).",
        "note = 'Lena was suspended for three days'",
        "run(student)  # Lena was suspended for three days",
        "student: Lena, status: suspended for three days",
        "He got suspended = third time this year",
        "If he is suspended: call his mom",
        "Return to class after he was suspended for vaping (three days)",
        "name=Lena discipline=suspended for three days",
        "While suspended for three days: packets (math)",
        "From what I hear he was suspended for three days (Tues)",
    ],
)
def test_words_for_a_reader_count(families: Callable[..., set[str]], text: str) -> None:
    assert "DISC" in families(text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("What counts as proof of income for housing?", "FRL"),
        ("the landlord wants proof of income for the apartment", "FRL"),
        ("she can't log in to the gradebook, password reset?", "EDREC"),
        ("the gradebook won't load, error 403", "EDREC"),
        ("ua=Chrome positive=true", "P2"),
        ("The copier lease is 412/mo", "EARLY"),
        ("Summarize Plyler v. Doe for the civics class", "IMM"),
        ("Survey: 1) What are your pronouns? 2) What is your favorite subject?", "PPRA"),
    ],
)
def test_ordinary_business_is_no_record(families: Callable[..., set[str]], text: str, family: str) -> None:
    assert family not in families(text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("his UA came back positive for THC", "P2"),
        ("dirty ua last week", "P2"),
        ("proof of income for reduced lunch", "FRL"),
        ("her gradebook shows three missing assignments", "EDREC"),
    ],
)
def test_the_same_words_in_a_record_count(families: Callable[..., set[str]], text: str, family: str) -> None:
    assert family in families(text)
