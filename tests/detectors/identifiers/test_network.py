from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("ip 73.19.44.8", "", "IP 73.19.44.8"),
        ("from 73.19.44.8.", "", "IP 73.19.44.8"),
        ("2601:602:9a00:1f3b::42", "", "IP 2601:602:9a00:1f3b::42"),
        ("[2601:602:9a00:1f3b::42]", "", "IP 2601:602:9a00:1f3b::42"),
        ("73.19.44.8", "client_ip", "IP 73.19.44.8"),
        ("73.19.44.8:52110", "", "IP 73.19.44.8"),
        ("1.2.3.4", "", ""),
        ("version 18.3.2.1", "", ""),
        ("10.0.0.0/8", "", ""),
        ("192.168.40.12", "", ""),
        ("127.0.0.1", "", ""),
        ("8.8.8.8", "", ""),
        ("208.67.222.222", "", ""),
        ("203.0.113.9", "", ""),
        ("2001:db8::1", "", ""),
        ("::1", "", ""),
        ("08:30:00-09:15:00", "", ""),
    ],
)
def test_ip(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Public addresses; versions, private ones and name servers are none."""
    assert seen(text, context) == expected
