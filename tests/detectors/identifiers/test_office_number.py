from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("PO 536904399", "", ""),
        ("purchase order 4812093377", "", ""),
        ("invoice 2535557788", "", ""),
        ("invoice # 1234567893", "", ""),
        ("ticket 2535557788", "", ""),
        ("order no 4812093377", "", ""),
        ("Meeting ID 81234567890", "", ""),
        ("Zoom 812 3456 7890", "", ""),
        ("district code 17801", "", ""),
        ("building code 4321", "", ""),
        ("county-district code 17801", "", ""),
        ("CDS code 17801", "", ""),
        ("PO 536-90-4399", "", "SSN 536-90-4399"),
        ("order 4111111111111111", "", "CARD 4111111111111111"),
        ("invoice 48213, SSID 4812093377", "", "STUDENT_ID.WA_SSID 4812093377"),
        ("court order 26-2-09914-7", "", "OTHER_ID.CASE 26-2-09914-7"),
    ],
)
def test_office(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Numbers of offices keep away what their digits look like."""
    assert seen(text, context) == expected
