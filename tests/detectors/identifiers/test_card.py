from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("4111 1111 1111 1111", "", [("CARD", "4111 1111 1111 1111")]),
        ("card 4111111111111111.", "", [("CARD", "4111111111111111")]),
        ("4899-7504-7700-0919", "", [("CARD", "4899-7504-7700-0919")]),
        ("5555555555554444", "", [("CARD", "5555555555554444")]),
        ("378282246310005", "", [("CARD", "378282246310005")]),
        ("6011111111111117", "", [("CARD", "6011111111111117")]),
        ("2223003122003222", "", [("CARD", "2223003122003222")]),
        ("30569309025904", "", [("CARD", "30569309025904")]),
        ("4111 1111 1111 1112", "", []),
        ("9999999999999999", "", []),
        ("0000 0000 0000 0000", "", []),
        ("1234567812345670", "", []),
        ("x4111111111111111y", "", []),
        ("411111111111111", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """An issuer's range, its length and the check digit."""
    assert found(text, context) == expected
