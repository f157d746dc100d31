"""Rules for what stands right beside a candidate: funds, hyphens, streets, machines, figures, friends, slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.names.called_beside import is_thing_beside
from detectors.names.figures import Figures
from detectors.names.vietnamese import is_no_name

if TYPE_CHECKING:
    from collections.abc import Callable


def place(text: str, value: str) -> tuple[str, int, int]:
    start = text.rindex(value)
    return text, start, start + len(value)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("With Ruth B. Harlan Family Foundation money we trained coaches", "Ruth B. Harlan", True),
        ("Ruth Harlan asked about the family money", "Ruth Harlan", False),
        ("two Mark-ups were not agreed", "Mark", True),
        ("Anne-marie was absent again", "Anne", False),
        ("R-15,B217,Monroe St,06:42", "Monroe St", True),
        ("Monroe St. Clair was absent", "Monroe St", False),
        ("the copier named Big Gertie jams", "Gertie", True),
        ("the girl named Gertie jams", "Gertie", False),
    ],
)
def test_a_thing_is_known_by_the_words_beside_it(text: str, value: str, *, expected: bool) -> None:
    assert is_thing_beside(*place(text, value)) is expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Scott Joplin wrote rags. What did Joplin borrow from marches?", "Joplin", True),
        ("Scott Joplin wrote rags. Joplin has an IEP and needs a break.", "Joplin", False),
        ("What did Joplin borrow? Later Scott Hansen asked.", "Joplin", False),
    ],
)
def test_a_figure_is_followed_by_one_word(text: str, value: str, *, expected: bool) -> None:
    _, start, end = place(text, value)
    assert Figures(text).follows(start, end) is expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("one question on Justice Sonia Sotomayor", "Justice Sonia Sotomayor", True),
        ("one question on Justice Sonia Sotomayor", "Sonia Sotomayor", True),
        ("Justice Holloway-Pell has an IEP", "Justice Holloway-Pell", False),
        ("my student Justice Sonia Sotomayor has an IEP", "Justice Sonia Sotomayor", False),
    ],
)
def test_an_office_before_a_figure(text: str, value: str, *, expected: bool) -> None:
    _, start, end = place(text, value)
    assert Figures(text).titled(start, end) is expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Dịch sang tiếng Anh, giữ nguyên tên riêng và số điện thoại.", "Anh", True),
        ("Dịch sang tiếng Anh, giữ nguyên tên riêng và số điện thoại.", "giữ nguyên", True),
        ("Em Hoàng bị sốt, mẹ đã gọi điện cho trường.", "Hoàng", False),
        ("Hoa Tran is absent today", "Hoa Tran", False),
    ],
)
def test_words_of_vietnamese(text: str, value: str, *, expected: bool) -> None:
    assert is_no_name(*place(text, value)) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Goal: lunch with Jasmine and Osman.", "Osman"),
        ("Autumn is 2.5 and bites when somebody takes the blue truck.", "Autumn"),
        ("his unlce farhad 253 555 7634 interprets", "farhad"),
        ("Aunt Wick picks her up at noon.", "Wick"),
    ],
)
def test_people_known_by_their_company_or_deed(
    people: Callable[..., list[tuple[str, str]]], text: str, name: str
) -> None:
    assert name in [found for _, found in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Pizza with cheese and pepperoni for lunch.",
        "Version is 2.5 and works with the old reader.",
        "Last autumn is 2 months ago and we had no bites.",
        "the unlce of all bugs is fixed",
    ],
)
def test_what_only_looks_so_is_nobody(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Leona Holds The Pipe was absent on Monday.", "Leona Holds The Pipe"),
        ("a note to the family of Marcus Four Feathers about the trip", "Marcus Four Feathers"),
        ("Student Darrell Not Swift, grade 5", "Darrell Not Swift"),
        ("Winona Red Elk's locker is stuck", "Winona Red Elk"),
        ("name,grade\nCody Sees Twice,5\nAna Ruiz,5", "Cody Sees Twice"),
    ],
)
def test_a_surname_that_is_a_phrase_is_found_whole(
    people: Callable[..., list[tuple[str, str]]], text: str, name: str
) -> None:
    assert name in [found for _, found in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The stop at Jordan River Road is closed.",
        "Plan a Red Cloud Day lesson on clouds and rain.",
        "The Big Bad Wolf reads a story.",
        "Maya Snow Day calendar",
    ],
)
def test_places_days_and_tales_are_no_surnames(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert not any(" " in found for _, found in people(text))
