"""Rows of ``INSERT INTO table (columns) VALUES (...), (...)``. Conditions (``WHERE a = 'b'``) are pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.structure.labels import label_words
from detectors.structure.meaning import meaning
from detectors.structure.region import Cell, Region, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSERT = re.compile(
    r"\bINTO\s{1,9}([\w.\"`\[\]]{1,80})\s{0,9}\(([^()]{1,2000})\)\s{0,9}(?:VALUES|SELECT)\s{0,9}", re.IGNORECASE
)
_ITEM = re.compile(r"\s{0,9}(?:N?'((?:[^']|'')*+)'|([^,()'\n]{0,200}+))\s{0,9}")
_BETWEEN = re.compile(r"\s{0,9},?\s{0,9}\(")


def sql_regions(text: str) -> Iterator[Region]:
    """Every INSERT statement with columns."""
    for statement in _INSERT.finditer(text):
        columns = [_label(statement.group(1), column) for column in statement.group(2).split(",")]
        rows = tuple(_rows(text, statement.end(), columns))
        if rows:
            yield Region("sql", rows)


def _label(table: str, column: str) -> str:
    """The column's words, with the table's in front where they say whose it is."""
    words = label_words(column)
    longer = f"{label_words(table.rpartition('.')[2])} {words}"
    short, long = meaning(words), meaning(longer)
    return longer if short is not None and long is not None and long.what == short.what and long.whose else words


def _rows(text: str, position: int, columns: list[str]) -> Iterator[Row]:
    while (opened := _BETWEEN.match(text, position)) is not None:
        cells: list[Cell] = []
        position = opened.end()
        while (item := _ITEM.match(text, position)) is not None:
            group = 1 if item.group(1) is not None else 2
            label = columns[len(cells)] if len(cells) < len(columns) else ""
            cells.append(Cell(label, *_stripped(text, *item.span(group))))
            position = item.end()
            if text[position : position + 1] != ",":
                break
            position += 1
        yield Row(tuple(cells), opened.end() - 1, position)
        if text[position : position + 1] != ")":
            return
        position += 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
