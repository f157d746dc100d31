from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("age 93, seen", "", ["93"]),
        ("(aged 97)", "", ["97"]),
        ("a 93-year-old", "", ["93"]),
        ("Pt is 101 y/o", "", ["101"]),
        ("she is 93 and lives alone", "", ["93"]),
        ("Grandma just turned 90.", "", ["90"]),
        ("Rosa, aunt of Leo, turned 94 and drives", "", ["94"]),
        ("the page turned 94 degrees", "", []),
        ("her grandmother, who is 94, drives", "", ["94"]),
        ("tiene 92 a\u00f1os", "", ["92"]),
        ("ninety-three years old", "", ["ninety-three"]),
        ("noventa y dos a\u00f1os", "", ["noventa y dos"]),
        ("edad: 95", "", ["95"]),
        ("93", "age", ["93"]),
        ("Patient\tAge\nOlin March\t96", "", ["96"]),
        ("age 89", "", []),
        ("she is 9", "", []),
        ("he is 93% accurate", "", []),
        ("aged 90-day invoices", "", []),
        ("WISC-V FSIQ 91", "", []),
        ("it is 95 degrees", "", []),
        ("grade 93", "", []),
        ("page 93.5", "", []),
        ("within 90 days", "", []),
    ],
)
def test_truth(found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[str]) -> None:
    """An age over 89 is said of somebody; percentages, scores and days are not."""
    assert [value for entity, value in found(text, context) if entity == "AGE_OVER_89"] == expected
