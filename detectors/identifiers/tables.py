"""Pasted tables: the cells under each header, for tab-separated, bar-separated and comma-separated blocks.

A block is a run of lines with one delimiter. Its first line is the header when it has words and no long numbers. Cells
are slices of the text, so that a finding keeps its offsets. Linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.identifiers.labels import label_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST_CELLS = 2
_FEWEST_CSV_CELLS = 3
_LONGEST_HEADER = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``text[start:end]`` without surrounding spaces and quotes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A block with a header.

    Attributes:
        headers: label words of each column, lower case.
        rows: the cells of each line under the header; a row may be longer or shorter than the header.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(text: str) -> Iterator[Table]:
    """Every table of `text` that has a header and at least one row."""
    block: list[tuple[Cell, ...]] = []
    delimiter = ""
    for start, end in _lines(text):
        if not _rule_line(text, start, end):
            kind = _delimiter(text, start, end, delimiter)
            if kind != delimiter or not kind:
                yield from _table(text, block)
                block, delimiter = [], kind
            if kind:
                block.append(tuple(_cells(text, start, end, kind)))
    yield from _table(text, block)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _rule_line(text: str, start: int, end: int) -> bool:
    """The dashes under a Markdown header."""
    line = text[start:end].strip()
    return bool(line) and not line.strip("|-: ")


def _delimiter(text: str, start: int, end: int, current: str) -> str:
    for candidate, fewest in (("\t", 1), ("|", _FEWEST_CELLS), (",", _FEWEST_CSV_CELLS - 1)):
        count = text.count(candidate, start, end)
        if count >= fewest or (candidate == current and count > 0):
            return candidate
    return ""


def _cells(text: str, start: int, end: int, delimiter: str) -> Iterator[Cell]:
    """Cells of one line; a comma inside double quotes does not split, the outer bars of Markdown do not count."""
    position = start
    quoted = False
    for index in range(start, end + 1):
        if index < end and text[index] == '"' and delimiter == ",":
            quoted = not quoted
        at_end = index == end
        if at_end or (text[index] == delimiter and not quoted):
            empty_edge = delimiter == "|" and not text[position:index].strip() and (at_end or position == start)
            if not empty_edge:
                yield _stripped(text, position, index)
            position = index + 1


def _stripped(text: str, start: int, end: int) -> Cell:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 1 and text[start] == text[end - 1] == '"':
        start, end = start + 1, end - 1
    return Cell(start, end)


def _table(text: str, block: list[tuple[Cell, ...]]) -> Iterator[Table]:
    if len(block) < 2:  # noqa: PLR2004  a header and a row
        return
    headers = tuple(label_phrase(text[cell.start : cell.end]) for cell in block[0])
    long_cell = any(cell.end - cell.start > _LONGEST_HEADER for cell in block[0])
    long_number = any(sum(map(str.isdigit, header)) > 4 for header in headers)  # noqa: PLR2004  a year may head a column
    if not long_cell and not long_number:
        yield Table(headers, tuple(block[1:]))
