from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Jo is pregnant",
        "she's 20 weeks along and pregnant",
        "he came out to me as gay",
        "uses they/them at school, parents don't know",
        "trans student wants a new name in the roster",
        "tested positive for chlamydia",
        "on birth control, mom doesn't know",
        "was raped at a party",
        "STI test result came back",
        "started testosterone shots",
        "gender support plan for Jules",
        "her preferred name and pronouns differ at home",
        "had a miscarriage in March",
        "nudes of her went around, sexting",
        "HIV status must stay private",
        "está embarazada de 5 meses",
        "Planned Parenthood appointment",
        "teen mom, baby due in June, second trimester",
        "she was sexually assaulted",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Pregnancy, sexual health and identity; news that "came out" and hearing aids are none."""
    assert "SEXH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the report came out in April",
        "hearing aids batteries",
        "plan B is the gym if it rains",
        "sexual health education curriculum standards",
        "prep time is 30 minutes",
        "a pregnant pause",
        "pronouns in Spanish grammar",
        "sort the sex column",
        "financial aid night",
        "first aid kit",
        "the results came out of the oven",
        "lesson on puberty",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "SEXH" not in families(text)
