from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Ty has a 504 plan for ADHD",
        "she's on a 504 and needs extended time",
        "504 mtg for Rosa on Friday",
        "he gets time and a half on tests",
        "review his 504 accommodations before finals",
        "does diabetes qualify for a 504?",
        "the student needs preferential seating and a copy of notes",
        "504 tracker: Kim, elevator pass until January",
        "mi hijo tiene un plan 504 en la escuela",
        "his parents ask why the 504 was not followed for testing",
        "Student\tAccommodation\nA. B.\t1.5x time",
        "she needs extra time on every quiz",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Section 504 plans and accommodations; room 504 and the law as a topic are none."""
    assert "S504" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "meet me in Room 504",
        "Section 504 training for new staff on Monday",
        "bus 504 runs late",
        "http 504 gateway timeout from the proxy",
        "504 Pine St",
        "what is a 504 plan?",
        "invoice 504 was paid",
        "the SBA 504 loan program",
        "suite 504, third floor",
        "hotel accommodations for the conference",
        "the 504 coordinators meet in May",
        "RCW 504 does not exist",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "S504" not in families(text)
