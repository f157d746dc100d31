from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "the Reyes kids live in a motel",
        "staying with grandma since the eviction",
        "family is homeless, sleeping in their car",
        "doubled up with cousins since August",
        "they were evicted last week",
        "kids are couch surfing",
        "unaccompanied youth, kicked out by his dad",
        "mom and kids at the DV shelter",
        "McKinney-Vento eligible, needs a bus",
        "they lost their apartment after the fire",
        "seven people share a two bedroom apartment",
        "living in an RV behind the store",
        "vive en un motel con su mamá",
        "se quedan con los tíos porque los desalojaron",
        "nowhere to stay tonight for this family",
        "student is homless",
        "Name\tHomeless\nA. B.\tY",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Where a family sleeps; animal shelters and lockdown drills are none."""
    assert "MCV" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "shelter in place drill on Monday",
        "sheltered instruction workshop",
        "we adopted a dog from the animal shelter",
        "book a hotel for the conference",
        "McKinney-Vento training slides",
        "cache eviction policy",
        "the bus shelter is wet",
        "double the recipe",
        "the car is in the garage",
        "he moved up a level",
        "couch to 5k program",
        "line up at the tent",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "MCV" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "my mom locked me out again, im at a friend's",
        "her stepdad changed the locks, she is at Tamika's house",
        "aunt put her stuff on the porch",
        "crashing at a friend's since mom kicked him out",
        "ya. her mom says til sunday, stepdad locked the house",
        "sleeping in my car after friday",
    ],
)
def test_locked_out(families: Callable[..., set[str]], text: str) -> None:
    assert "MCV" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "I locked myself out of my car",
        "the office changed the locks on the annex",
        "we stay till Sunday at the lodge, then the bus",
        "maybe in my car I left the stapler",
    ],
)
def test_not_locked_out(families: Callable[..., set[str]], text: str) -> None:
    assert "MCV" not in families(text)
