from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Jamesha W. had juice", "", [("PERSON_OTHER", "Jamesha W.")]),
        ("Koa Velkano, gr 8, told", "", [("STUDENT_NAME", "Koa Velkano")]),
        ("Quill Abernathy-Diaz has it", "", [("PERSON_OTHER", "Quill Abernathy-Diaz")]),
        ("Fernanda's i-Ready results", "", [("STUDENT_NAME", "Fernanda")]),
        ("Corbin Ashgrove (17) came", "", [("STUDENT_NAME", "Corbin Ashgrove")]),
        (
            "table for Hope, Destiny, Lucky, Violet",
            "",
            [
                ("STUDENT_NAME", "Hope"),
                ("STUDENT_NAME", "Destiny"),
                ("STUDENT_NAME", "Lucky"),
                ("STUDENT_NAME", "Violet"),
            ],
        ),
        ("We met J. Washington there", "", [("PERSON_OTHER", "J. Washington")]),
        ("delphine okwu has a plan", "", [("PERSON_OTHER", "delphine okwu")]),
        (
            "Values award: Faith, Hope, Grace",
            "",
            [("STUDENT_NAME", "Faith"), ("STUDENT_NAME", "Hope"), ("STUDENT_NAME", "Grace")],
        ),
        ("Values: Faith, Hope, Grace", "", []),
        ("Victoria thermometer covers", "", []),
        ("San Juan closes early", "", []),
        ("Part C. is next", "", []),
        ("Grace period", "", []),
        ("Will May work better than June?", "", []),
        ("Otter Creek has a gym", "", []),
        ("grade 5 standards", "", []),
        ("Black History Month", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A grade, an initial, a record, a verb or the lexicon shows a name."""
    assert people(text, context) == expected
