"""Numbers behind a name and a grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deja R (10th, 553920) and Milo T (9th, 553921)", "STUDENT_ID 553920; STUDENT_ID 553921"),
        ("Keiko Arata (12th, 402218)", "STUDENT_ID 402218"),
        ("Keiko Arata (gr 11, ID 0093176)", "STUDENT_ID 0093176"),
        ("Tomas Vela, gr 4, 7719203341 & 7719203358", "STUDENT_ID 7719203341; STUDENT_ID 7719203358"),
        ("Omar D, grade 6, 6650014423 / 6650014431: merge", "STUDENT_ID 6650014423; STUDENT_ID 6650014431"),
        ("Ana (kinder, 88214)", "STUDENT_ID 88214"),
        ("Ivo B (440918, 7th)", "STUDENT_ID 440918"),
        ("lena p (gr 3; 771204)", "STUDENT_ID 771204"),
    ],
)
def test_a_number_behind_a_grade(seen: Callable[..., str], text: str, expected: str) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the gym (10th floor, 553920 sq ft)",
        "Grade 4, 77192 copies were printed",
        "Team Blue, grade 5, 301200 points",
        "Larch Elementary, grade 5, 98033",
        "in (9th, 2024) they lost",
        "grade 3 to 5",
    ],
)
def test_a_count_a_year_or_a_zip_code_is_none(seen: Callable[..., str], text: str) -> None:
    assert "STUDENT_ID" not in seen(text)
