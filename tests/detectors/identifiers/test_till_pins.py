"""PINs of pupils at the till and other numbers that only their company tells."""

from __future__ import annotations

import pytest

from detectors.engine import Engine

_ENGINE = Engine()


def _found(text: str) -> set[tuple[str, str]]:
    return {(each.base, text[each.start : each.end]) for each in _ENGINE.resolve(text, "", _ENGINE.patterns(text))}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("PIN\tName\tGrade\tBal\n40618\tIsaura Fontana\t8\t-4.20\n40733\tMarek Wieck\t9\t-1.75", "STUDENT_ID", "40618"),
        ("Name,PIN,Lunch\nIsaura Fontana,4061,F\nMarek Wieck,4073,R", "STUDENT_ID", "4073"),
        ("Student | PIN number | Homeroom\nIsaura Fontana | 40618 | 2\nMarek Wieck | 40733 | 1", "STUDENT_ID", "40733"),
        ("| PIN | Kid | Status | Owes |\n|---|---|---|---|\n| 4471 | Nia Otto | free | 0.00 |", "STUDENT_ID", "4471"),
        ("PIN\tStudent\tAmount\n4471\tNia Otto\t1.25\n4482\tEd Vance\t5.10", "STUDENT_ID", "4482"),
        ("Camper,Pin,Snack\nNia Otto,4471,no nuts\nEd Vance,4482,any", "STUDENT_ID", "4471"),
        ("| ID | Student | Gr |\n|---|---|---|\n| 4471 | Nia Otto | 4 |", "STUDENT_ID", "4471"),
        ("# | Child | Bus\n4471 | Nia Otto | 4\n4482 | Ed Vance | 5", "STUDENT_ID", "4482"),
        ("Last, First\tID\tUnexc\tExc\nAbara, Chidi\t5512093344\t4\t1\n", "STUDENT_ID", "5512093344"),
        ("Last, First Middle\tID #\tTardies\nAbara, Chidi O\t304981\t4\n", "OTHER_ID", "304981"),
        ("Surname, Given\tNo.\tLate\nAbara, Chidi\t304981\t4\n", "OTHER_ID", "304981"),
        ("Apellido, Nombre;ID;Faltas\nAbara, Chidi;304981;4\n", "OTHER_ID", "304981"),
        ('{"device":{"adid":"3f9a17c2-08be-4d61-a5e7-91c0d44b6e2f"}}', "DEVICE_ID",
         "3f9a17c2-08be-4d61-a5e7-91c0d44b6e2f"),
        ("brace, UDI (01)00864321190051 serial (21)BR-77041C paid", "DEVICE_ID", "BR-77041C"),
        ("Case ref PERC 138842-U-26, settle at step 2", "OTHER_ID", "138842-U-26"),
        ("EEOC charge no. 551-2026-01933 was filed", "OTHER_ID", "551-2026-01933"),
    ],
)  # fmt: skip
def test_numbers_that_company_tells_are_found(text: str, kind: str, value: str) -> None:
    assert any(base == kind and value in said for base, said in _found(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PIN\tDoor\tBuilding\n40618\tGym\tNorth\n40733\tShop\tSouth", "40618"),
        ("Copier,PIN,Floor\nCanon 5,4061,2\nCanon 7,4073,3", "4061"),
        ("part (01)00864321190051 batch (10)BR77041", "BR77041"),
        ("The perc test of lot 138842 passed", "138842"),
        ("lesson on the EEOC: 1964 act", "1964"),
        ("ads ran 30512 times", "30512"),
    ],
)
def test_the_same_forms_of_things_stay(text: str, value: str) -> None:
    assert not any(value in said for _, said in _found(text))


@pytest.mark.parametrize(
    "text",
    [
        "| PIN | Door | Area |\n|---|---|---|\n| 4471 | North | gym |\n| 4482 | South | lab |",
        "Item, Vendor\tID\tQty\nGloves, Acme\t304981\t4\nPaper, Staples\t304982\t2",
        "ID\tStudent\tSchool year\n2026\tNia Otto\tx\n2027\tEd Vance\ty",
    ],
)
def test_numbers_of_doors_goods_and_years_are_nobodys(text: str) -> None:
    assert not any(base in {"STUDENT_ID", "OTHER_ID"} for base, _ in _found(text))
