from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PRESENT LEVELS. The child reads", {("FULLDOC.iep", "PRESENT LEVELS")}),
        ("Present Levels of Performance\nHe reads", {("FULLDOC.iep", "Present Levels of Performance")}),
        ("## Measurable Annual Goals", {("FULLDOC.iep", "Measurable Annual Goals")}),
        ("**Least Restrictive Environment**", {("FULLDOC.iep", "Least Restrictive Environment")}),
        ("INDIVIDUALIZED EDUCATION PROGRAM", {("FULLDOC.title", "INDIVIDUALIZED EDUCATION PROGRAM")}),
        ("1. Reason for Referral: reading", {("FULLDOC.evaluation", "Reason for Referral")}),
        ("Antecedent: asked to stop", {("FULLDOC.restraint", "Antecedent")}),
        ("Parent contact: by phone", {("FULLDOC.restraint", "Parent contact")}),
        ("Restraint and Isolation Report", {("FULLDOC.title", "Restraint and Isolation Report")}),
        ("Goals\nGoals", {("FULLDOC.iep", "Goals")}),
        ("the present levels are short", set()),
        ("My goals for the year are many", set()),
        ("Services are free.", set()),
        ("Location of the picnic: park", set()),
    ],
)
def test_headings(marks: Callable[[str], set[tuple[str, str]]], text: str, expected: set[tuple[str, str]]) -> None:
    """A heading stands alone in its line or before a colon; the words in a sentence are none."""
    assert {each for each in marks(text) if each[0].startswith("FULLDOC")} == expected


def test_a_document_gives_one_mark_for_each_heading(marks: Callable[[str], set[tuple[str, str]]]) -> None:
    text = "Present Levels\nx\nAnnual Goals\ny\nServices\nz\nAccommodations\nPresent levels\nw"
    found = [entity for entity, _ in marks(text) if entity == "FULLDOC.iep"]
    assert len(found) == 4
