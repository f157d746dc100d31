"""Serial numbers of what a person wears or speaks with, and those of an office's machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wears aids SN L 81540227 / R 81540228 at school", "DEVICE_ID 81540227; DEVICE_ID 81540228"),
        ("hearing aids s/n: left 90-44127, right 90-44128", "DEVICE_ID 90-44127; DEVICE_ID 90-44128"),
        ("Roger receiver SN RX51-0047712 checked out", "DEVICE_ID RX51-0047712"),
        ("insulin pump serial PG7719-20384", "DEVICE_ID PG7719-20384"),
        ("power wheelchair ser. no. 7714-20093", "DEVICE_ID 7714-20093"),
        ("SN 66120948, her Tobii eye gaze unit", "DEVICE_ID 66120948"),
        ("bomba de insulina, número de serie 5510928", "DEVICE_ID 5510928"),
    ],
)
def test_what_somebody_wears(seen: Callable[..., str], text: str, expected: str) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "projector SN PJ20-113398 has a dead lamp",
        "the copier in room 4, serial MX4455-01823",
        "laminator s/n 4471-2209",
        "hearing on 2026-03-04 about aids in rural schools",
        "the pump in the boiler room, sn 12",
        "nurse visited in SN 2026",
    ],
)
def test_an_offices_machine_or_a_date_is_none(seen: Callable[..., str], text: str) -> None:
    assert "DEVICE_ID" not in seen(text)


def test_a_printer_that_somebody_was_lent_is_theirs(seen: Callable[..., str]) -> None:
    assert seen("the braille printer assigned to her, serial MX4455-01823") == "DEVICE_ID MX4455-01823"
