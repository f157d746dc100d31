"""Dates in letters about a child, behind a request that looks like a label."""

from __future__ import annotations

import pytest

from detectors.engine import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


_ASKED = "Please translate to Spanish: "


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            _ASKED + "Dear Mrs. Villar, Your daughter Ximena will be evaluated on January 14, 2027 at 9:00 am.",
            "January 14",
        ),
        (_ASKED + "Dear Ms. Holt, your son Tobin's IEP meeting is on March 3, 2027.", "March 3"),
        ("Rewrite for the family: Dear Ms. Holt, we will meet about your child Ana Velk on 2/11/2027.", "2/11/2027"),
        ("Your grandson Eli will be assessed on May 5, 2027.", "May 5"),
        ("Dear Ms. Holt, the conference about your son Tobin is on 10/21/2026.", "10/21/2026"),
        ("Your son Omar was tested for hearing on 12/1/2026.", "12/1/2026"),
        (_ASKED + "Dear families, picture day is May 5, 2027. See you there.", ""),
        ("Dear Mrs. Villar, our open house is on January 14, 2027. All families are welcome.", ""),
        ("Dear Ms. Holt, school starts on September 2, 2026 for all students.", ""),
        ("Dear Mr. Rey, winter break begins December 21, 2026.", ""),
        ("Dear staff, the levy election is on February 9, 2027.", ""),
    ],
)
def test_a_date_of_a_child_in_a_letter(engine: Engine, text: str, date: str) -> None:
    found = engine.resolve(text, "", engine.patterns(text))
    dates = [text[each.start : each.end] for each in found if each.base == "DATE_PERSONAL"]
    assert [each.startswith(date) for each in dates] == ([True] if date else [])
