from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.identifiers.tables import tables


def _read(text: str) -> list[tuple[tuple[str, ...], list[list[str]]]]:
    return [
        (table.headers, [[text[cell.start : cell.end] for cell in row] for row in table.rows]) for table in tables(text)
    ]


def test_tabs() -> None:
    assert _read("intro\n\nName\tDOB\nA B\t1/2/2015\n") == [(("name", "dob"), [["A B", "1/2/2015"]])]


def test_markdown_without_its_rule_line() -> None:
    assert _read("| Stu | # |\n|---|---|\n| N | 1 |\n") == [(("stu", ""), [["N", "1"]])]


def test_commas_inside_quotes_do_not_split() -> None:
    assert _read('SSID,Name,Gr\n1,"Lee, Ann",5') == [(("ssid", "name", "gr"), [["1", "Lee, Ann", "5"]])]


def test_empty_cells_keep_their_place() -> None:
    assert _read("A\tB\tC\nx\t\tz")[0][1] == [["x", "", "z"]]


def test_prose_is_no_table() -> None:
    assert _read("Dear all, as you know, we meet.\nIt is late.") == []


def test_a_line_of_values_is_no_header() -> None:
    assert _read("4812093377\ta\n4812093378\tb") == []


@given(st.text('ab\t|,"\n 1-', max_size=120))
@settings(max_examples=100, deadline=None)
def test_cells_are_slices_of_the_text(text: str) -> None:
    for table in tables(text):
        for row in table.rows:
            for cell in row:
                assert 0 <= cell.start <= cell.end <= len(text)
                assert "\n" not in text[cell.start : cell.end]
