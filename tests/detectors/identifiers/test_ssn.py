from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SSN 536-90-4399", "", "SSN 536-90-4399"),
        ("our budget line is 530-27-5610", "", ""),
        ("account code 530-27-5610", "", ""),
        ("his account is locked, 530-27-5610", "", "SSN 530-27-5610"),
        ("it is 536.90.4399 now", "", "SSN 536.90.4399"),
        ("it is 536 90 4399 now", "", "SSN 536 90 4399"),
        ("on file: 536 - 90 - 4399", "", "SSN 536 - 90 - 4399"),
        ("ssn# 536904399", "", "SSN 536904399"),
        ("her soc is 536904399", "", "SSN 536904399"),
        ("soc. sec. #: 536904399", "", "SSN 536904399"),
        ("S.S.N. 536904399", "", "SSN 536904399"),
        ("SS no 536904399", "", "SSN 536904399"),
        ("social security number: 536904399", "", "SSN 536904399"),
        ("SSN of the child 531 88 2046", "", "SSN 531 88 2046"),
        ("SSN 5 3 6 - 7 1 - 0 9 8 4 on file", "", "SSN 5 3 6 - 7 1 - 0 9 8 4"),
        ("SSN (mother): 536904399", "", "SSN 536904399"),
        ("SSN for Ann Lee is 536904399", "", "SSN 536904399"),
        ("536904399 is his social", "", "SSN 536904399"),
        ("536904399 (SSN)", "", "SSN 536904399"),
        ("SSN536904399", "", "SSN 536904399"),
        ("SSNs: 536904399, 531882046 and 529117733", "", "SSN 536904399; SSN 531882046; SSN 529117733"),
        ("su número de seguro social es 536904399", "", "SSN 536904399"),
        ("536904399", "ssn", "SSN 536904399"),
        ("536904399", "guardianSsn", "SSN 536904399"),
        ('{"guardianSsn":"536904399"}', "", "SSN 536904399"),
        ("914-27-6083", "", "SSN.UNASSIGNED 914-27-6083"),
        ("536\u200b-90-43\xad99!", "", "SSN 536\u200b-90-43\xad99"),
        ("666-45-6789", "", ""),
        ("SSN: 666-45-6789", "", ""),
        ("000-45-6789", "", ""),
        ("536-00-6789", "", ""),
        ("536-90-0000", "", ""),
        ("the sample 078-05-1120 in the wallet", "", ""),
        ("PO number 536904399", "", ""),
        ("536904399", "", ""),
        ("social studies 536904399", "", ""),
        ("536-90.4399 is mixed", "", ""),
        ("ref 1-536-90-4399-2", "", ""),
        ("CEDARS serial 5369043991", "", ""),
    ],
)
def test_ssn(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Any separator or none after a label; ranges that nobody got, advertised numbers and bare digits are none."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("last four of SSN 4399", "", "SSN_LAST4 4399"),
        ("last 4 SSN: 4399", "", "SSN_LAST4 4399"),
        ("last 4 of her social are 4399", "", "SSN_LAST4 4399"),
        ("last 4 digits of her social security number: 6172", "", "SSN_LAST4 6172"),
        ("SSN (last 4): 4399", "", "SSN_LAST4 4399"),
        ("ssn ending in 4399", "", "SSN_LAST4 4399"),
        ("social ends with 4399", "", "SSN_LAST4 4399"),
        ("4399 are the last four of his social", "", "SSN_LAST4 4399"),
        ("xxx-xx-4399", "", "SSN_LAST4 4399"),
        ("***-**-4399", "", "SSN_LAST4 4399"),
        ("últimos cuatro dígitos de su seguro social: 4399", "", "SSN_LAST4 4399"),
        ("0473", "ssn_last4", "SSN_LAST4 0473"),
        ("4399", "last4Ssn", "SSN_LAST4 4399"),
        ("room 4399", "", ""),
        ("the last four games", "", ""),
        ("last four games 4399", "", ""),
        ("card ending in 4399", "", ""),
        ("last four digits of the phone 4399", "", ""),
    ],
)
def test_last_four(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Four digits only where both "last four" and the social security number are said."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("912-70-1234", "", "SSN.ITIN 912-70-1234"),
        ("ITIN 912-70-1234", "", "SSN.ITIN 912-70-1234"),
        ("ITIN: 912701234", "", "SSN.ITIN 912701234"),
        ("ATIN 912-93-1234", "", "SSN.ITIN 912-93-1234"),
        ("912-65-1234", "", "SSN.ITIN 912-65-1234"),
        ("912-88-1234", "", "SSN.ITIN 912-88-1234"),
        ("taxpayer id 912 94 1234", "", "SSN.ITIN 912 94 1234"),
        ("individual taxpayer no. 912-99-1234", "", "SSN.ITIN 912-99-1234"),
        ("912701234", "itin", "SSN.ITIN 912701234"),
        ("ITIN 912-69-1234", "", ""),
        ("ITIN 912-49-1234", "", ""),
        ("ITIN 912891234", "", ""),
        ("912701234", "", ""),
        ("ITIN training 2026", "", ""),
    ],
)
def test_taxpayer(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """ITIN and ATIN by the group's range."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    "text",
    [
        "bad = ['000-12-3456', '666-12-3456', '944-66-7310', '078-05-1120']",
        'test_ssns = [\n  "900-45-1234",\n  "987-65-4320",\n  "219-09-9999",\n]',
        'assert not is_valid("944-66-7310")',
        "@pytest.mark.parametrize('ssn', ['912-40-1111'])  # area 9xx was never issued",
    ],
)
def test_what_was_never_issued_stays_among_test_data(seen: Callable[..., str], text: str) -> None:
    assert seen(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ssns = ['531-44-7310', '000-12-3456']", "SSN 531-44-7310"),
        ("ssns = ['944-66-7310', '531-44-7310', '000-12-3456']", "SSN.UNASSIGNED 944-66-7310; SSN 531-44-7310"),
        ("bad = ['944-88-7310', '000-12-3456']", "SSN.ITIN 944-88-7310"),
        ("her number is 944-66-7310", "SSN.UNASSIGNED 944-66-7310"),
        ("ssn '944-66-7310' belongs to Rosa", "SSN.UNASSIGNED 944-66-7310"),
    ],
)
def test_what_could_be_somebodys_does_not(seen: Callable[..., str], text: str, expected: str) -> None:
    assert seen(text) == expected
