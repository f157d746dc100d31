from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        (
            "Name\tTchr\tLunch\nAyaan Warsame\tKe\tF\nGrace Nakamoto\tRo\tP",
            "",
            [("STUDENT_NAME", "Ayaan Warsame"), ("STUDENT_NAME", "Grace Nakamoto")],
        ),
        ("id,child,guardian\n1,Kalani,Pua Mahoe", "", [("STUDENT_NAME", "Kalani"), ("FAMILY_NAME", "Pua Mahoe")]),
        ("| Patient | Dx |\n|---|---|\n| Mrs. Ottilie Fenn (aged 97) | M54 |", "", [("PATIENT_NAME", "Ottilie Fenn")]),
        ("Student\tGr\n\u674e\u601d\u8fdc\t3", "", [("STUDENT_NAME", "\u674e\u601d\u8fdc")]),
        ('SSID,Name,Gr\n7715502983,"Velk, Ana",5', "", [("STUDENT_NAME", "Velk, Ana")]),
        ("Parent\tSSN4\n(adopting) Perpetua Nils\t0473", "", [("FAMILY_NAME", "Perpetua Nils")]),
        ("apellido\tnombre del alumno\nVelk\tAna", "", [("STUDENT_NAME", "Velk"), ("STUDENT_NAME", "Ana")]),
        (
            "Stu Name\tParent/Guardian 1\tTeacher\nAna Velk\tRosa Velk\tOde",
            "",
            [("STUDENT_NAME", "Ana Velk"), ("FAMILY_NAME", "Rosa Velk")],
        ),
        ("Employee Name\tHire date\nAna Velk\t1/2/2019", "", [("STAFF_NAME_SENSITIVE", "Ana Velk")]),
        (
            '[{"last": "Velk", "first": "Ana", "guardian": {"name": "Rosa"}}]',
            "",
            [("STUDENT_NAME", "Velk"), ("STUDENT_NAME", "Ana"), ("FAMILY_NAME", "Rosa")],
        ),
        ("INSERT INTO guardians (name, phone) VALUES ('Rosa Velk', NULL)", "", [("FAMILY_NAME", "Rosa Velk")]),
        ("<student><lastName>Velk</lastName><school>Fir Hollow</school></student>", "", [("STUDENT_NAME", "Velk")]),
        ("Maria Velk\t481209\nJames Roe\t481210", "", [("STUDENT_NAME", "Maria Velk"), ("STUDENT_NAME", "James Roe")]),
        ("Medication name\tDose\nRisperdal\t2 mg", "", []),
        ("School name\tPrincipal\nFir Hollow\tOde", "", []),
        ('{"school": {"name": "Fir Hollow"}, "course": {"name": "Algebra"}}', "", []),
        ("Item\tBin\nGrace brand gloves\tA-17", "", []),
        ("School\tTotal\nOtter Creek\t12", "", []),
        ("Student\tGr\nTotal\t12", "", []),
        ("Name\tValue\nroom color\tblue", "", []),
        ("Time\tGroup\n9:00\tRaven math", "", []),
        ("test,window,grades\nWaKIDS,2026,K", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Cells under a header for people are names, whatever their words."""
    assert people(text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Last,First,SSID\nvan der Berg,Wout,7715502983\nLong,Tessa,7715502984",
            ["van der Berg", "Wout", "Long", "Tessa"],
        ),
        ("Last Name\tFirst Name\nYoung\tApril\nde los Santos\tPilar", ["Young", "April", "de los Santos", "Pilar"]),
        (
            "| Surname | Given | Gr |\n|---|---|---|\n| Park | Min | 4 |\n| Rich | Joy | 4 |",
            ["Park", "Min", "Rich", "Joy"],
        ),
        ("student_last;student_first;lunch\nBrown;Summer;F\nDay;Faith;P", ["Brown", "Summer", "Day", "Faith"]),
        ("First,Last,Phone\nWill,Price,1\nGrace,Little,2", ["Will", "Price", "Grace", "Little"]),
        (
            '[{"last": "Park", "first": "Ha-eun"}, {"last": "de la Torre", "first": "Luz"}]',
            ["Park", "Ha-eun", "de la Torre", "Luz"],
        ),
        ("<student><lastName>Wise</lastName><firstName>Sky</firstName></student>", ["Wise", "Sky"]),
        ("apellido,nombre,grado\ndel Rio,Luz,3\nRey,Sol,4", ["del Rio", "Luz", "Rey", "Sol"]),
        ("Last,First,Grade\nN/A,,\nTotal,24,\nReyes,Mo,3", ["Reyes", "Mo"]),
        ("Last,First,Grade\nGreen,Ana,3\nLast,First,Grade\nPoor,Dean,5", ["Green", "Ana", "Poor", "Dean"]),
        ("Item,First,Last,Qty\nPaper,1,20,4\nPens,2,30,5", []),
        ("Last,First,Trials\n4:10,4:05,3\n4:20,4:11,2", []),
    ],
)
def test_any_word_is_a_name_where_given_and_family_names_have_columns(
    people: Callable[..., list[tuple[str, str]]], text: str, expected: list[str]
) -> None:
    assert [value for _, value in people(text)] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "| who | gr | min |\n|---|---|---|\n| R.B. | 1 | 60 |\n| Clover K. | 2 | 90 |\n| Xia | 3 | 30 |",
            {"R.B.", "Clover K.", "Xia"},
        ),
        ("who\tIEP\tgoal\nOona\ty\tr\nPax\tn\ts\nQuynh\ty\tf", {"Oona", "Quynh"}),
        ("initials,grade,absences\nTW,3,4\nA.O.,2,1\nMJ,5,9", {"TW", "A.O.", "MJ"}),
        ("| | gr | goal |\n|---|---|---|\n| Ximena | 2 | /r/ |\n| B. Tuala | 1 | /s/ |", {"Ximena", "B. Tuala"}),
    ],
)
def test_a_table_of_pupils_shows_who_stands_under_a_vague_label(
    people: Callable[..., list[tuple[str, str]]], text: str, names: set[str]
) -> None:
    assert {name for _, name in people(text)} >= names


@pytest.mark.parametrize(
    "text",
    [
        "| who | task | due |\n|---|---|---|\n| HR | form | 5/1 |\n| IT | laptops | 5/2 |",
        "| # | gr | unit |\n|---|---|---|\n| 1 | 2 | maps |\n| 2 | 1 | rocks |",
        "| | gr | min |\n|---|---|---|\n| Monday | 2 | 30 |\n| Tuesday | 1 | 40 |",
        "| who | reading | level |\n|---|---|---|\n| all | 2 | B |\n| teacher | 1 | C |",
    ],
)
def test_other_things_under_vague_labels_stay(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert people(text) == []
