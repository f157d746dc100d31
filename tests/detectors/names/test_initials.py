"""Initials that stand for a child, and letters that stand for something else."""

from __future__ import annotations

import pytest

from detectors.names.initials import DETECTOR


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("T.'s cardiologist cleared the student for PE.", ["T."]),
        ("Amara has an IEP. S. asked for the same as her sister.", ["S."]),
        ("J.M. had a seizure in class today, nurse called mom", ["J.M."]),
        ("OB told me her dad hits her, what do I do", ["OB"]),
        ("My student R. refused to eat again. Then R. cried.", ["R.", "R."]),
        ("K.L.'s mom wants an IEP meeting", ["K.L."]),
        ("Student D.R. was suspended for 3 days", ["D.R."]),
        ("MK told the counselor she wants to die", ["MK"]),
        ("Dear team, L. has been absent 12 days. The student lives with grandma.", ["L."]),
        ("AJ said his stepdad locked him outside; 2nd grader", ["AJ"]),
        ("N.P. cried all through recess and his mom is here", ["N.P."]),
        ("T. stands by the door. S.'s mom waits. T.'s aide left.", ["S.", "T.", "T."]),
    ],
)
def test_initials_of_a_child(text: str, found: list[str]) -> None:
    assert sorted(text[finding.start : finding.end] for finding in DETECTOR.find(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "A. Read the chapter. B. Answer the question. The student is ready.",
        "A. is the first choice. B. is the second for the student.",
        "WA has new laws. OR said no. She moved.",
        "PE was fun. PT said ten minutes. OT has a plan for her.",
        "The AP told the student to wait; HR said no; IT has a ticket for him",
        "Vitamin C. is healthy. 5 m. of rope. The child asked.",
        "The U.S. had a drought. The U.N. said so. Tell students.",
        "Choose A. or B. The student has four options.",
        "TV was off. PC said loading. TK has 20 seats. Her class.",
        "J. K. Rowling wrote it. C.S. Lewis said so too, kids love it.",
        "At 9 a.m. had class; p.m. was free, i.e. students left.",
        "Section B. has the rules for students.",
        "My OB told me her office is closed.",
        "Malcolm X. was read in class by students.",
    ],
)
def test_other_letters_are_none(text: str) -> None:
    assert list(DETECTOR.find(text)) == []
