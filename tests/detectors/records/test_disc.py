from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "suspend Theo 5 days",
        "he got suspended for fighting",
        "out of school suspension, 3 days",
        "emergency removal on Tuesday",
        "had a folding knife in his backpack",
        "caught vaping in the bathroom again",
        "threw a stool at the para",
        "he punched another student",
        "SWIS referral entered for defiance",
        "threatened to shoot up the school",
        "ISS Monday for the girl, OSS for the boy",
        "bus suspension for two weeks",
        "expelled from Kentridge in May",
        "she brought a weapon to class",
        "HIB complaint about my student",
        "susp 2 days, re-entry mtg Monday",
        "lunch detention for skipping",
        "lo suspendieron tres días de la escuela",
        '{"student": 4, "suspensions": 2}',
        "written up for cussing at the sub",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Discipline in the words of deans and offices; ceilings and bridges are none."""
    assert "DISC" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "a suspended ceiling in the gym",
        "the suspension bridge in Tacoma",
        "draft a restorative alternative to suspension",
        "suspended solids in the pond",
        "the car needs new suspension",
        "fight song for the pep band",
        "threat assessment training",
        "my account was suspended",
        "discipline policy update WAC 392-400",
        "food fight in a novel",
        "the balloon expelled air",
        "we had a great fight against the flu",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "DISC" not in families(text)
