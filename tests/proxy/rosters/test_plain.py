from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from detectors.roster.person import Mark, Person
from proxy.rosters.package import Package
from proxy.rosters.plain import FIELDS, PlainCsv
from proxy.rosters.problems import Problems, RosterInputError

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.rosters.update import Update

SHEET = (
    "SIS;Surname;Given;DOB;Mother;Father;Mail;Block\n"
    "7700123;Quillfern;Thessaly;3/4/2017;Berenike Quillfern;Marchbanks, Olin;t@q.example;Y\n"
)
MAPPING = {
    "student_id": ["SIS"],
    "last": ["Surname"],
    "first": ["Given"],
    "birth_date": ["DOB"],
    "guardian": ["Mother", "Father"],
    "guardian_email": ["Mail"],
    "opt_out": ["Block"],
}


def read(folder: Path, mapping: dict[str, list[str]], *, delta: bool = False, **options: Any) -> tuple[Update, list]:
    with Package(folder / "sheet.csv") as package:
        (file,) = package.files.values()
        update = PlainCsv(file, mapping, Problems(), lambda *_: None, **options).update(delta=delta)
        return update, list(update.persons)


def test_a_mapping_makes_persons_of_any_sheet(export) -> None:
    update, people = read(export(sheet=SHEET), MAPPING)
    assert (update.format, update.delta) == ("csv", False)
    assert people == [
        Person(
            "7700123",
            Mark.STUDENT | Mark.OPT_OUT,
            given="Thessaly",
            family="Quillfern",
            ids=("7700123",),
            birth_year=2017,
        ),
        Person("7700123", Mark.FAMILY, given="Berenike", family="Quillfern"),
        Person("7700123", Mark.FAMILY, given="Olin", family="Marchbanks"),
        Person("7700123", Mark.FAMILY, emails=("t@q.example",)),
    ]


def test_columns_that_have_the_name_of_a_field_need_no_mapping(export) -> None:
    _, people = read(export(sheet='student_id,name\n7700123,"Quillfern, Thessaly"\n'), {})
    assert [(person.given, person.family) for person in people] == [("Thessaly", "Quillfern")]


def test_a_delta_tells_who_left(export) -> None:
    update, people = read(export(sheet="student_id,name,status\n7700123,A B,tobedeleted\n"), {}, delta=True)
    assert (people, update.removed) == ([], {"7700123"})


def test_staff_are_left_out_unless_wanted(export) -> None:
    folder = export(sheet="id,name,role\n1,Olin Marchbanks,teacher\n")
    assert (read(folder, {})[1], len(read(folder, {}, staff=True)[1])) == ([], 1)


@pytest.mark.parametrize(
    ("sheet", "mapping", "told"),
    [
        ("a,b\n1,2\n", {}, "sheet.csv, line 1: no column is known; map some of"),
        ("a,b\n1,2\n", {"nickname": ["a"]}, "column nickname: is no field; fields are id, student_id"),
        ("a,b\n1,2\n", {"first": ["c"]}, "sheet.csv, line 1, column c: this column is missing"),
        ("name,birth_date\nA B,Zyxwanda\n", {}, "sheet.csv, line 2, column birth_date: must be a date or a year"),
        ("name,opt_out\nA B,Zyxwanda\n", {}, "sheet.csv, line 2, column opt_out: must be yes or no"),
        ("name,role\nA B,Zyxwanda\n", {}, "sheet.csv, line 2, column role: must be student"),
    ],
)
def test_a_fault_is_named_and_never_shown(export, sheet, mapping, told) -> None:
    with pytest.raises(RosterInputError) as caught:
        read(export(sheet=sheet), mapping)
    assert told in str(caught.value)
    assert "wanda" not in str(caught.value)


def test_in_a_delta_each_person_needs_an_identifier(export) -> None:
    with pytest.raises(RosterInputError, match="column id: must not be empty in a delta"):
        read(export(sheet="name\nA B\n"), {}, delta=True)


def test_every_field_is_documented(tree) -> None:
    page = (tree / "docs" / "rosters.md").read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"`{field}`" not in page] == []
