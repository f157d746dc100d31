from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.identifiers import checksums


@pytest.mark.parametrize(
    ("check", "valid", "invalid"),
    [
        (checksums.luhn, "4111111111111111", "4111111111111112"),
        (checksums.card, "378282246310005", "1234567812345670"),
        (checksums.iban, "GB82WEST12345698765432", "GB82WEST12345698765431"),
        (checksums.aba, "125000024", "125000025"),
        (checksums.vin, "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"),
        (checksums.vin, "1M8GDM9AXKP042788", "1M8GDM9AXKP04278"),
        (checksums.dea, "AB1234563", "AB1234567"),
        (checksums.mbi, "1EG4TE5MK73", "1SG4TE5MK73"),
        (checksums.nanp, "2535557788", "2115557788"),
        (checksums.toll_free, "8002221222", "2535557788"),
    ],
)
def test_published_values(check: object, valid: str, invalid: str) -> None:
    """The test values of the standards pass, and one wrong character fails."""
    assert check(valid)
    assert not check(invalid)


@given(st.text("0123456789", min_size=2, max_size=19), st.integers(0, 18), st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_luhn_sees_every_single_digit_error(digits: str, place: int, step: int) -> None:
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    assert not (checksums.luhn(digits) and checksums.luhn(wrong))
