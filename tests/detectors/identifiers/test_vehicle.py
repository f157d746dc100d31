from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("VIN 1M8GDM9AXKP042788", "", "VIN 1M8GDM9AXKP042788"),
        ("5TDZA23C7PJ833670", "", "VIN 5TDZA23C7PJ833670"),
        ("vin: 1m8gdm9axkp042788", "", "VIN 1m8gdm9axkp042788"),
        ("1M8GDM9AXKP042788", "vin", "VIN 1M8GDM9AXKP042788"),
        ("vehicle identification number 1M8GDM9AXKP042788", "", "VIN 1M8GDM9AXKP042788"),
        ("VIN#1M8GDM9AXKP042788.", "", "VIN 1M8GDM9AXKP042788"),
        ("1M8GDM9A1KP042788", "", ""),
        ("VIN 1M8GDM9A1KP042788", "", ""),
        ("11111111111111111", "", ""),
        ("1M8GDM9AXKP04278", "", ""),
        ("asset 1M8GDM9AIKP042788", "", ""),
        ("git 3c5ab401229f00e12", "", ""),
    ],
)
def test_vin(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Seventeen characters with their check digit."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("plate BXK4721", "", "PLATE BXK4721"),
        ("plate CGH 4182, grey", "", "PLATE CGH 4182"),
        ("license plate: BXK4721", "", "PLATE BXK4721"),
        ("lic plate BXK 4721", "", "PLATE BXK 4721"),
        ("plate # 123ABC", "", "PLATE 123ABC"),
        ("placa BXK4721", "", "PLATE BXK4721"),
        ("a blue Subaru BXK4721", "", "PLATE BXK4721"),
        ("Honda Civic 123 ABC", "", "PLATE 123 ABC"),
        ("(plate 64417E)", "", "PLATE 64417E"),
        ("64417E", "plate", "PLATE 64417E"),
        ("BXK4721", "licensePlate", "PLATE BXK4721"),
        ("course MTH1234", "", ""),
        ("plate of cookies", "", ""),
        ("plate of 24 cookies", "", ""),
        ("BXK4721", "", ""),
        ("Ford Transit", "", ""),
    ],
)
def test_plate(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A label, or a make of car before Washington's forms."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("7KRX482 california plate", "7KRX482"),
        ("the car was 7KRX482, CA plate", "7KRX482"),
        ("BXK4721 is the Washington plate of the dad", "BXK4721"),
        ("482 KRX Oregon plates", "482 KRX"),
        ("K482193 (idaho plate)", "K482193"),
        ("BXK4721 license plate", "BXK4721"),
        ("the 12 plates broke", ""),
        ("room B12 plates and cups", ""),
        ("2026 car tags are due", ""),
        ("grade4567 name plates", ""),
    ],
)
def test_a_plate_may_stand_before_its_word(found: Callable[..., list[tuple[str, str]]], text: str, plate: str) -> None:
    assert found(text) == ([("PLATE", plate)] if plate else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dad parks the van (BZK4471) in the lane", "PLATE BZK4471"),
        ("Ms. T's car (7KLM220) was scratched", "PLATE 7KLM220"),
        ("blue pickup (C88213T)", "PLATE C88213T"),
        ("su camioneta blanca (BLT 9042)", "PLATE BLT 9042"),
        ("the truck (F150) needs tires", ""),
        ("two vans (E-350) and a car (GX460)", ""),
        ("the car (2019) and the van (12 SEATS)", ""),
        ("our bus route (AB1234X)", ""),
    ],
)
def test_a_plate_in_brackets_behind_a_vehicle(seen: Callable[..., str], text: str, expected: str) -> None:
    assert seen(text) == expected
