from __future__ import annotations

import pytest

from detectors.finding import Finding
from detectors.names.repair import repair


def _cut(text: str, value: str, why: str = "model") -> list[str]:
    start = text.index(value)
    candidate = Finding("PERSON_OTHER", start, start + len(value), 0.8, "names.model", why)
    return [text[finding.start : finding.end] for finding in repair(text, [candidate])]


@pytest.mark.parametrize(
    ("text", "value", "names"),
    [
        ("We met Mr. Luis Velk.", "Mr. Luis Velk", ["Luis Velk"]),
        ("Luis Velk's mom", "Luis Velk's", ["Luis Velk"]),
        ("Summarise Fernanda's results", "Summarise Fernanda's", ["Fernanda"]),
        ("Dario M.\t4", "Dario M.\t4", ["Dario M."]),
        ("R. Velk-Finch\nAntecedent: a", "R. Velk-Finch\nAntecedent", ["R. Velk-Finch"]),
        ("Jamesha W. carb count", "Jamesha W. carb count", ["Jamesha W."]),
        ("Brynleigh O. 5th", "Brynleigh O. 5th", ["Brynleigh O."]),
        ("Daughter Abena came", "Daughter Abena", ["Abena"]),
        ("Hamza el-Tayeb", "Hamza el-Tayeb", ["Hamza el-Tayeb"]),
        ("Ana de la Vega ran", "Ana de la Vega", ["Ana de la Vega"]),
        ("Velk Jr. came", "Velk Jr.", ["Velk Jr."]),
    ],
)
def test_cut_to_the_name(text: str, value: str, names: list[str]) -> None:
    assert _cut(text, value) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[PERSON_1A_K7QM2] came", "PERSON_1A_K7QM2"),
        ("the BIP says", "BIP"),
        ("due Tues at noon", "Tues"),
        ("code 12345", "12345"),
        ("Form SE-44", "Form SE-44"),
        ("Mark=None", "Mark=None"),
        ("Helen Keller Services", "Helen Keller"),
        ("a JSON Schema", "JSON Schema"),
        ("see ab9Kq7/x", "ab9Kq7"),
        ("a van came", "van"),
    ],
)
def test_dropped(text: str, value: str) -> None:
    assert _cut(text, value) == []


def test_what_a_field_says_is_only_trimmed() -> None:
    assert _cut("Student: Mr. Will May ", "Mr. Will May ", "field") == ["Will May"]


def test_other_entities_pass() -> None:
    finding = Finding("SSN", 0, 11, 0.9, "identifiers.ssn", "format")
    assert repair("536-90-4399", [finding]) == [finding]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("we met rukiya velk-soto there", "rukiya velk", "rukiya velk-soto"),
        ("we met rukiya m. velkano there", "rukiya m.", "rukiya m. velkano"),
        ("We met Rukiya He there.", "Rukiya", "Rukiya He"),
        ("We met Gang Su-Hong there.", "Gang Su-Hong", "Gang Su-Hong"),
    ],
)
def test_what_the_model_found_is_completed(text: str, found: str, whole: str) -> None:
    start = text.index(found)
    candidate = Finding("PERSON_OTHER", start, start + len(found), 0.9, "names.model", "model")
    assert [text[each.start : each.end] for each in repair(text, [candidate])] == [whole]


@pytest.mark.parametrize(("text", "found"), [("rukiya's mom", "rukiya"), ("We met Rukiya. He ran.", "Rukiya")])
def test_what_follows_a_name_is_left_alone(text: str, found: str) -> None:
    start = text.index(found)
    candidate = Finding("PERSON_OTHER", start, start + len(found), 0.9, "names.model", "model")
    assert [text[each.start : each.end] for each in repair(text, [candidate])] == [found]


def test_in_capitals_a_cue_before_ordinary_words_needs_the_model() -> None:
    text = "THE STUDENT QUALIFIES UNDER THE RULE AND RUKIYA VELKANO SIGNED IT"
    start = text.index("QUALIFIES UNDER")
    cue = Finding("STUDENT_NAME", start, start + len("QUALIFIES UNDER"), 0.7, "names.cues", "cue")
    at = text.index("RUKIYA")
    person = Finding("PERSON_OTHER", at, at + len("RUKIYA VELKANO"), 0.9, "names.model", "model")
    assert [text[each.start : each.end] for each in repair(text, [cue, person])] == ["RUKIYA VELKANO"]


@pytest.mark.parametrize(
    ("text", "cued", "seen", "whole"),
    [
        ("They met Jordan Tremaine's mother.", "Tremaine", "Jordan Tremaine", "Jordan Tremaine"),
        ("They met Chelsea Ann Obasi's aunt.", "Obasi", "Chelsea Ann Obasi", "Chelsea Ann Obasi"),
        ("They met Officer Tremaine's mother.", "Tremaine", "Officer Tremaine", "Tremaine"),
    ],
)
def test_a_cued_surname_keeps_the_given_name_that_the_model_saw_with_it(
    text: str, cued: str, seen: str, whole: str
) -> None:
    found = [
        Finding("PERSON_OTHER", text.index(value), text.index(value) + len(value), 0.85, "names", why)
        for value, why in ((cued, "cue"), (seen, "model"))
    ]
    assert whole in {text[each.start : each.end] for each in repair(text, found) if each.why == "cue"}
