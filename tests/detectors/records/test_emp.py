from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Pat's FMLA leave ends in May",
        "she is on medical leave until March",
        "letter of reprimand for the custodian",
        "put the teacher on a performance improvement plan",
        "wage garnishment order for payroll",
        "his grievance went to step two",
        "PIP for the para, 60 days",
        "fitness for duty exam",
        "ADA accommodation request from an employee",
        "non-renewal of her contract",
        "placed on paid administrative leave",
        "the driver failed a random drug test",
        "letter of resignation from the coach",
        "L&I claim for a staff injury",
        "terminate the para for cause, HR agrees",
        "unsatisfactory TPEP rating for a teacher",
        "maternity leave until 3/1",
        "está de licencia médica hasta mayo",
        "background check of the applicant came back with a conviction",
        "rank the applicants for the position",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Personnel matters; leaving rooms and installing packages are none."""
    assert "EMP" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "leave the last line open",
        "leave room at the top",
        "pip install requests",
        "fire drill at ten",
        "must pass a background check",
        "leave it blank",
        "sick leave policy",
        "job posting for a liaison",
        "the staff meeting is at 3",
        "leaves fall in autumn",
        "let go of the rope",
        "employee of the month",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "EMP" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "HR has received your doctor's note about the knee",
        "your employee number is on the form",
        "L&I opened claim BK 22910",
        "time loss pays after three days",
        "sick leave is charged for two days",
        "he takes your bus duty because of his own restriction",
    ],
)
def test_light_duty(families: Callable[..., set[str]], text: str) -> None:
    assert "EMP" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the doctor visited the class",
        "claim your prize at the desk",
        "the bus is late because of snow",
    ],
)
def test_not_light_duty(families: Callable[..., set[str]], text: str) -> None:
    assert "EMP" not in families(text)
