from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("routing 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("routing # 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("ABA: 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("RTN 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("bank routing no. 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("número de ruta 125000024", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("125000024", "routing_number", "BANK_ACCOUNT.ROUTING 125000024"),
        ("125000024 is the routing number", "", "BANK_ACCOUNT.ROUTING 125000024"),
        ("routing 125000024 account 4471009218", "", "BANK_ACCOUNT.ROUTING 125000024; BANK_ACCOUNT 4471009218"),
        ("routing 125000024 / 4471009218", "", "BANK_ACCOUNT.ROUTING 125000024; BANK_ACCOUNT 4471009218"),
        ("routing 125000025", "", ""),
        ("125000024", "", ""),
        ("CEDARS serial 125000024", "", ""),
        ("bus routing 2026", "", ""),
    ],
)
def test_routing(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A labelled number that passes the check; a bare one does so by chance in 3.8 % of cases."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("account number: 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("acct no 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("acct # 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("a/c 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("checking 003391877204", "", "BANK_ACCOUNT 003391877204"),
        ("savings 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("direct deposit acct 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("número de cuenta: 4471009218", "", "BANK_ACCOUNT 4471009218"),
        ("003391877204", "bankAccount", "BANK_ACCOUNT 003391877204"),
        ("budget 530 E 530 0100", "", ""),
        ("account code 530 E 24 0100", "", ""),
        ("budget account 10-530-0100-7320", "", ""),
        ("charge account 10-530-0100-7320", "", ""),
        ("on account of 12 absences", "", ""),
        ("code it to account 530-27-5010-0000 in the general fund", "", ""),
        ("account 12/04/2026", "", ""),
        ("account 253-917-7600", "", "PHONE 253-917-7600"),
    ],
)
def test_account(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Six to eighteen digits after a word for an account; budget codes and dates are none."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("GB82WEST12345698765432", "", "BANK_ACCOUNT.IBAN GB82WEST12345698765432"),
        ("to GB82 WEST 1234 5698 7654 32 THANKS", "", "BANK_ACCOUNT.IBAN GB82 WEST 1234 5698 7654 32"),
        ("DE89370400440532013000", "", "BANK_ACCOUNT.IBAN DE89370400440532013000"),
        ("gb82west12345698765432", "", "BANK_ACCOUNT.IBAN gb82west12345698765432"),
        ("IBAN: FR1420041010050500013M02606", "", "BANK_ACCOUNT.IBAN FR1420041010050500013M02606"),
        ("ES9121000418450200051332", "", "BANK_ACCOUNT.IBAN ES9121000418450200051332"),
        ("NL91ABNA0417164300.", "", "BANK_ACCOUNT.IBAN NL91ABNA0417164300"),
        ("GB82WEST12345698765431", "", ""),
        ("GB82WEST1234569876543", "", ""),
        ("DE89370400440532013001", "", ""),
        ("XX82WEST12345698765432", "", ""),
        ("the IBAN format", "", ""),
    ],
)
def test_iban(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """The country's length and mod 97."""
    assert seen(text, context) == expected
