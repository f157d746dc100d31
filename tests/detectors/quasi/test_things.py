"""Dates of things and of everybody stay, beside people too; dates of the people go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Student: Nadia Velk fell on 10/6. The climber is model K 220, last inspected July 9.", ["10/6"]),
        ("Student: Nadia Velk was burned by the kiln; the kiln was serviced on September 2.", []),
        ("Student: Nadia Velk hurt her wrist; the slide was last checked by facilities August 11.", []),
        ("Student: Nadia Velk. The card is green, keep it in tray C-4 until June 20.", []),
        ("Student: Nadia Velk goes to the 6th grade camp (Moran, June 3 to 6), old plan ends April 30.", ["April 30"]),
        ("Student: Nadia Velk has an allergy. The whole school field day is May 29.", []),
        ("Student: Nadia Velk. The permission form comes home by Oct. 3.", []),
        ("Student: Nadia Velk. Winter break starts December 21. She was sick on 12/3.", ["12/3"]),
        ("Student: Nadia Velk was inspected for lice on September 2.", ["September 2"]),
        ("Keep Student: Nadia Velk home in bed until June 20.", ["June 20"]),
        ("Student: Nadia Velk is on crutches through 1/17 and eats in the library.", ["1/17"]),
        ("Student: Nadia Velk. Their old application from September 3 was denied.", ["September 3"]),
        ("The application window opens March 3 in the library.", []),
        ("Student: Nadia Velk. Insulin pump batteries replaced on May 3.", ["May 3"]),
        ("Student: Nadia Velk on Bus 12 was tested May 3.", ["May 3"]),
        ("Student: Nadia Velk was stuck in the elevator, tested on May 3.", ["May 3"]),
        ("Student: Nadia Velk ran off at the 5th grade camp, June 3.", ["June 3"]),
        ("Student: Nadia Velk cried at the class party May 3.", ["May 3"]),
    ],
)
def test_whose_day_it_is(personal: Callable[[str], list[str]], text: str, expected: list[str]) -> None:
    assert personal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From: A\nTo: me\nSubject: before Jan 14\n\nMy son, student: Fintan Oyl, has a meeting.", ["Jan 14"]),
        ("From: A\nTo: me\nSubject: book fair Jan 14\n\nMy son, student: Fintan Oyl, helps.", []),
        ("From: A\nDate: Jan 14\nSubject: hi\n\nMy son, student: Fintan Oyl, has a meeting.", []),
        ("From: A\nSubject: toner before Jan 14\n\nThe printer is out.", []),
    ],
)
def test_a_day_in_a_subject_line(personal: Callable[[str], list[str]], text: str, expected: list[str]) -> None:
    assert personal(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Student: Nadia Velk. Le rendez-vous du 14 mars était bon.", "14 mars"),
        ("Mon fils, student: Luc Mabi, était malade le 1er décembre.", "1er décembre"),
        ("Nilagnat si student: Althea Cruz noong ika-3 ng Disyembre.", "ika-3 ng Disyembre"),
        ("Mein Sohn, student: Matthis Kern, war am 4. Mai beim Arzt.", "4. Mai"),
        ("Meu filho, student: Caio Bitt, faltou em 3 de outubro.", "3 de outubro"),
    ],
)
def test_days_in_other_languages(personal: Callable[[str], list[str]], text: str, value: str) -> None:
    assert personal(text) == [value]


def test_a_child_called_by_one_word_of_the_name_is_that_child(personal: Callable[[str], list[str]]) -> None:
    text = "Student: Velko Thornquist fell.\n\nOn Friday Velko cast is blue, no PE till 12/17"
    assert "12/17" in personal(text)
