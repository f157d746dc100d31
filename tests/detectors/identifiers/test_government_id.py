from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("WDLBXKR472P9", "", [("LICENCE", "WDLBXKR472P9")]),
        ("DOE**MJ501P1", "", [("LICENCE", "DOE**MJ501P1")]),
        ("Oregon DL 7730418", "", [("LICENCE", "7730418")]),
        ("an Idaho licence, ZA204418K, and", "", [("LICENCE", "ZA204418K")]),
        ("passport C03005988", "", [("PASSPORT", "C03005988")]),
        ("C03005988", "passport_number", [("PASSPORT", "C03005988")]),
        ("A-number A 214 907 338", "", [("IMMIGRATION_ID", "A 214 907 338")]),
        ("SEVIS N0047719238", "", [("IMMIGRATION_ID", "N0047719238")]),
        ("A123456789", "", [("IMMIGRATION_ID", "A123456789")]),
        ("WDLABKR472P9", "", []),
        ("WDL-2024", "", []),
        ("CLASSES12345", "", []),
        ("drivers license office", "", []),
        ("C03005988", "", []),
        ("room A1234", "", []),
        ("passport fair at the library", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Licences by format or label, passports and immigration numbers by label."""
    assert found(text, context) == expected
