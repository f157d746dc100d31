from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("NPI 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("NPI: 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("NPI# 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("provider number 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("billing NPI 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("national provider identifier 1234567893", "", "OTHER_ID.NPI 1234567893"),
        ("1234567893", "npi", "OTHER_ID.NPI 1234567893"),
        ("1234567893", "rendering_npi", "OTHER_ID.NPI 1234567893"),
        ("NPI 1234567890", "", ""),
        ("1234567893", "", ""),
        ("NPI 3234567893", "", ""),
        ("SSID 1234567893", "", "STUDENT_ID.WA_SSID 1234567893"),
        ("student ID 1234567893", "", "STUDENT_ID 1234567893"),
        ("invoice 1234567893", "", ""),
    ],
)
def test_npi(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Ten digits that pass the check, with a label; a student's label wins."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("DEA AB1234563", "", "OTHER_ID.DEA AB1234563"),
        ("DEA # AB1234563", "", "OTHER_ID.DEA AB1234563"),
        ("dea number: ab1234563", "", "OTHER_ID.DEA ab1234563"),
        ("AB1234563", "dea_number", "OTHER_ID.DEA AB1234563"),
        ("D.E.A. no. F91234563", "", "OTHER_ID.DEA F91234563"),
        ("prescriber AB1234563", "", "OTHER_ID.DEA AB1234563"),
        ("Dr. Ann prescribed it (AB1234563)", "", "OTHER_ID.DEA AB1234563"),
        ("AB1234563, refills 2", "", "OTHER_ID.DEA AB1234563"),
        ("DEA AB1234567", "", ""),
        ("prescriber AB1234567", "", ""),
        ("AB1234563", "", ""),
        ("asset AB1234563", "", ""),
        ("DEA agents visited in 2026", "", ""),
    ],
)
def test_dea(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Letters, digits and check digit, with a label or beside a prescription."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("certificate 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("cert # 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("educator certificate number: 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("teaching cert 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("ESA certificate no 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("OSPI certificate 482913R", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("482913R", "certificateNumber", "OTHER_ID.CERTIFICATE 482913R"),
        ("482913R is her certificate number", "", "OTHER_ID.CERTIFICATE 482913R"),
        ("clock hours 482", "", ""),
        ("482913R", "", ""),
        ("certificate 482913", "", ""),
        ("certificate of completion 2026", "", ""),
    ],
)
def test_certificate(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Six digits and a letter after a word for a certificate."""
    assert seen(text, context) == expected
