"""A known value is found again in any spelling, at word edges, and short values are not followed."""

from __future__ import annotations

import pytest

from detectors.known_identifiers import KnownIdentifiers


def recalled(text: str, value: str, entity: str = "STUDENT_ID") -> list[str]:
    known = KnownIdentifiers()
    known.learn(value, entity)
    return [text[start:end] for start, end, _ in known.find(text, text.lower())]


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("4812093377", "id 4812093377.", ["4812093377"]),
        ("4812093377", "id 48120933771", []),
        ("4812093377", "x4812093377", []),
        ("4812093377", "file_4812093377.pdf", ["4812093377"]),
        ("536-90-4399", "536904399 and 536 90 4399", ["536904399", "536 90 4399"]),
        ("(253) 555-2947", "253.555.2947", ["253.555.2947"]),
        ("48213", "room 48213", ["48213"]),
        ("4399", "room 4399", []),
        ("304981", "304 981", ["304 981"]),
        ("304981", "12 304 981 77", ["304 981"]),
        ("maria.d@kestrelmail.org", "To: Maria.D@kestrelmail.org.", ["Maria.D@kestrelmail.org"]),
        ("1EG4-TE5-MK73", "plan 1eg4te5mk73!", ["1eg4te5mk73"]),
        ("BXK4721", "plate bxk-4721?", ["bxk-4721"]),
        ("1423 Maple St", "at 1423 MAPLE ST, Renton", ["1423 MAPLE ST"]),
        ("1423 Maple St", "at 11423 Maple Street", []),
        ("secret", "a secret", []),
        ("a1", "a1", []),
    ],
)
def test_a_known_value_is_found_again(value: str, text: str, expected: list[str]) -> None:
    assert recalled(text, value) == expected


def test_a_phone_number_is_known_with_and_without_its_country_code() -> None:
    assert recalled("+1 253-555-2947", "253-555-2947", "PHONE") == ["1 253-555-2947"]
    assert recalled("253-555-2947", "+1 (253) 555-2947", "PHONE") == ["253-555-2947"]


def test_a_long_table_of_numbers_is_searched_in_linear_time() -> None:
    assert recalled("12 " * 50_000 + "48120 93377", "4812093377") == ["48120 93377"]


def test_the_number_of_phrases_is_bounded() -> None:
    known = KnownIdentifiers()
    for number in range(500):
        known.learn(f"{number} Maple Street", "ADDRESS")
    assert len(known._phrases) == 200
