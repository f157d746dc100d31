from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("VIN 1M8GDM9AXKP042788", "", [("VIN", "1M8GDM9AXKP042788")]),
        ("5TDZA23C7PJ833670", "", [("VIN", "5TDZA23C7PJ833670")]),
        ("plate CGH 4182, grey", "", [("PLATE", "CGH 4182")]),
        ("license plate BXK4721", "", [("PLATE", "BXK4721")]),
        ("a blue Subaru BXK4721", "", [("PLATE", "BXK4721")]),
        ("64417E", "plate", [("PLATE", "64417E")]),
        ("(plate 64417E)", "", [("PLATE", "64417E")]),
        ("1M8GDM9A1KP042788", "", []),
        ("11111111111111111", "", []),
        ("course MTH1234", "", []),
        ("plate of cookies", "", []),
        ("BXK4721", "", []),
        ("Ford Transit", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """VIN by check digit, plates by label."""
    assert found(text, context) == expected
