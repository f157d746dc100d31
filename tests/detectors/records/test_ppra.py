from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "ask 6th graders if parents drink",
        "survey for 8th graders about depression",
        "questionnaire: do students vape or use alcohol?",
        "add self-harm items to the SEL screener for all freshmen",
        "encuesta para estudiantes sobre drogas y alcohol",
        "We will survey students. Questions cover religion and church.",
        "poll my homeroom on who their parents voted for",
        "screener for middle school students on suicidal thoughts",
        "anonymous survey of seniors about sex and dating",
        "Write a survey for grade 7. It asks about family income.",
        "interview the kids about whether mom and dad fight at home",
        "questionnaire for students about gangs and guns",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Students asked about a protected area; staff surveys and harmless questions are none."""
    assert "PPRA" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "staff climate survey about workload",
        "survey for teachers about stress and anxiety",
        "survey students about lunch menus",
        "ask the kids which book they liked",
        "a poll of parents on start times",
        "land survey for the new building",
        "quiz about fractions for 5th graders",
        "survey of paraeducators: mental health supports",
        "questionnaire about bus routes for students",
        "exit survey for employees about alcohol at events",
        "screener for reading, grade 2 students",
        "survey the field before the game",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "PPRA" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write an anonymous survey for these students asking about drug use at home",
        "a questionnaire for the kids on whether their parents abuse alcohol or use meth",
    ],
)
def test_what_a_survey_asks_is_nobodys_record(families: Callable[..., set[str]], text: str) -> None:
    found = families(text)
    assert "PPRA" in found
    assert not found & {"P2", "MH"}


@pytest.mark.parametrize(
    "text",
    [
        "Survey of students about why Jade's dad uses meth",
        "The students' survey is done. Jade told us that her dad uses meth.",
        "Her dad uses meth. Write a survey for students about drug use at home.",
    ],
)
def test_what_is_told_of_somebody_beside_a_survey_is_a_record(families: Callable[..., set[str]], text: str) -> None:
    assert "P2" in families(text)
