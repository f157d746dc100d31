from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Jordan's BIP says he elopes daily",
        "can you shorten this iep goal for Maya",
        "his sped teacher wants to add 30 SDI minutes",
        "Priya qualified under SLD in reading",
        "Leo is autistic and uses an AAC device",
        "eligibility category: ED, placement: self-contained classroom",
        "IEP disability code OHI, served in LRE 1",
        "She was exited from special education last spring",
        "the para restrained him for two minutes after he ran",
        "two-person escort to the isolation room at 10:40",
        "WISC-V FSIQ 81, working memory index 76",
        "mom wants to skip the triennial re-eval",
        "her speech therapy was cut to 20 minutes",
        "FBA consent came back signed",
        "he has cerebral palsy and a gait trainer",
        "tiene un plan de educacion especial (PEI) y terapia de lenguaje",
        "Necesita terapia ocupacional, tiene autismo",
        '{"student": "A7", "iep": true, "primaryDisability": "Autism"}',
        "Student\tDisability\tIEP due\nA. B.\tOHI\t3/4",
        "she has a specific lerning disability",
        "the Individualised Education Programme of this child",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Special education: terms, categories, services and what teams say; look-alikes of the abbreviations are none."""
    assert "IDEA" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the US ED changed its guidance for ID and OR",
        "please bring your student ID badge",
        "do due diligence (DD) on the vendor",
        "the MD on call answered from Baltimore, MD",
        "OI! come here",
        "his speech at graduation was great",
        "the driver checked the seat belt restraint",
        "HI everyone, welcome to VI weekly",
        "set the database id column to int",
        "overtime (OT) pay is due Friday",
        "we need a new CD player",
        "free speech and debate club",
        "Shakespeare and the goals of tragedy",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "IDEA" not in families(text)
