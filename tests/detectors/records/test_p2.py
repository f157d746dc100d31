from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Ty is in outpatient treatment for opioids",
        "he's in rehab until May",
        "relapsed last weekend",
        "on Suboxone since June",
        "UA positive for THC",
        "mom is an alcoholic",
        "came to school drunk",
        "smelled like weed in second period",
        "detox for ten days",
        "she has been sober for 60 days",
        "SAP counselor referral for him",
        "methadone clinic letter",
        "started IOP group on Monday",
        "he was high at school",
        "addicted to fentanyl",
        "IEP for a boy with alcohol use disorder",
        "sent to drug treatment by the court",
        "en un centro de rehabilitación por drogas",
        "consume marihuana en la escuela",
        "substance use assessment done",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Substance use and its treatment; water and smoke detectors are none."""
    assert "P2" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "vaping policy for grades 6-12",
        "drinking water tests",
        "smoke detector in room 4",
        "naloxone stock policy",
        "high school schedule",
        "drug-free school zone sign",
        "the crack in the wall",
        "a pot luck dinner",
        "vape detectors for bathrooms",
        "rehab facility planning for the gym roof",
        "coke zero in the machine",
        "treatment group and control group",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "P2" not in families(text)
