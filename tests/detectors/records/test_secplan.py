from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "where are the camera blind spots",
        "our lockdown plan lists doors that do not latch",
        "vulnerability assessment of the high school campus",
        "alarm code is 3108",
        "the master key is in the box by the gym",
        "the north gate is left unlocked all night",
        "the panel code is posted by the alarm",
        "door code: 2231",
        "active shooter response plan for our school",
        "reunification site moved to the church",
        "cameras don't cover the east stairs",
        "exterior door E4 unlocked",
        "floor plan with camera locations and security posts",
        "clave de la alarma de la escuela",
        "confidential security assessment",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Weak points, codes and plans of a building; zip codes and door prizes are none."""
    assert "SECPLAN" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "door prize at the fair",
        "zip code 98055",
        "dress code letter",
        "QR code for the form",
        "area code 253",
        "lockdown browser for the exam",
        "course code MTH1234",
        "a master schedule",
        "blind taste test",
        "error code 500",
        "source code review",
        "the window of opportunity",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "SECPLAN" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the side gate can be opened with a card",
        "panic buttons in the office are dead",
        "duress word is on a sticky note",
        "cameras loop every 30 seconds at the lot",
        "the shelter room has no strobe",
        "badge reader at door 4 fails open",
        "radio dead zone behind the stage, lockdown drill",
        "the PA cannot be heard in the portables",
    ],
)
def test_weak_points_told(families: Callable[..., set[str]], text: str) -> None:
    assert "SECPLAN" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write a family letter on our drill next week",
        "cameras for the yearbook club",
        "the radio show was silent for a minute",
        "doors open at 6 for the concert",
        "the buttons on the printer are dead",
    ],
)
def test_not_weak_points_told(families: Callable[..., set[str]], text: str) -> None:
    assert "SECPLAN" not in families(text)
