from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("1EG4-TE5-MK73", "", "PLAN_ID.MBI 1EG4-TE5-MK73"),
        ("1EG4TE5MK73", "", "PLAN_ID.MBI 1EG4TE5MK73"),
        ("MBI 1eg4te5mk73", "", "PLAN_ID.MBI 1eg4te5mk73"),
        ("Medicare number 1EG4 TE5 MK73", "", "PLAN_ID.MBI 1EG4 TE5 MK73"),
        ("Medicare 7H86-KM1-VN53", "", "PLAN_ID.MBI 7H86-KM1-VN53"),
        ("1EG4TE5MK73", "medicareId", "PLAN_ID.MBI 1EG4TE5MK73"),
        ("beneficiary id 1EG4-TE5-MK73", "", "PLAN_ID.MBI 1EG4-TE5-MK73"),
        ("1SG4-TE5-MK73", "", ""),
        ("MBI 1SG4-TE5-MK73", "", ""),
        ("0EG4-TE5-MK73", "", ""),
        ("1EG4-TE5-MK7", "", ""),
        ("1EG4-TEB-MK73", "", ""),
    ],
)
def test_mbi(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Kinds of characters by position; without S, L, O, I, B, Z."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("MRN 00482913", "", "MRN 00482913"),
        ("mrn#00482913", "", "MRN 00482913"),
        ("M.R.N. 00482913", "", "MRN 00482913"),
        ("MRN BH-559013;", "", "MRN BH-559013"),
        ("medical record number: 7730-1188", "", "MRN 7730-1188"),
        ("med rec no 00482913", "", "MRN 00482913"),
        ("chart # 48213", "", "MRN 48213"),
        ("Ivo Brandt (chart KD-40817)", "", "MRN KD-40817"),
        ("the chart shows 48213", "", ""),
        ("patient id 88213377", "", "MRN 88213377"),
        ("número de expediente 00482913", "", "MRN 00482913"),
        ("00482913", "mrn", "MRN 00482913"),
        ("88213377", "patientId", "MRN 88213377"),
        ("PO 00482913", "", ""),
        ("00482913", "", ""),
        ("patients in 2026", "", ""),
        ("chart on page 12", "", ""),
        ("medical record request 11/23/2026", "", ""),
    ],
)
def test_mrn(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A label and five to fifteen characters."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("member id XKH442091736", "", "PLAN_ID XKH442091736"),
        ("insurance ID WQX 22 0917 553", "", "PLAN_ID WQX 22 0917 553"),
        ("policy no 442091736", "", "PLAN_ID 442091736"),
        ("policy number ABC-1234567", "", "PLAN_ID ABC-1234567"),
        ("group # 88120-3", "", "PLAN_ID 88120-3"),
        ("claim CLM-2026-0084417", "", "PLAN_ID CLM-2026-0084417"),
        ("claim # 20260084417", "", "PLAN_ID 20260084417"),
        ("auth # A77-20914", "", "PLAN_ID A77-20914"),
        ("prior auth 884120", "", "PLAN_ID 884120"),
        ("subscriber 442091736", "", "PLAN_ID 442091736"),
        ("póliza 442091736", "", "PLAN_ID 442091736"),
        ("XKH442091736", "memberId", "PLAN_ID XKH442091736"),
        ("Policy 3225", "", ""),
        ("policy 5023", "", ""),
        ("plan 2026-2027", "", ""),
        ("plan 504", "", ""),
        ("group of 12 kids", "", ""),
        ("claim 25% of the time", "", ""),
        ("claims 12/04/2026", "", ""),
        ("plan code UMP-2", "", ""),
    ],
)
def test_plan(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Claims, authorisations, members, groups and policies of insurers; school board policies and years are none."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("123456789WA", "", "MEDICAID_ID 123456789WA"),
        ("118800254wa", "", "MEDICAID_ID 118800254wa"),
        ("ProviderOne 123456789WA", "", "MEDICAID_ID 123456789WA"),
        ("ProviderOne client ID: 123456789WA", "", "MEDICAID_ID 123456789WA"),
        ("Apple Health 204417739", "", "MEDICAID_ID 204417739"),
        ("Medicaid id 123456789 WA", "", "MEDICAID_ID 123456789 WA"),
        ("P1 # 123456789WA", "", "MEDICAID_ID 123456789WA"),
        ("services card 123456789WA", "", "MEDICAID_ID 123456789WA"),
        ("123456789WA", "medicaidId", "MEDICAID_ID 123456789WA"),
        ("98055 WA", "", ""),
        ("123456789 WA", "", ""),
        ("Medicaid billing 2026", "", ""),
        ("Apple Health renewal", "", ""),
    ],
)
def test_medicaid(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Nine digits and WA, or nine digits after a label."""
    assert seen(text, context) == expected
