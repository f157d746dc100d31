from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Ana moved to Tier 3 reading",
        "he is in a Tier 2 attendance group",
        "SST meeting for Leo, teacher referred him in October",
        "she gets LAP reading services twice a week",
        "RTI data: 6 weeks of intervention, no growth, tier 2",
        "refer Omar to the student support team",
        "his SAEBRS risk score went up",
        "he does check-in check-out with the counselor",
        "CICO points dropped this week for him",
        "MTSS team notes: start a reading intervention",
        "Tier II phonics for both boys",
        "nivel: apoyo nivel 2 en lectura para mi hija",
        "name\tTier\nA. B.\t3",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Tiered support of one student; machines, laps and cities are none."""
    assert "MTSS" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "design an MTSS calendar",
        "swim one LAP of the pool",
        "SST airport shuttle",
        "tier 2 vendor support ticket",
        "my laptop is slow",
        "RTI international published a report",
        "the wedding cake has three tiers",
        "SST stands for sea surface temperature",
        "tier 2 vocabulary words for grade 4",
        "MTSS training slides",
        "she swam ten laps",
        "first tier cities",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "MTSS" not in families(text)
