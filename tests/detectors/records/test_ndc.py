from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NDC 50458-585-01", ["50458-585-01"]),
        ("ndc: 0002-8215-01", ["0002-8215-01"]),
        ("NDC# 50242-0040-62", ["50242-0040-62"]),
        ("NDC-11 50242004062", ["50242004062"]),
        ("National Drug Code 12345-6789-1", ["12345-6789-1"]),
        ('{"ndc": "50458-585-01"}', ["50458-585-01"]),
        ("2024-1015-01", []),
        ("50458-585-01", []),
        ("the NDC list", []),
        ("NDC 2024-10-15", []),
        ("PO 50458-585-01", []),
        ("ndc 123", []),
    ],
)
def test_codes(marks: Callable[[str], set[tuple[str, str]]], text: str, expected: list[str]) -> None:
    """Three parts behind a label; without one a date or an order number has the same shape."""
    assert [value for entity, value in marks(text) if entity == "HLTH.ndc"] == expected
