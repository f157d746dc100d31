from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("voter ID 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("voter id: 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("voter # 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("voter registration number 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("voter reg no. 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("voter id WA10482931", "", "OTHER_ID.VOTER WA10482931"),
        ("número de votante 10482931", "", "OTHER_ID.VOTER 10482931"),
        ("10482931", "voterId", "OTHER_ID.VOTER 10482931"),
        ("10482931 is her voter ID", "", "OTHER_ID.VOTER 10482931"),
        ("voter registration drive", "", ""),
        ("voter registration drive 2026", "", ""),
        ("voters 10482931", "", ""),
        ("voter ID laws of 2026", "", ""),
    ],
)
def test_voter(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Label only."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("birth certificate number 146-2016-012345", "", "OTHER_ID.BIRTH_CERTIFICATE 146-2016-012345"),
        ("birth cert # 1462016012345", "", "OTHER_ID.BIRTH_CERTIFICATE 1462016012345"),
        ("EIN 91-1234567", "", "OTHER_ID.TAX 91-1234567"),
        ("FEIN: 91-1234567", "", "OTHER_ID.TAX 91-1234567"),
        ("employer id 911234567", "", "OTHER_ID.TAX 911234567"),
        ("library card 21234001234567", "", "OTHER_ID.LIBRARY 21234001234567"),
        ("patron barcode 21234001234567", "", "OTHER_ID.LIBRARY 21234001234567"),
        ("91-1234567", "ein", "OTHER_ID.TAX 91-1234567"),
        ("21234001234567", "libraryCard", "OTHER_ID.LIBRARY 21234001234567"),
        ("birth certificates due 11/23/2026", "", ""),
        ("91-1234567", "", ""),
        ("library card drive 2026", "", ""),
        ("employer numbers rose in 2026", "", ""),
    ],
)
def test_other_registers(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Birth certificates, tax numbers of employers, library cards."""
    assert seen(text, context) == expected
