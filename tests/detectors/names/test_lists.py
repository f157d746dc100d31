from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        (
            "Velkdahl, Sagal\t2\nThunderhawk, Wren\tK",
            "",
            [("STUDENT_NAME", "Velkdahl, Sagal"), ("STUDENT_NAME", "Thunderhawk, Wren")],
        ),
        ("O'Malley-Sato, Finnegan\t5", "", [("STUDENT_NAME", "O'Malley-Sato, Finnegan")]),
        ("- St. John, Maria (9)", "", [("STUDENT_NAME", "St. John, Maria")]),
        ("HOLLINGS, DEVONTE (GR 10)", "", [("STUDENT_NAME", "HOLLINGS, DEVONTE")]),
        ('1,"Lee, Ana",5\n2,"Mbeki, Noor",6', "", [("STUDENT_NAME", "Lee, Ana"), ("STUDENT_NAME", "Mbeki, Noor")]),
        ("Monday, March 3", "", []),
        ("Kent, Washington", "", []),
        ("Seattle, Tacoma", "", []),
        ("Pens, Paper", "", []),
        ("Reading, Writing\nMath, Science", "", []),
        ("However, Please", "", []),
        ("Renton, WA", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Rosters put the family name first."""
    assert people(text, context) == expected
