from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("my roblox is bodhi_zapzap2016", "", [("USERNAME", "bodhi_zapzap2016")]),
        ("instagram is @percy.draws.moss", "", [("USERNAME", "@percy.draws.moss")]),
        ('"user":"fam-lovisa.ek"', "", [("USERNAME", "fam-lovisa.ek")]),
        ("username: nthorn_16", "", [("USERNAME", "nthorn_16")]),
        ("nthorn_16", "user_name", [("USERNAME", "nthorn_16")]),
        ("https://www.facebook.example/fern.h.92", "", [("URL_PERSONAL", "https://www.facebook.example/fern.h.92")]),
        ("her portfolio is at https://pa-art.example.com/p", "", [("URL_PERSONAL", "https://pa-art.example.com/p")]),
        ("user accounts", "", []),
        ("login page", "", []),
        ("https://app.leg.wa.gov/rcw", "", []),
        ("user guide", "", []),
        ("@functools.cache", "", []),
        ("follow us on instagram today", "", []),
        ("https://psesd.example/schemas/referral.json", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Account names after their label; words of prose are none."""
    assert found(text, context) == expected
