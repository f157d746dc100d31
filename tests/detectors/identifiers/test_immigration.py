from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("A123456789", "", "IMMIGRATION_ID A123456789"),
        ("A-number 123456789", "", "IMMIGRATION_ID 123456789"),
        ("A-number A 214 907 338", "", "IMMIGRATION_ID A 214 907 338"),
        ("A# 214-907-338", "", "IMMIGRATION_ID 214-907-338"),
        ("alien registration number A21490733", "", "IMMIGRATION_ID A21490733"),
        ("USCIS # 214-907-338", "", "IMMIGRATION_ID 214-907-338"),
        ("green card number 214907338", "", "IMMIGRATION_ID 214907338"),
        ("número de extranjero A214907338", "", "IMMIGRATION_ID A214907338"),
        ("A214907338", "alienNumber", "IMMIGRATION_ID A214907338"),
        ("SEVIS N0047719238", "", "IMMIGRATION_ID.SEVIS N0047719238"),
        ("I-20 N0047719238", "", "IMMIGRATION_ID.SEVIS N0047719238"),
        ("receipt number WAC2190012345", "", "IMMIGRATION_ID.RECEIPT WAC2190012345"),
        ("IOE0912345678", "", "IMMIGRATION_ID.RECEIPT IOE0912345678"),
        ("I-94 number 123456789A1", "", "IMMIGRATION_ID.I94 123456789A1"),
        ("visa number 12345678", "", "IMMIGRATION_ID.VISA 12345678"),
        ("room A1234", "", ""),
        ("A1234", "", ""),
        ("a number of 2026 students", "", ""),
        ("A-number guidance 2026", "", ""),
        ("SEVIS training 2026", "", ""),
        ("visa fee 160", "", ""),
    ],
)
def test_immigration(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A-numbers, SEVIS, receipts, I-94: by label or by a format that nothing else has."""
    assert seen(text, context) == expected
