"""Where a name ends before the label of a number, and in text all in capitals."""

from __future__ import annotations

import pytest

from detectors.names.extent import end_before_label, end_in_capitals


@pytest.mark.parametrize(
    ("value", "after", "kept"),
    [
        ("Ilse Marrow, MRN", " 7729041", "Ilse Marrow"),
        ("Ilse Marrow, SSN", " 536-90-4399", "Ilse Marrow"),
        ("Ilse Marrow SSID", ": 7715502983", "Ilse Marrow"),
        ("Ilse Marrow, ID", "# 7715502983", "Ilse Marrow"),
        ("Ilse Marrow, DOB", " 2/2/1971", "Ilse Marrow"),
        ("Ilse Marrow, Member ID", " 88201934", "Ilse Marrow"),
        ("Case No.", " 26-2-01184-7", ""),
        ("Ilse Marrow Gr", " 4", "Ilse Marrow"),
        ("Ilse Marrow", " 7729041", "Ilse Marrow"),
        ("Ilse Rm", " is here", "Ilse Rm"),
        ("Ilse Marrow, MRN", "", "Ilse Marrow, MRN"),
    ],
)
def test_a_label_of_a_number_is_no_name(value: str, after: str, kept: str) -> None:
    assert value[: end_before_label(value + after, 0, len(value))] == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("MARCUS DELACROIX-WEBB WAS FOUND WITH", "MARCUS DELACROIX-WEBB"),
        ("ANIKA ROSTOVA REFUSED TO LEAVE", "ANIKA ROSTOVA"),
        ("DARIUS FELL ON THE PLAYGROUND", "DARIUS"),
        ("LIAM FOSSE THREW A CHAIR", "LIAM FOSSE"),
        ("BOYD HALLORAN CALLED AND YELLED", "BOYD HALLORAN"),
        ("TESSA LONG WAS LATE", "TESSA LONG"),
        ("TESSA LONG", "TESSA LONG"),
        ("WILL BE CALLED", ""),
        ("HOPE WAS ABSENT", "HOPE"),
        ("Tessa Long Was", "Tessa Long Was"),
        ("OMAR HADDAD", "OMAR HADDAD"),
    ],
)
def test_a_name_in_capitals_ends_at_an_english_word(text: str, kept: str) -> None:
    assert text[: end_in_capitals(text, 0, len(text))] == kept
