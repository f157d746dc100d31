from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Lena gets free lunch",
        "she's on reduced lunch",
        "FRL status: F",
        "they qualify for free meals",
        "directly certified through SNAP",
        "family is on food stamps",
        "owes $40 in lunch debt",
        "mom can't afford the trip fee",
        "low income family of six",
        "TANF household, three kids",
        "lunch: reduced",
        "recibe almuerzo gratis",
        "Name\tLunch\nA. B.\tF",
        '{"name": "x", "lunchStatus": "free"}',
        "income survey shows the family qualifies for WIC benefits",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Meal benefits and income; theorems and social networks are none."""
    assert "FRL" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "no free lunch theorem",
        "there is no such thing as a free lunch",
        "paid leave for staff",
        "Snap to grid",
        "oh snap, I forgot",
        "CEP eligibility rules changed",
        "lunch is at noon",
        "free parking at lunch time",
        "press F to continue",
        "he ate lunch with friends",
        "farm to school grant",
        "a free template",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "FRL" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "FRL status of the family",
    ],
)
def test_scanned_friday(families: Callable[..., set[str]], text: str) -> None:
    assert "FRL" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "FRl  Margherita pizza, apple slices",
        "Menu subject to change. FRl salad",
    ],
)
def test_not_scanned_friday(families: Callable[..., set[str]], text: str) -> None:
    assert "FRL" not in families(text)
