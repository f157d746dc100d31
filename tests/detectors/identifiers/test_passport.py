from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("passport C03005988", "", "PASSPORT C03005988"),
        ("passport no. 530059881", "", "PASSPORT 530059881"),
        ("Passport #: C03005988", "", "PASSPORT C03005988"),
        ("passport card C03005988", "", "PASSPORT C03005988"),
        ("pasaporte G12345678", "", "PASSPORT G12345678"),
        ("número de pasaporte: G12345678", "", "PASSPORT G12345678"),
        ("C03005988", "passport_number", "PASSPORT C03005988"),
        ("530059881", "passportNo", "PASSPORT 530059881"),
        ("C03005988 is his passport number", "", "PASSPORT C03005988"),
        ("her passport, C03005988, is new", "", "PASSPORT C03005988"),
        ("invoice C03005988", "", ""),
        ("C03005988", "", ""),
        ("passport fair at the library", "", ""),
        ("passport photos 11/23/2026", "", ""),
        ("passport to reading 2026", "", ""),
    ],
)
def test_passport(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Nine digits or a letter and eight, with a label."""
    assert seen(text, context) == expected
