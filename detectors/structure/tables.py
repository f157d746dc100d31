"""Tables: which line of a block is its header, and which label stands over each cell.

A header is a line without values (long numbers, dates, addresses of e-mail) that has a label one knows, or that stands
over a column of values. A sheet whose first column holds the labels is read the other way round: each further
column is a row. A block without a header has empty labels; the shapes of its columns may still say what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.structure.delimited import ALIGNED, Block, blocks
from detectors.structure.labels import label_words
from detectors.structure.meaning import is_known
from detectors.structure.region import Cell, Region, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.structure.lines import Span

_LONGEST_HEADER = 40
_TITLE_LINES = 3
_FEWEST_LABELS = 2
_MOST_TRANSPOSED = 8
_GENERIC = frozenset(
    {"value", "values", "response", "answer", "answers", "information", "info", "data", "entry", "details"}
)
"""Headers over the values of a sheet whose labels stand in its first column."""
_FIELDS = frozenset({"field", "fields", "item", "label", "question", "key", "attribute", "column", "campo", "dato"})
_SEEN = 20
"""Rows that are looked at to tell a header from data."""

_VALUE = re.compile(r"(?:\D*+\d){5}|[^@]*+@[\w-]|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|[$€]\s?\d|-?\d+(?:\.\d+)?%?$")


def table_regions(text: str, taken: Sequence[Span]) -> Iterator[Region]:
    """Every table outside of `taken`, with or without a header."""
    for block in blocks(text, taken):
        if len(block.rows) < _FEWEST_LABELS:
            continue
        if _is_transposed(text, block):
            yield _transposed(text, block)
        else:
            yield upright(text, block)


def _value(text: str, cell: Span) -> bool:
    return _VALUE.match(text, *cell) is not None


def _labels(text: str, cells: Sequence[Span]) -> list[str]:
    return [label_words(text[start:end]) for start, end in cells]


def upright(text: str, block: Block) -> Region:
    """A block as a region whose first column is no column of labels."""
    at = _header(text, block)
    if at is None:
        labels: list[str] = []
        header = None
    else:
        labels = _labels(text, block.rows[at])
        header = _row(block.rows[at], labels, block.extents[at])
    first = 0 if at is None else at + 1
    rows = (_row(_placed(block, at, number), labels, block.extents[number]) for number in range(first, len(block.rows)))
    return Region("table", tuple(rows), header)


def _row(cells: Sequence[Span], labels: Sequence[str], extent: Span) -> Row:
    named = (Cell(labels[place] if place < len(labels) else "", *cell) for place, cell in enumerate(cells))
    return Row(tuple(named), *extent)


def _placed(block: Block, header: int | None, number: int) -> list[Span]:
    """The cells of a line, each at its column: among aligned columns an empty cell leaves no mark."""
    cells = block.rows[number]
    if header is None or block.mark != ALIGNED or len(cells) >= len(block.rows[header]):
        return cells
    heads = [start - block.extents[header][0] for start, _ in block.rows[header]]
    line = block.extents[number][0]
    placed: list[Span] = [(line, line)] * len(heads)
    for start, end in cells:
        nearest = min(range(len(heads)), key=lambda place: abs(heads[place] - (start - line)))
        placed[nearest] = (start, end)
    return placed


def _header(text: str, block: Block) -> int | None:
    """Number of the line that is the header: the first, or one after a title."""
    for number in range(min(_TITLE_LINES, len(block.rows) - 1)):
        cells = block.rows[number]
        if _could_head(text, cells) and _known(text, cells, block.rows[number + 1]) >= min(2, number + 1):
            return number
    return 0 if _could_head(text, block.rows[0]) and _stands_over_values(text, block) else None


def _known(text: str, cells: Sequence[Span], below: Sequence[Span]) -> int:
    """How many cells are known labels; one that begins as the cell below it does ("Room 4", "Room 5") is a value."""
    known = 0
    for place, (start, end) in enumerate(cells):
        label = label_words(text[start:end])
        under = label_words(text[slice(*below[place])]) if place < len(below) else ""
        known += is_known(label) and label.split()[0] != under.partition(" ")[0]
    return known


def _could_head(text: str, cells: Sequence[Span]) -> bool:
    return not any(end - start > _LONGEST_HEADER or _value(text, (start, end)) for start, end in cells)


def _stands_over_values(text: str, block: Block) -> bool:
    """Whether some column has a word on top and values below: then the top line is a header whatever it says."""
    body = block.rows[1 : 1 + _SEEN]
    for place, (start, end) in enumerate(block.rows[0]):
        below = [row[place] for row in body if place < len(row) and row[place][0] < row[place][1]]
        if start < end and below and 2 * sum(_value(text, cell) for cell in below) > len(below):
            return True
    return False


def _is_transposed(text: str, block: Block) -> bool:
    """Whether the labels stand in the first column: most of its cells are known labels, and no other cell on top is."""
    width = max(map(len, block.rows))
    if not _FEWEST_LABELS <= width <= _MOST_TRANSPOSED or len(block.rows) > _SEEN * 4:
        return False
    firsts = [label_words(text[start:end]) for start, end in (row[0] for row in block.rows if row) if start < end]
    known = sum(map(is_known, firsts))
    if width == _FEWEST_LABELS and known >= _FEWEST_LABELS and _says_fields(text, block.rows[0]):
        return True
    on_top = any(is_known(label) and label not in _GENERIC for label in _labels(text, block.rows[0][1:]))
    return known >= _FEWEST_LABELS and 5 * known >= 3 * len(firsts) and len(set(firsts)) == len(firsts) and not on_top


def _says_fields(text: str, top: Sequence[Span]) -> bool:
    """Whether the top line says that labels stand below its first word and values below its second."""
    labels = _labels(text, top)
    return len(labels) == _FEWEST_LABELS and labels[0] in _FIELDS and labels[1] in _GENERIC


def _transposed(text: str, block: Block) -> Region:
    labels = [label_words(text[row[0][0] : row[0][1]]) if row else "" for row in block.rows]
    extent = block.extents[0][0], block.extents[-1][1]
    rows = []
    for place in range(1, max(map(len, block.rows))):
        column = [(label, row[place]) for label, row in zip(labels, block.rows, strict=True) if place < len(row)]
        rows.append(Row(tuple(Cell(label, *cell) for label, cell in column), *extent))
    return Region("table", tuple(rows))
