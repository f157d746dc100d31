"""Edges of guessed names and addresses: the label behind or before them stays."""

from __future__ import annotations

import pytest

from detectors.finding import Finding
from detectors.label_words import without_labels


def left(text: str, guess: str, entity: str = "PERSON_OTHER", why: str = "model") -> list[str]:
    start = text.index(guess)
    found = without_labels(text, (Finding(entity, start, start + len(guess), 0.9, "names.model", why),))
    return [text[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    ("text", "guess", "value"),
    [
        ("Nadia Velk Ph: 1", "Nadia Velk Ph", "Nadia Velk"),
        ("Nadia Velk Eval 10/14", "Nadia Velk Eval", "Nadia Velk"),
        ("Caseworker Dana Orlick called", "Caseworker Dana Orlick", "Dana Orlick"),
        ("Velk, Nadia DOB: 3", "Velk, Nadia DOB:", "Velk, Nadia"),
        ("Nadia Velk, MRN 1", "Nadia Velk, MRN", "Nadia Velk"),
        ("Ana Zip 98444", "Ana Zip", "Ana"),
        ("Ana ELMS ID 44", "Ana ELMS ID", "Ana"),
        ("Student Ana Tel. 1", "Student Ana Tel.", "Ana"),
        ("Olin March Pt 4", "Olin March", "Olin March"),
        ("Phan Ph\u00fac went", "Phan Ph\u00fac", "Phan Ph\u00fac"),
        ("Telma Faxon went", "Telma Faxon", "Telma Faxon"),
        ("Idris Cellan went", "Idris Cellan", "Idris Cellan"),
        ("Gracie Eval\u00e9n went", "Gracie Eval\u00e9n", "Gracie Eval\u00e9n"),
        ("Child Study went", "Study", "Study"),
    ],
)
def test_a_name_ends_where_a_label_begins(text: str, guess: str, value: str) -> None:
    assert left(text, guess) == [value]


@pytest.mark.parametrize("guess", ["zip", "ELMS ID", "MRN", "Ph", "Caseworker", "Eval", "Tel.", "DOB:"])
def test_a_label_alone_is_no_name(guess: str) -> None:
    assert left(f"see {guess} here", guess) == []
    assert left(f"see {guess} here", guess, "ADDRESS", "model.address") == []


def test_what_a_label_or_a_roster_says_is_left_alone() -> None:
    assert left("see Ana Ph here", "Ana Ph", why="roster") == ["Ana Ph"]
    assert left("see Ana Ph here", "Ana Ph", "ADDRESS", "label") == ["Ana Ph"]


def test_a_time_in_a_log_is_no_house_number() -> None:
    log = "0945 Nadia V. headache\n1120 Juno P. ice pack"
    assert left(log, "1120 Juno P.", "ADDRESS", "model.address") == ["Juno P."]
    assert left("1120 Juno Ave, Orting", "1120 Juno Ave", "ADDRESS", "model.address") == ["1120 Juno Ave"]
    assert left("at 1120 Juno P.", "1120 Juno P.", "ADDRESS", "model.address") == ["1120 Juno P."]


def test_an_address_ends_with_its_cell() -> None:
    table = "name,address,note\nAna Bly,48 Fir St,bus\nTom Reed,9 Oak Ln,walks\n"
    assert left(table, "48 Fir St,bus", "ADDRESS", "model.address") == ["48 Fir St"]
    assert left(table, ",9 Oak Ln,", "ADDRESS", "model.address") == ["9 Oak Ln"]


def test_districts_of_a_public_list_are_no_address() -> None:
    table = "district_code,district,county\n17401,Upper Fork,Pierce\n17402,Lower Fork,Pierce\n"
    assert left(table, ",Upper Fork,Pierce", "ADDRESS", "model.address") == []


def test_where_goods_are_shipped_is_no_home() -> None:
    text = "12 vests, ship to 800 Fir Ave SW"
    assert left(text, "800 Fir Ave SW", "ADDRESS", "model.address") == []
    assert left("He lives at 800 Fir Ave SW", "800 Fir Ave SW", "ADDRESS", "model.address") == ["800 Fir Ave SW"]
