from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.quasi import ALL
from detectors.quasi.personal import keep_personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from detectors.engine import Engine

PERSONAL = [
    ("Student: Nadia Thornquist was suspended on 10/28/2026 for two days.", ["10/28/2026"]),
    ("Patient Olin March, admitted 11/02/26, discharged 11/05/26.", ["11/02/26", "11/05/26"]),
    ("Student: Nadia Velk\nMeeting date: 11/18/2026    Annual review by: 11/17/2027", ["11/18/2026", "11/17/2027"]),
    ("My student Nadia Velk cried. She has been absent since October 3.", ["October 3"]),
    ("Student: Nadia Velk. Her hearing test was on 10/19, the ear has fluid.", ["10/19"]),
    ("La alumna Nadia Velk fue suspendida el 7 de octubre.", ["7 de octubre"]),
    ("Student Nadia Velk was removed on the fourteenth.", ["the fourteenth"]),
    ("Student: Nadia Velk\n\nShe came back on the 12th and met the nurse.", ["the 12th"]),
    ("Student\tIEP due\nNadia Velk\t11/03/2026\nAna Bly\t5/2027", ["11/03/2026", "5/2027"]),
    ('{"student": "Nadia Velk", "exitDate": "2026-10-03"}', ["2026-10-03"]),
    ("Nadia Velk\t11/03/2026\nMaria Bly\t11/04/2026", ["11/03/2026", "11/04/2026"]),
    ("Student\tNote\nNadia Velk\tcrutches til 1/8\n", ["1/8"]),
]

NOBODYS = [
    "The board reads it on May 19 and June 2.",
    "Fiscal year 7/1/2026, form rev. 7/2025, law of March 14, 2016.",
    "The screening day moves from March 4 to March 11, 2027.",
    "The family night is on December 3 at 5:30.",
    "test,window_start,window_end\nWaKIDS,2026-08-31,2026-10-31",
    "She met the goal on 3/4 of the trials.",
    "Student: Nadia Velk got 7/10 items and 3/14 items on grade 3 math.",
    "Item\tLot\tReceived\nGloves\t481\t10/2/2026",
    "Release 2026-10-02, version 12.3.26",
    "From: Ann Lee <a@b.org>\nSent: 11/9/2026 10:05\nSubject: hi\n\nThanks",
    "Student: Nadia Velk. The concert is on May 20.",
    "bumped openssl on 2026-10-02",
]


@pytest.mark.parametrize(("text", "expected"), PERSONAL)
def test_a_date_beside_a_person_is_theirs(personal: Callable[[str], list[str]], text: str, expected: list[str]) -> None:
    assert personal(text) == expected


@pytest.mark.parametrize("text", NOBODYS)
def test_a_date_of_the_calendar_is_nobodys(personal: Callable[[str], list[str]], text: str) -> None:
    assert personal(text) == []


def test_a_birthday_is_no_other_date(engine: Engine) -> None:
    text = "Student: Nadia Velk, DOB 3/14/2016, born the 9th of February 2024"
    found = engine.resolve(text, "", engine.patterns(text))
    assert not [each for each in found if each.entity == "DATE_PERSONAL"]


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_arbitrary_text_gives_offsets_inside_it(text: str) -> None:
    for detector in ALL:
        found = tuple(detector.find(text))
        for each in found:
            assert 0 <= each.start < each.end <= len(text)
        assert set(keep_personal(text, found)) <= set(found)
