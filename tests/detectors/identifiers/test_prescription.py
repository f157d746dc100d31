from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Rx 7741920", "", "OTHER_ID.RX 7741920"),
        ("Rx# 7741920", "", "OTHER_ID.RX 7741920"),
        ("Rx #: 6604-227718", "", "OTHER_ID.RX 6604-227718"),
        ("RX no. 7741920", "", "OTHER_ID.RX 7741920"),
        ("prescription number 7741920", "", "OTHER_ID.RX 7741920"),
        ("refill # 7741920", "", "OTHER_ID.RX 7741920"),
        ("receta 7741920", "", "OTHER_ID.RX 7741920"),
        ("7741920", "rxNumber", "OTHER_ID.RX 7741920"),
        ("7741920 is the Rx number", "", "OTHER_ID.RX 7741920"),
        ("Rx 50242-040-62", "", ""),
        ("Rx 10 mg daily", "", ""),
        ("prescription filled 11/23/2026", "", ""),
        ("7741920", "", ""),
    ],
)
def test_prescription(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A label and a number."""
    assert seen(text, context) == expected
