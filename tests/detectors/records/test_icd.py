from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.records.icd import CATEGORIES, families

if TYPE_CHECKING:
    from collections.abc import Callable

_CODES_2026 = 1917


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F90.2", {("MH.icd", "F90.2")}),
        ("his letter says F10.20", {("P2.icd", "F10.20")}),
        ("coded G43.909 today", {("HLTH.icd", "G43.909")}),
        ("Z59.0 on the form", {("MCV.icd", "Z59.0")}),
        ("Z62.21", {("CPS.icd", "Z62.21")}),
        ("T74.12XA", {("CPS.icd", "T74.12XA")}),
        ("R45.851", {("MH.icd", "R45.851")}),
        ("F64.2", {("SEXH.icd", "F64.2")}),
        ("F84.0", {("IDEA.icd", "F84.0"), ("HLTH.icd", "F84.0")}),
        ("dx J45", {("HLTH.icd", "J45")}),
        ("Diagnosis: F32", {("MH.icd", "F32")}),
        ("U07.1 positive", {("HLTH.icd", "U07.1")}),
        ("ICD-10 F900", {("MH.icd", "F900")}),
        ("room G20", set()),
        ("vitamin B12", set()),
        ("row K12", set()),
        ("the A1C display", set()),
        ("G20 summit", set()),
        ("room B12.3", set()),
        ("I90", set()),
        ("Q99.9.1 is a version", set()),
        ("part F90.2-A", set()),
        ("X99Z9", set()),
        ("e-mail a00.0b", set()),
    ],
)
def test_codes(marks: Callable[[str], set[tuple[str, str]]], text: str, expected: set[tuple[str, str]]) -> None:
    """Members of the code set; three characters only beside a word of diagnosis."""
    assert {each for each in marks(text) if each[0].endswith(".icd")} == expected


def test_a_code_without_its_dot_counts_little_alone(families: Callable[..., set[str]]) -> None:
    assert "MH" in families("F902", 0.4)
    assert "MH" not in families("F902", 0.6)


def test_the_code_set_is_whole() -> None:
    assert len(CATEGORIES) == _CODES_2026
    assert {"A00", "C7A", "F99", "O9A", "U07", "Z99"} <= CATEGORIES
    assert not CATEGORIES & {"A1C", "B12", "K12.", "F00"}


def test_families_by_chapter() -> None:
    assert families("F19.9") == ("P2",)
    assert families("F20") == ("MH",)
    assert families("O80") == ("SEXH",)
    assert families("J45.20") == ("HLTH",)
