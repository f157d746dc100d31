from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("GB82WEST12345698765432", "", [("BANK_ACCOUNT.IBAN", "GB82WEST12345698765432")]),
        ("to GB82 WEST 1234 5698 7654 32 THANKS", "", [("BANK_ACCOUNT.IBAN", "GB82 WEST 1234 5698 7654 32")]),
        ("DE89370400440532013000", "", [("BANK_ACCOUNT.IBAN", "DE89370400440532013000")]),
        ("gb82west12345698765432", "", [("BANK_ACCOUNT.IBAN", "gb82west12345698765432")]),
        ("routing 125000024", "", [("BANK_ACCOUNT.ROUTING", "125000024")]),
        ("account number: 4471009218", "", [("BANK_ACCOUNT", "4471009218")]),
        ("checking 003391877204", "", [("BANK_ACCOUNT", "003391877204")]),
        ("003391877204", "bankAccount", [("BANK_ACCOUNT", "003391877204")]),
        ("GB82WEST12345698765431", "", []),
        ("routing 125000025", "", []),
        ("125000024", "", []),
        ("budget 530 E 530 0100", "", []),
        ("account code 530 E 24 0100", "", []),
        ("on account of 12 absences", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """IBAN by country length and mod 97; accounts and routing numbers by their label."""
    assert found(text, context) == expected
