from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("DOB 3/14/2016", "", [("DOB", "3/14/2016")]),
        ("born March 14, 2016", "", [("DOB", "March 14, 2016")]),
        ("born the 9th of February 2024", "", [("DOB", "9th of February 2024")]),
        ("fecha de nacimiento 14/03/2016", "", [("DOB", "14/03/2016")]),
        ("nacida el 3 de mayo de 2015", "", [("DOB", "3 de mayo de 2015")]),
        ("D.O.B.: 8/23/2010", "", [("DOB", "8/23/2010")]),
        ("dob=DATE '2011-12-19'", "", [("DOB", "2011-12-19")]),
        ('"bdt": "20151104"', "", [("DOB", "20151104")]),
        ("2016-08-02", "dob", [("DOB", "2016-08-02")]),
        ("(dob 11.20.2025)", "", [("DOB", "11.20.2025")]),
        ("DOB 3 Apr 2013", "", [("DOB", "3 Apr 2013")]),
        ("Nadia Thornquist, 12-Feb-1958, seen", "", [("DOB", "12-Feb-1958")]),
        ("age 93, seen", "", [("AGE_OVER_89", "93")]),
        ("turned 9 on March 14, 2025", "", [("DOB", "March 14, 2025")]),
        ("she turns five on the third of May", "", [("DOB", "the third of May")]),
        ("Ana Roe (b. 2016-03-14)", "", [("DOB", "2016-03-14")]),
        ("fecha de nac. 14 marzo 2016", "", [("DOB", "14 marzo 2016")]),
        ("naci\u00f3 el 14 de marzo del 2016", "", [("DOB", "14 de marzo del 2016")]),
        ("3/14/2016 is her birthday", "", [("DOB", "3/14/2016")]),
        ("birthday: 14-MAR-16", "", [("DOB", "14-MAR-16")]),
        ("DOB 3 / 14 / 2016", "", [("DOB", "3 / 14 / 2016")]),
        ("Student\tBirthdate\nAna Roe\t42443", "", [("DOB", "42443")]),
        ('{"name": "Ana", "birthDate": "2016-08-02T00:00:00Z"}', "", [("DOB", "2016-08-02T00:00:00Z")]),
        ("turned in on March 14, 2025", "", []),
        ("fiscal year 7/1/2026", "", []),
        ("grade 3/14 items", "", []),
        ("due March 14, 2016", "", []),
        ("age 89", "", []),
        ("born in 2016", "", []),
        ("dob not in future", "", []),
        ("WIDA ACCESS,2027-01-25,2027-03-19", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A date is a birth date where a word says so."""
    assert found(text, context) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ana bd 05 JAN 2019", "05 JAN 2019"),
        ("pt bd: 1/5/2019", "1/5/2019"),
        ("Ana b.d. Jan 5 2019", "Jan 5 2019"),
        ("the bd approved it on 05 JAN 2019", ""),
        ("order form bd 05", ""),
    ],
)
def test_bd_before_a_full_date(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert [each for each in found(text) if each[0] == "DOB"] == ([("DOB", value)] if value else [])
