from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Luis is undocumented",
        "her mom was deported in May",
        "dad was picked up by ICE",
        "they have no papers",
        "asylum hearing next week",
        "DACA renewal for the senior",
        "he came here on an F-1 visa",
        "SEVIS record must be updated",
        "country of birth: Honduras",
        "green card interview for the parents",
        "TPS expired for the family",
        "the family crossed the border in June",
        "son indocumentados, la migra se llevó al papá",
        "no tiene papeles",
        "ICE detained his uncle",
        "U visa for mom after the crime",
        "citizenship status unknown",
        '{"student": "z", "birthCountry": "Guatemala"}',
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Immigration status; ice cream and visa cards are none."""
    assert "IMM" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "ice cream social on Friday",
        "put ice on the ankle",
        "pay with a Visa card",
        "ice packs in the nurse office",
        "the ice rink trip",
        "happy endings with visa gift cards",
        "a newcomer program design",
        "the papers are on my desk",
        "formula 1 race",
        "row a, number 7",
        "border of the picture",
        "ICE pack for the nosebleed",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "IMM" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "na-deport ang tatay niya",
    ],
)
def test_tagalog_particles(families: Callable[..., set[str]], text: str) -> None:
    assert "IMM" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Apat na taon na siya, may hika",
        "Nanay po ako, na siyang may lagnat",
    ],
)
def test_not_tagalog_particles(families: Callable[..., set[str]], text: str) -> None:
    assert "IMM" not in families(text)
