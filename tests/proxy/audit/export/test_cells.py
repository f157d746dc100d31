"""Cells that no spreadsheet computes (OWASP, CSV Injection), and a row for every record."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.export.cells import COLUMNS, FORMULA, csv_line, harmless, row
from proxy.audit.mapping.source import Source
from proxy.audit.tree import leaf_hash


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u200b=1",
        "\u00a0@x",
        "\uff1d1+1",
        "\uff0bx",
        "-",
    ],
)
def test_what_could_be_a_formula_gets_a_quote_mark(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["plain", "", "a=b", "2026-11-23", "'quoted", "{}", "Educación Especial", "(555)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_are_no_formulas() -> None:
    assert [harmless(cell) for cell in (-1, 0.5, True, False, None)] == ["-1", "0.5", "true", "false", ""]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_every_line_reads_back_and_no_cell_begins_a_formula(cells: list[str]) -> None:
    whole = csv_line(cells).decode(errors="surrogatepass") if all(c.isprintable() for c in "".join(cells)) else None
    if whole is None:
        whole = csv_line([cell.encode("utf-8", "replace").decode() for cell in cells]).decode()
        cells = [cell.encode("utf-8", "replace").decode() for cell in cells]
    (read,) = csv.reader(io.StringIO(whole, newline=""))
    assert [each.removeprefix("'") for each in read] == [each.removeprefix("'") for each in cells]
    for cell in read:
        first = next((char for char in cell if not char.isspace() and unicodedata.category(char) != "Cf"), "")
        assert unicodedata.normalize("NFKC", first) not in FORMULA
        assert cell[:1] not in FORMULA


def test_a_row_has_every_column_and_the_whole_detail() -> None:
    record = {
        "v": 1, "at": "2026-11-23T08:42:00.123Z", "caller": "c", "event_id": "e", "instance": "i",
        "kind": "request.intent", "request_id": None, "tenant": "t",
        "detail": {"unit": "@home", "tags": ["A", "B"], "findings": [
            {"entity": "SSN", "treatment": "redact", "count": 2}], "wa_breach_pi": True},
    }  # fmt: skip
    body = json.dumps(record).encode()
    cells = row(Source(4, body, leaf_hash(body), "log", "1"))
    assert list(cells) == list(COLUMNS)
    assert cells["findings"] == "SSN x2 redact"
    assert cells["tags"] == "A; B"
    assert cells["wa_breach_pi"] is True
    assert json.loads(cells["detail"]) == record["detail"]
