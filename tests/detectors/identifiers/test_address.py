from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.identifiers import address

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
        ("Mail to 12345 SE 240th St, Kent", "", [("ADDRESS", "12345 SE 240th St")]),
        ("home: 1912 240th Ave SE #12", "", [("ADDRESS", "1912 240th Ave SE #12")]),
        ("vive en Calle Las Palmas 12", "", [("ADDRESS", "Calle Las Palmas 12")]),
        ("RR 2, Box 118A", "", [("ADDRESS", "RR 2, Box 118A")]),
        ("bus stop at the corner of Alder Street and 5th Ave", "", [("ADDRESS", "Alder Street and 5th Ave")]),
        ("Student\tAddress\nNadia Velk\t12 Fir Ln, Kent", "", [("ADDRESS", "12 Fir Ln, Kent")]),
        ("Lot 6, Cedar Creek Mobile Home Park", "", [("ADDRESS", "Lot 6, Cedar Creek Mobile Home Park")]),
        ("The ESD office is at 800 Oakesdale Ave SW", "", []),
        ("Fir Hollow Elementary School, 12 Fir Ln", "", []),
        ("ship to 800 Oakesdale Ave SW", "", []),
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


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("The Okoye family\n2209 SE 41st\nRenton, WA 98055", "2209 SE 41st"),
        ("Ana Velk\n914 Broadway\nTacoma, WA 98402", "914 Broadway"),
        ("Omar Haddad\n15 The Crescent\nKent, WA", "15 The Crescent"),
        ("Luz Rey\n77 Camas Prairie\nBoise ID 83702", "77 Camas Prairie"),
        ("Tessa Brandt\n24 students\nRoom 12", ""),
        ("Ana Velk\n3 Absences\n2 Tardies", ""),
        ("12 Angry Men\nLesson Two", ""),
        ("Our office\n15 The Crescent\nKent, WA", ""),
    ],
)
def test_a_line_above_city_and_state_is_a_street(text: str, street: str) -> None:
    found = [text[each.start : each.end] for each in address.DETECTOR.find(text) if each.entity == "ADDRESS"]
    assert set(found) == ({street} if street else set())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ADDR 47l2 Kestrel Ct", "47l2 Kestrel Ct"),
        ("ADDRESS l22 Larch Ave", "l22 Larch Ave"),
        ("mail to 9O18 Heron Ln", "9O18 Heron Ln"),
    ],
)
def test_a_scanned_house_number(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert found(text) == [("ADDRESS", value)]


@pytest.mark.parametrize(
    "text",
    [
        "EQ-1183\tPerkins Brailler\tPearl St",
        "iPad 10\tPearl St",
        "Asset\tSite\nChromebook 11\tMaple Ave",
        "room 12\tOak Grove\tPearl St",
        "Parking at 410 W Riverside Ave, level 2",
        "The keynote is at 410 W Riverside Ave",
        "Doors open at 6 at 1001 W Sprague Ave",
        "section l0 Main Points",
    ],
)
def test_pieces_of_cells_and_venues_are_none(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rosa Q\t410 Pearl St", "410 Pearl St"),
        ("410\tPearl St\tColville", "410\tPearl St"),
        ("Dad is parking at 22 Maple Ave", "22 Maple Ave"),
        ("Park at Rosa's house, 22 Maple Ave", "22 Maple Ave"),
        ("She lives near the arena, 22 Maple Ave", "22 Maple Ave"),
    ],
)
def test_whole_cells_and_homes_are_found(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert found(text) == [("ADDRESS", value)]
