from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.structure import layout, regions

Read = list[tuple[str, list[list[tuple[str, str]]]]]


def _read(text: str) -> Read:
    return [
        (region.kind, [[(cell.label, text[cell.start : cell.end]) for cell in row.cells] for row in region.rows])
        for region in regions(text)
    ]


def _rows(text: str) -> list[list[tuple[str, str]]]:
    return [row for _, rows in _read(text) for row in rows]


JSON = [
    ('see {"dob": "1/2/2015", "n": 5} ok', [[("dob", "1/2/2015"), ("n", "5")]]),
    ('[{"a": "x"}, {"a": "y"}]', [[("a", "x")], [("a", "y")]]),
    ('{"guardian": {"cellPhone": "5"}}', [[("guardian cell phone", "5")]]),
    ('{"students": [{"last": "B"}]}', [[("students last", "B")]]),
    ("{'name': 'O B', n: 4}", [[("name", "O B"), ("n", "4")]]),
    ('{"name": "A', [[("name", "A")]]),
    ('```json\n{"name": "A", // note\n "b": ["x", "y"]}\n```', [[("name", "A"), ("b", "x"), ("b", "y")]]),
    ('{"quote": "a \\" b"}', [[("quote", 'a \\" b')]]),
    ("function f() { return a; }", []),
    ("{{ first_name }} and {}", []),
]


@pytest.mark.parametrize(("text", "expected"), JSON)
def test_json(text: str, expected: list[list[tuple[str, str]]]) -> None:
    assert _rows(text) == expected


NUMBERED = (
    "1. Student: Otto Vance, 2nd grade, room 4\n2. When: Oct. 7, 2026, 10:41 to 10:44\n3. Staff: Pia Lund, Cy Quist, Bo"
)


def test_a_numbered_form_is_no_table_whatever_commas_its_values_have() -> None:
    assert [kind for kind, _ in _read(NUMBERED)] == ["pairs"]
    assert ("when", "Oct. 7, 2026, 10:41 to 10:44") in _rows(NUMBERED)[0]


