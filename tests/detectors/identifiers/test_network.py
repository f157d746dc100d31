from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("ip 73.19.44.8", "", [("IP", "73.19.44.8")]),
        ("2601:602:9a00:1f3b::42", "", [("IP", "2601:602:9a00:1f3b::42")]),
        ("3C:5A:B4:01:22:9F", "", [("DEVICE_ID.MAC", "3C:5A:B4:01:22:9F")]),
        ("IMEI 490154203237518", "", [("DEVICE_ID.IMEI", "490154203237518")]),
        ("iPad serial DMPX4K2QJ1GJ", "", [("DEVICE_ID", "DMPX4K2QJ1GJ")]),
        ("(01)00643169001763(21)PX71-00932A", "", [("DEVICE_ID.UDI", "PX71-00932A")]),
        ("1.2.3.4", "", []),
        ("version 18.3.2.1", "", []),
        ("10.0.0.0/8", "", []),
        ("192.168.40.12", "", []),
        ("127.0.0.1", "", []),
        ("08:30:00-09:15:00", "", []),
        ("IMEI 490154203237519", "", []),
        ("ff:ff:ff:ff:ff:ff", "", []),
        ("serial killer novel", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Public addresses and device numbers; versions, private and broadcast addresses are none."""
    assert found(text, context) == expected
