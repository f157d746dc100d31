from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Home: 2208 Tolt Ridge Ln SW, Unit 14", "", [("ADDRESS", "2208 Tolt Ridge Ln SW, Unit 14")]),
        ("8811 SALAL PKWY #B", "", [("ADDRESS", "8811 SALAL PKWY #B")]),
        ("lives 715 Otter Slough Ct Apt 2B", "", [("ADDRESS", "715 Otter Slough Ct Apt 2B")]),
        ("5 Kelp Bed Lane, Vashon, WA 98070", "", [("ADDRESS", "5 Kelp Bed Lane"), ("GEO.ZIP", "98070")]),
        ("PO Box 3391, 98371-0339", "", [("ADDRESS", "PO Box 3391"), ("GEO.ZIP", "98371-0339")]),
        ("HC 61 Box 19", "", [("ADDRESS", "HC 61 Box 19")]),
        ("i live on Marsh Wren Way", "", [("ADDRESS", "Marsh Wren Way")]),
        ("we live at 420 camas st now", "", [("ADDRESS", "420 camas st")]),
        ("19 Heron Spit Road\nBldg C, #7", "", [("ADDRESS", "19 Heron Spit Road\nBldg C, #7")]),
        ("ZIP 98366.", "", [("GEO.ZIP", "98366")]),
        ("98366", "zip_code", [("GEO.ZIP", "98366")]),
        ("home is 47.31482, -122.26907", "", [("GEO.COORDINATES", "47.31482, -122.26907")]),
        ("district code 17801", "", []),
        ("98055", "", []),
        ("Room 12 Main Hall", "", []),
        ("3 kids on the way", "", []),
        ("Martin Luther King Jr. Way", "", []),
        ("version 47.3, 12.2", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Number, name and suffix; ZIP codes beside a state, a label or an address."""
    assert found(text, context) == expected