TABLES = [
    (
        "Field | Value\n--- | ---\nPupil | N V\nOffense date | 1/2/2015\nOffense | x\nDays out | 1\nForm | 7",
        [
            [
                ("field", "Value"),
                ("pupil", "N V"),
                ("offense date", "1/2/2015"),
                ("offense", "x"),
                ("days out", "1"),
                ("form", "7"),
            ]
        ],
    ),
    ("Hi\n\nName\tDOB\nA B\t1/2/2015\n", [[("name", "A B"), ("dob", "1/2/2015")]]),
    ("| Stu | # |\n|---|---|\n| N | 1 |", [[("stu", "N"), ("number", "1")]]),
    ('SSID,Name,Gr\n1,"Lee, Ann",5', [[("ssid", "1"), ("name", "Lee, Ann"), ("gr", "5")]]),
    ("last;first;dob\nB;A;1/2/15", [[("last", "B"), ("first", "A"), ("dob", "1/2/15")]]),
    ("Name\tGr\t\nA\t4\tx\ty", [[("name", "A"), ("gr", "4"), ("", "x"), ("", "y")]]),
    ("Caseload 2026\t\t\nName\tDOB\tGr\nA\t1/2/15\t4", [[("name", "A"), ("dob", "1/2/15"), ("gr", "4")]]),
    ("Student\tJane Roe\nDOB\t1/2/2015", [[("student", "Jane Roe"), ("dob", "1/2/2015")]]),
    (
        "Student       ID       DOB\nTom Li                 3/4/2016",
        [[("student", "Tom Li"), ("id", ""), ("dob", "3/4/2016")]],
    ),
    ("Ann Lee\tRoom 4\nIan Roe\tRoom 5", [[("", "Ann Lee"), ("", "Room 4")], [("", "Ian Roe"), ("", "Room 5")]]),
    ("+---+---+\n| Name | Age |\n+---+---+\n| A | 9 |\n+---+---+", [[("name", "A"), ("age", "9")]]),
    ("> Name\tDOB\n> A\t1/2/15", [[("name", "A"), ("dob", "1/2/15")]]),
    ("Dear all, as you know, we meet.\nIt is late.", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_tables(text: str, expected: list[list[tuple[str, str]]]) -> None:
    assert _rows(text) == expected


PAIRS = [
    ("Student: A B    Birthdate: May 3, 2018", [[("student", "A B"), ("birthdate", "May 3, 2018")]]),
    ("Student: A B DOB: 1/2/15", [[("student", "A B"), ("dob", "1/2/15")]]),
    ("Parent(s): A | Phone: 5; Note: he said: no", [[("parent s", "A"), ("phone", "5"), ("note", "he said: no")]]),
    ("- name: A\n  guardian:\n    name: B", [[("name", "A"), ("guardian", ""), ("guardian name", "B")]]),
    ("- name: A\n- name: B", [[("name", "A")], [("name", "B")]]),
    ('12:00 INFO user_name="A B" dob=2015-01-02', [[("user name", "A B"), ("dob", "2015-01-02")]]),
    ("WHERE upper(s.lname) = 'B' AND dob=DATE '2011-12-19'", [[("lname", "B"), ("dob", "2011-12-19")]]),
    ("> Alumno: A", [[("alumno", "A")]]),
    ("Fecha de nacimiento: 1/2/15", [[("fecha de nacimiento", "1/2/15")]]),
    ("D.O.B.: 1/2/15", [[("dob", "1/2/15")]]),
    ("at 8:15 see https://example.org/x", []),
    ("if a == b and c != d", []),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_pairs(text: str, expected: list[list[tuple[str, str]]]) -> None:
    assert _rows(text) == expected


OTHERS = [
    ("<student><name>A</name><dob>1/2/15</dob></student>", [[("student name", "A"), ("student dob", "1/2/15")]]),
    ('<user given="A" id="4"/>', [[("user given", "A"), ("user id", "4")]]),
    (
        "<table><tr><th>Name</th><th>DOB</th></tr><tr><td>A</td><td>1/2/2015</td></tr></table>",
        [[("name", "A"), ("dob", "1/2/2015")]],
    ),
    (
        "INSERT INTO sis.students (last_name, dob) VALUES ('O''B', '1/2/15'), ('C', NULL);",
        [
            [("students last name", "O''B"), ("students dob", "1/2/15")],
            [("students last name", "C"), ("students dob", "NULL")],
        ],
    ),
    (
        "From: Ann Lee <a@b.org>\nTo: Roe, Jim <q@r.org>; Al Z <z@r.org>\nSubject: hi",
        [[("from name", "Ann Lee"), ("to name", "Roe, Jim"), ("to name", "Al Z"), ("subject", "hi")]],
    ),
    ("> On Tue, Nov 3, 2026 at 9:14 AM Ann Lee <a@b.org> wrote:", [[("from name", "Ann Lee")]]),
    ("On Monday we wrote nothing", []),
]


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_markup_sql_and_mail(text: str, expected: list[list[tuple[str, str]]]) -> None:
    assert _rows(text)[: len(expected) or None] == expected


def test_an_object_holds_what_is_inside_it_but_not_its_neighbour() -> None:
    text = '[{"name": "A", "health": [{"dx": "F90"}]}, {"name": "B"}]'
    found = layout(text)
    assert found.together(text.index("A"), text.index("F90"))
    assert not found.together(text.index("A"), text.index('"B"') + 1)


def test_a_row_of_a_table_ends_at_its_line() -> None:
    text = "Name\tDx\nA\tasthma\nB\tnone"
    found = layout(text)
    assert found.together(text.index("A\t"), text.index("asthma"))
    assert not found.together(text.index("A\t"), text.index("none"))
    cell = found.cell_at(text.index("asthma"))
    assert cell is not None
    assert cell.label == "dx"


def test_no_repr_shows_a_label_or_a_value() -> None:
    found = layout("Quillfeather: Marisol\nDOB: 1/2/2015")
    shown = repr((found, found.regions, found.regions[0].rows, found.regions[0].rows[0].cells))
    assert "quillfeather" not in shown.lower()
    assert "Marisol" not in shown


_PARTS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            ":",
            "=",
            ",",
            "\t",
            "|",
            ";",
            "\n",
            "  ",
            " ",
            "<a>",
            "</a>",
            "<",
            "/>",
            "(",
            ")",
        ),
        *("name", "DOB", "x", "1/2/2015", "INSERT INTO a (b) VALUES", "From: ", "> ", "- ", "\\", "\u00e9", "\u0301"),
    ]
)


@given(st.lists(_PARTS, max_size=40).map("".join) | st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_every_cell_is_a_slice_inside_its_row(text: str) -> None:
    found = layout(text)
    for region in found:
        assert 0 <= region.start <= region.end <= len(text)
        for row in region.rows:
            assert 0 <= row.start <= row.end <= len(text)
            for cell in row.cells:
                assert 0 <= cell.start <= cell.end <= len(text)
    for offset in range(len(text)):
        around = found.row_at(offset)
        assert around is None or around.start <= offset < around.end


@pytest.mark.parametrize(
    "unit", [",", "|", '"', "{", "[", "\n", ":", "a=", "<a>", '{"a":', '\\"', "a\tb\n", "  ", "> "]
)
def test_no_mark_costs_more_than_its_length(unit: str) -> None:
    """Work, not time: a quadratic reader would not come back from this within the life of a test run."""
    assert regions(unit * (100_000 // len(unit))) is not None
