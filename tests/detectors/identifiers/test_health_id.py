from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("MRN 00482913", "", [("MRN", "00482913")]),
        ("MRN BH-559013;", "", [("MRN", "BH-559013")]),
        ("medical record number: 7730-1188", "", [("MRN", "7730-1188")]),
        ("00482913", "mrn", [("MRN", "00482913")]),
        ("patient id 88213377", "", [("MRN", "88213377")]),
        ("Medicare 7H86-KM1-VN53", "", [("PLAN_ID", "7H86-KM1-VN53")]),
        ("1EG4-TE5-MK73", "", [("PLAN_ID.MBI", "1EG4-TE5-MK73")]),
        ("claim CLM-2026-0084417", "", [("PLAN_ID", "CLM-2026-0084417")]),
        ("insurance ID WQX 22 0917 553", "", [("PLAN_ID", "WQX 22 0917 553")]),
        ("Apple Health 204417739WA", "", [("MEDICAID_ID", "204417739WA")]),
        ("118800254wa", "", [("MEDICAID_ID", "118800254wa")]),
        ("PO 00482913", "", []),
        ("MBI 1SG4-TE5-MK73", "", []),
        ("98055 WA", "", []),
        ("Policy 3225", "", []),
        ("group of 12 kids", "", []),
        ("plan code UMP-2", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Numbers of records and plans by their label; Medicare and ProviderOne by their format."""
    assert found(text, context) == expected
