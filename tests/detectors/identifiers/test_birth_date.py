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
