from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.records.columns import header_kind

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name\tLunch\nA. B.\tF\nC. D.\tP", {("FRL", "F"), ("FRL", "P")}),
        ("Name\tIEP\nA. B.\tY\nC. D.\tN", {("IDEA", "Y")}),
        (
            "name,absences,gpa\nA,14,1.9\nB,0,3.1",
            {("EDREC.attendance", "14"), ("EDREC.grades", "1.9"), ("EDREC.grades", "3.1")},
        ),
        ("| Stu | Allergies |\n|---|---|\n| A | peanut |\n| B | none |", {("HLTH", "peanut")}),
        ("id,name,WIDA26\n1,A,2.2", {("EL", "2.2"), ("EDREC.score", "2.2")}),
        ("Student\tAccommodation\nA\tbreaks", {("S504", "breaks")}),
        ("Student\tHomeless\nA\tyes", {("MCV", "yes")}),
        ("Name\tCountry of Birth\nA\tMali", {("IMM", "Mali")}),
        ("Emp\tLeave type\nA\tmedical", {("EMP", "medical")}),
        ("Name\tTier\nA\t3", {("MTSS", "3")}),
        ("Name\tRoom\nA\t12", set()),
        ("Name\tColor\nA\tred", set()),
        ("Day\tLunch\nMon\tpizza", set()),
        ("Name\tIEP\nA\t-\nB\tno", set()),
        ("Item\tQty\nfree lunch tickets\t4", set()),
    ],
)
def test_cells(marks: Callable[[str], set[tuple[str, str]]], text: str, expected: set[tuple[str, str]]) -> None:
    """Cells under a record's label, but not those that say "none", and not menus."""
    values = {cell for line in text.split("\n")[1:] for cell in line.replace("|", "\t").replace(",", "\t").split("\t")}
    values = {value.strip() for value in values}
    assert {(entity, value) for entity, value in marks(text) if value in values} == expected


def test_labels_may_have_more_words_in_front_and_a_year_behind() -> None:
    assert header_kind("student lunch status") == (("FRL",), "meal")
    assert header_kind("absences 2025") == (("EDREC.attendance",), "number")
    assert header_kind("shoe size") is None
