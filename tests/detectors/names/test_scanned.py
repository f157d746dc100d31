"""Names in which a scan took letters for digits."""

from __future__ import annotations

import pytest

from detectors.names.scanned import DETECTOR


def _found(text: str) -> list[str]:
    return [text[each.start : each.end] for each in DETECTOR.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kale0 is a k1nd friend", ["Kale0"]),
        ("Car1os and S0phia t0o", ["Car1os", "S0phia"]),
        ("Te5sa was absent", ["Te5sa"]),
        ("Narne: Wrenley Oduya. 0duya. Wren1ey is late", ["0duya", "Wren1ey"]),
        ("R0berto, Nic0las", ["R0berto", "Nic0las"]),
    ],
)
def test_names_are_read_back(text: str, names: list[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "N0v 30 M0nday T0tal 14 R0om 5 Sch0ol",
        "C0rn d0gs, T0mato s0up, 0range",
        "user Anna1 and max05, #Kale0, kale0@example.org, /Kale0",
        "R0berto_7 and Te5t B1ue Apri1",
        "Room 101 B5 H1N1 COVID19 2025",
    ],
)
def test_words_user_names_and_numbers_stay(text: str) -> None:
    assert _found(text) == []
