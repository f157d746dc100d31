"""Initials that stand for a child, and letters that stand for something else."""

from __future__ import annotations

import pytest

from detectors.names.initials import DETECTOR, may_be_child


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
        ("I did the screener with M.K., no plan, counselor knows", ["M.K."]),
        ("Ask about B.T. at the SST, he was absent", ["B.T."]),
        ("Consent for O.S. (2nd grader) came back", ["O.S."]),
        ("Note from P.A.'s guardian is in the file", ["P.A."]),
        ("present: AP, nurse, R., his grandma, advocate", ["R."]),
        ("On the call: S.W. and her foster mom; caseworker late", ["S.W."]),
        ("Check-in on W.R. and O.L. about the fight", ["O.L.", "W.R."]),
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
        "We flew to L.A. and the students loved it.",
        "Parents met with U.N. staff; talk of G.E. jobs for students",
        "Written by C.S. Lewis for children, with A.A. Milne.",
        "Take form B, his grandma signed it.",
    ],
)
def test_other_letters_are_none(text: str) -> None:
    assert list(DETECTOR.find(text)) == []


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("present: AP, counselor, D., the student was late", "D.", True),
        ("The kids saw E. with the nurse", "E.", True),
        ("The kids park in lot D. Then class begins", "D.", False),
        ("Option B. is best for the student", "B.", False),
        ("Take plan C. The parents agreed", "C.", False),
        ("Part D. of the law says", "D.", False),
    ],
)
def test_a_letter_that_the_model_takes_for_a_person_is_a_child_only_where_nothing_counts_by_letters(
    text: str,
    value: str,
    expected: bool,  # noqa: FBT001  a column of the table above
) -> None:
    start = text.index(value)
    assert may_be_child(text, start, start + len(value)) is expected


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Tuomas Virtanen starts Monday. Last spring T.V. kept a knife.", {"T.V."}),
        ("Dad of Jorge Quispe called. Last week J.Q. ran off campus.", {"J.Q."}),
        ("Oksana Bilyk is back. The plan for O.B. is signed, O. B. knows it.", {"O.B.", "O. B."}),
        ("Last year K.M. hid pills in his locker, mom knows.", {"K.M."}),
        ("Marta Alvarez has an M.A. in education.", set()),
        ("The Blue Folder lists B.F. goods.", set()),
        ("Ana Ruiz asked whether U.S. schools are closed.", set()),
    ],
)
def test_initials_of_a_whole_name_in_the_text_are_that_person(text: str, initials: set[str]) -> None:
    assert {text[each.start : each.end] for each in DETECTOR.find(text)} == initials
