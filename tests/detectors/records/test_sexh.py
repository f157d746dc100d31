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


@pytest.mark.parametrize(
    "text",
    [
        "first prenatal visit on Friday, her mom does not know",
        "she has an ob gyn appointment",
        "tested positive at the clinic on Monday, 8 weeks",
        "took a test and it was positive, about 7 weeks",
        "she is 11 weeks along",
        "9 weeks, the midwife wants to see her",
        "morning sickness in first period",
    ],
)
def test_a_pregnancy_without_the_word(families: Callable[..., set[str]], text: str) -> None:
    assert "SEXH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "tested positive for strep at the clinic, back in 2 weeks",
        "tested positive for covid and missed 2 weeks",
        "we are 9 weeks along in the semester",
        "attendance has been positive for the last 6 weeks of class",
        "positive behavior for 3 weeks",
        "the unit lasts 9 weeks; her mom is the sub",
    ],
)
def test_weeks_of_school_and_other_tests_are_none(families: Callable[..., set[str]], text: str) -> None:
    assert "SEXH" not in families(text)
