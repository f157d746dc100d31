from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Kai: SBAC ELA 2391",
        "reads at a 2nd grade level",
        "he's failing algebra",
        "she missed 14 days since October",
        "absent 9 days, three unexcused",
        "her GPA is 2.1",
        "BECCA petition filed last week",
        "he has 3 F's and a D in chem",
        "i-Ready math 412, two grades below",
        "MAP RIT score 188 in winter",
        "DIBELS composite fell to 210",
        "2.5 credits behind for graduation",
        "request his transcript from Kent",
        "she is being retained in kindergarten",
        "WA-AIM portfolio for Theo",
        "tardy again, 12 tardies this month",
        "he hasn't been coming to school",
        "got an F in biology",
        "34 words correct per minute on the fall probe",
        "credit recovery for two seniors, his credits are short",
        "reprobó matemáticas y tiene malas calificaciones",
        "tiene 12 faltas este mes",
        "name\tAbsences\tGPA\nA. B.\t14\t1.9",
        "he is reading three years below grade level",
        "failed the SBA math twice, she is upset",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Scores, grades, credits and attendance in the words of the office; sitting, maps and log-ins are none."""
    assert "EDREC" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "please sit at the front table",
        "a map of the campus",
        "the login failed twice",
        "failing unit tests in the build",
        "records retention schedule for teachers",
        "STAR Wars day",
        "the credits roll at the end of the film",
        "seating map for the gym",
        "grade 3/14 items is no date",
        "she attended the concert",
        "grade level team meeting at 3",
        "the pipeline is failing",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "EDREC" not in families(text)
