from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SSN 536-90-4399", "", [("SSN", "536-90-4399")]),
        ("it is 536.90.4399 now", "", [("SSN", "536.90.4399")]),
        ("it is 536 90 4399 now", "", [("SSN", "536 90 4399")]),
        ("social security number: 536904399", "", [("SSN", "536904399")]),
        ("SSN of the child 531 88 2046", "", [("SSN", "531 88 2046")]),
        ("SSN 5 3 6 - 7 1 - 0 9 8 4 on file", "", [("SSN", "5 3 6 - 7 1 - 0 9 8 4")]),
        ("536904399", "ssn", [("SSN", "536904399")]),
        ("536904399", "guardianSsn", [("SSN", "536904399")]),
        ("912-70-1234", "", [("SSN.ITIN", "912-70-1234")]),
        ("914-27-6083", "", [("SSN.UNASSIGNED", "914-27-6083")]),
        ("\uff15\uff13\uff16\u201190\u20134399", "", [("SSN", "\uff15\uff13\uff16\u201190\u20134399")]),
        ("536\u200b-90-43\xad99!", "", [("SSN", "536\u200b-90-43\xad99")]),
        ("last four of SSN 4399", "", [("SSN_LAST4", "4399")]),
        ("last 4 digits of her social security number: 6172", "", [("SSN_LAST4", "6172")]),
        ("0473", "ssn_last4", [("SSN_LAST4", "0473")]),
        ("666-45-6789", "", []),
        ("000-45-6789", "", []),
        ("536-00-6789", "", []),
        ("536-90-0000", "", []),
        ("the sample 078-05-1120 in the wallet", "", []),
        ("ITIN 912-69-1234", "", []),
        ("PO 536904399", "", []),
        ("room 4399", "", []),
        ("the last four games", "", []),
        ("536-90.4399 is mixed", "", []),
        ("ref 1-536-90-4399-2", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """The shape with any one separator, or nine digits after a label; ranges that nobody got are none."""
    assert found(text, context) == expected
