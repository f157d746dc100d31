from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "he naps badly in ECEAP",
        "a Head Start child with no dental exam",
        "her IFSP review is overdue",
        "my toddler room bites",
        "ASQ-3 scores for the baby",
        "part C to part B transition",
        "his preschool teacher called",
        "he is 3 years old and not potty trained",
        "birth to three referral",
        "daycare note for a 4-year-old",
        "18 months old, not walking",
        "ELMS record for this child",
        "early intervention services",
        "va al preescolar",
        "ehs home visitor notes about the child",
        "Teaching Strategies GOLD checkpoint for this child",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Children before kindergarten; baby steps and time slots are none."""
    assert "EARLY" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Head Start Performance Standards training",
        "get a head start on the report",
        "baby steps for the project",
        "time slots are full",
        "merit pay",
        "pre-K-12 enrollment trends",
        "gold star sticker",
        "EHS office handles chemicals",
        "slot machine",
        "the nap pods at Google",
        "coffee bottle",
        "we are 3 weeks late",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "EARLY" not in families(text)
