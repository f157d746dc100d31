from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("ZIP 98366.", "", ["98366"]),
        ("98366", "zip_code", ["98366"]),
        ("5 Kelp Bed Lane, Vashon, WA 98070", "", ["98070"]),
        ("PO Box 3391, 98371-0339", "", ["98371-0339"]),
        ("c\u00f3digo postal 98003", "", ["98003"]),
        ("she lives in Puyallup 98372", "", ["98372"]),
        ("Student\tZip\nNadia Velk\t98366", "", ["98366"]),
        ("home is 47.31482, -122.26907", "", ["47.31482, -122.26907"]),
        ('{"lat": 47.31482, "lng": -122.26907}', "", ["47.31482", "-122.26907"]),
        ("dropped at 47.314\u00b0 N, 122.269\u00b0 W", "", ["47.314\u00b0 N, 122.269\u00b0 W"]),
        ("district code 17801", "", []),
        ("98055", "", []),
        ("Site code 98055", "", []),
        ("loss 0.912, 0.887", "", []),
        ("version 47.3, 12.2", "", []),
        ("The school, 800 Oakesdale Ave SW, Renton, WA 98057", "", []),
        ("ZIP\tStudents\n98030\t41", "", []),
        ("Room 98055", "", []),
    ],
)
def test_truth(found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[str]) -> None:
    """ZIP codes beside a state, a label or an address; coordinates that find a house."""
    assert [value for entity, value in found(text, context) if entity.startswith("GEO")] == expected
