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


@pytest.mark.parametrize(
    "text",
    [
        "Aaron got a green card on the behavior chart and moved up to blue",
        "draw a green card and move two spaces",
        "prize: ten $25 Visa gift cards for the kids, status by Friday",
        "vaping is illegal in schools and Finn knows it",
        "an S for citizenship on the report card, mom comes to the conference",
        "Finn was detained after class by the principal until his mom came",
        "kids have no papers in their folders",
        "dressed as an alien; the sponsor of the walk was Rotary, mom helped",
        "check the status of the ticket and the papers she turned in",
        "Mr. Orr is our sponsor, his kids came to the shelter fair",
    ],
)
def test_words_of_school_life_are_none(families: Callable[..., set[str]], text: str) -> None:
    assert "IMM" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Luis has a green card and his sister does not",
        "mom applied for citizenship last year",
        "Ana came here illegally with her aunt",
        "her dad was detained last week",
        "the sponsor from ORR called about the minor",
        "mom has no papers and is scared",
    ],
)
def test_the_same_words_of_somebodys_status_count(families: Callable[..., set[str]], text: str) -> None:
    assert "IMM" in families(text)
