from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("4111 1111 1111 1111", "", "CARD 4111 1111 1111 1111"),
        ("card 4111111111111111.", "", "CARD 4111111111111111"),
        ("4111.1111.1111.1111", "", "CARD 4111.1111.1111.1111"),
        ("4899-7504-7700-0919", "", "CARD 4899-7504-7700-0919"),
        ("5555555555554444", "", "CARD 5555555555554444"),
        ("378282246310005", "", "CARD 378282246310005"),
        ("3782 822463 10005", "", "CARD 3782 822463 10005"),
        ("6011111111111117", "", "CARD 6011111111111117"),
        ("2223003122003222", "", "CARD 2223003122003222"),
        ("30569309025904", "", "CARD 30569309025904"),
        ("4111 1111 1111 1111 12/27 123", "", "CARD 4111 1111 1111 1111"),
        ("4111 1111 1111 1111, 5555 5555 5555 4444", "", "CARD 4111 1111 1111 1111; CARD 5555 5555 5555 4444"),
        ("4111111111111111 cvv 123", "", "CARD 4111111111111111; CARD.SECURITY_CODE 123"),
        ("tracking # 4111111111111111", "", "CARD 4111111111111111"),
        ("4111 1111 1111 1112", "", ""),
        ("9999999999999999", "", ""),
        ("0000 0000 0000 0000", "", ""),
        ("1234567812345670", "", ""),
        ("x4111111111111111y", "", ""),
        ("411111111111111", "", ""),
        ("barcode 9780306406157001", "", ""),
    ],
)
def test_card(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """An issuer's range, its length and the check digit, whatever follows."""
    assert seen(text, context) == expected
