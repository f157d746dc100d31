from __future__ import annotations

import io
from typing import Any

import pytest

from proxy.rosters.csv_rows import CsvFile, header_of, rows
from proxy.rosters.problems import MOST, Problems, RosterInputError


def file(raw: bytes) -> CsvFile:
    return CsvFile("people.csv", lambda: io.BytesIO(raw))


def read(raw: bytes, *columns: str, **options: Any) -> list[dict[str, str]]:
    problems = Problems()
    found = [dict(row.cells) for row in rows(file(raw), columns, problems, lambda *_: None, **options)]
    problems.check()
    return found


def test_the_wanted_columns_come_back_stripped() -> None:
    assert read(b"a,b,c\n 1 ,2,3\n", "a", "c") == [{"a": "1", "c": "3"}]


def test_a_byte_order_mark_case_and_line_ends_do_not_matter() -> None:
    assert read("\ufeffA, B \r\n1,é\r\n".encode(), "a", "b") == [{"a": "1", "b": "é"}]


def test_quoted_cells_may_hold_commas_quotation_marks_and_line_feeds() -> None:
    assert read(b'a,b\n"x, ""y""\nz",2\n', "a", "b") == [{"a": 'x, "y"\nz', "b": "2"}]


def test_blank_lines_and_unknown_columns_are_passed_over() -> None:
    assert read(b"a,b\n\n1,2\n\n", "a", "other") == [{"a": "1"}]


def test_another_delimiter_is_found_in_the_header() -> None:
    assert header_of(file(b"a;b c;d\n1;2;3\n")) == (["a", "b c", "d"], ";")
    assert read(b"a;b\n1;2\n", "b", delimiter=";") == [{"b": "2"}]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"a\n1\n", "people.csv, line 1, column b: this column is missing from the header"),
        (b"", "people.csv, line 1, column a: this column is missing from the header"),
        (b"a,b,B\n1,2,3\n", "people.csv, line 1, column b: this column stands twice in the header"),
        (b"a,b\n1,2,Zyxwanda\n", "people.csv, line 2: has 3 cells where the header has 2"),
        (b"a,b\n1,2\n1,Zyx\xffwanda\n", "people.csv, line 3, column number 2: is not UTF-8 text"),
        (b"a,b\n1,Zyx\0wanda\n", "people.csv, line 2, column number 2: is not UTF-8 text"),
        (b'a,b\n1,"Zyxwanda', "people.csv, line 2: cannot be read as CSV"),
        (b'a,b\n1,"Zyx"wanda\n', "people.csv, line 2: cannot be read as CSV"),
    ],
)
def test_a_fault_is_named_by_file_line_and_column_and_never_by_value(raw, place) -> None:
    with pytest.raises(RosterInputError) as caught:
        read(raw, "a", "b", required=("a", "b"))
    assert place in str(caught.value)
    assert "wanda" not in str(caught.value)
    assert "Zyx" not in repr(caught.value.problems)


def test_after_many_faults_reading_ends() -> None:
    with pytest.raises(RosterInputError) as caught:
        read(b"a,b\n" + b"1\n" * 1_000, "a", "b")
    assert len(caught.value.problems) == MOST


def test_a_file_that_breaks_off_is_a_fault() -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError("disk")

        read1 = readinto = read

    with pytest.raises(RosterInputError, match="cannot be read to its end"):
        list(rows(CsvFile("people.csv", lambda: Broken(b"a\n1\n")), ("a",), Problems(), lambda *_: None))


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    raw = b"a\n" + b"1\n" * 5_000
    list(rows(file(raw), ("a",), Problems(), lambda *each: told.append(each)))
    assert told == [("people.csv", 2_000, 5_000), ("people.csv", 4_000, 5_000), ("people.csv", 5_000, 5_000)]


def test_a_row_shows_its_line_only() -> None:
    (row,) = rows(file(b"a\nZyxwanda\n"), ("a",), Problems(), lambda *_: None)
    assert repr(row) == "Row(line=2)"
