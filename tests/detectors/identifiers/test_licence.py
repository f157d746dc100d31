from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("WDLBXKR472P9", "", "LICENCE WDLBXKR472P9"),
        ("wdlbxkr472p9", "", "LICENCE wdlbxkr472p9"),
        ("DL# WDLABKR472P9", "", "LICENCE WDLABKR472P9"),
        ("DOE**MJ501P1", "", "LICENCE DOE**MJ501P1"),
        ("license CLASSES12345", "", "LICENCE CLASSES12345"),
        ("DL JOHNSMA501P1", "", "LICENCE JOHNSMA501P1"),
        ("WDLBXKR472P9", "driverLicense", "LICENCE WDLBXKR472P9"),
        ("her licence, WDLBXKR472P9, expired", "", "LICENCE WDLBXKR472P9"),
        ("WDLABKR472P9", "", ""),
        ("WDL-2024", "", ""),
        ("CLASSES12345", "", ""),
        ("WDLBXKR472P", "", ""),
        ("XWDLBXKR472P9", "", ""),
    ],
)
def test_washington(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """The new format, the old one with padding; without padding a label is needed."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Oregon DL 4829103", "", "LICENCE 4829103"),
        ("DL#4829103", "", "LICENCE 4829103"),
        ("D.L. 4829103", "", "LICENCE 4829103"),
        ("drivers lic 4829103", "", "LICENCE 4829103"),
        ("driver's license number: 4829103", "", "LICENCE 4829103"),
        ("drivers license no. D123-4567-8901", "", "LICENCE D123-4567-8901"),
        ("an Idaho licence, ZA204418K, and", "", "LICENCE ZA204418K"),
        ("CDL 4829103", "", "LICENCE 4829103"),
        ("licencia de conducir 4829103", "", "LICENCE 4829103"),
        ("licencia de manejar: D1234567", "", "LICENCE D1234567"),
        ("state id card 4829103", "", "LICENCE 4829103"),
        ("drivers license office", "", ""),
        ("drivers license fee 2026", "", ""),
        ("Apache License 2.0", "", ""),
        ("license: GPL-3.0", "", ""),
        ("software license 4829103", "", ""),
        ("license key 12", "", ""),
        ("4829103", "", ""),
    ],
)
def test_other_state(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A label and six to fourteen characters."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("WA licence on file, before that an Idaho one, KB118204F", "KB118204F"),
        ("held a California license until 2024 (D4418820)", "D4418820"),
        ("two licenses: Oregon 4829103 and more", "4829103"),
        ("his old Texas one was 22047719, the license clerk said", "22047719"),
        ("a Montana one (0412219904417) for a Washington licence", "0412219904417"),
        ("an Arizona one, D08841273, fits the projector mount", ""),
        ("Oregon 97201 and Idaho 83702 are offices that renew a license", ""),
        ("a software license from Oracle, OR4418273", ""),
    ],
)
def test_a_licence_called_by_its_state(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert [each for entity, each in found(text) if entity == "LICENCE"] == ([value] if value else [])
