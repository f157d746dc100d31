"""Elements of XML and HTML: the tag is the label of the text in it, attributes are cells, ``tr`` is a table's row.

Read tag by tag with a stack; a tag that never closes is dropped. No parser of the standard library is used: they raise
on fragments, expand entities, and keep no offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.structure.delimited import Block
from detectors.structure.labels import label_words, word_set
from detectors.structure.lines import trimmed
from detectors.structure.region import Cell, Region, Row
from detectors.structure.tables import upright

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]{0,40})((?:\s[^<>]{0,600})?)>")
_ATTRIBUTE = re.compile(r"([\w:.-]{1,40})\s?=\s?(?:\"([^\"<>]{0,200})\"|'([^'<>]{0,200})')")
_PLAIN = word_set("html body table thead tbody tfoot tr td th ul ol li p div span b i u a strong em br hr")
_DEEPEST = 64


@dataclass(slots=True)
class _Element:
    name: str
    written: str
    start: int
    inside: int
    cells: list[Cell] = field(default_factory=list)
    is_leaf: bool = True
    grid: Block | None = None


def markup_regions(text: str) -> Iterator[Region]:
    """Every group of elements that has cells."""
    reader = _Reader(text)
    for tag in _TAG.finditer(text):
        reader.take(tag)
    if reader.rows:
        yield Region("markup", tuple(sorted(reader.rows, key=lambda row: (row.start, -row.end))))
    for block in reader.grids:
        del block.rows[len(block.extents) :]  # a last row that never closed has no extent
        if len(block.rows) > 1:
            yield upright(text, block)


class _Reader:
    def __init__(self, text: str) -> None:
        self.rows: list[Row] = []
        self.grids: list[Block] = []
        self._text = text
        self._stack: list[_Element] = []

    def take(self, tag: re.Match[str]) -> None:
        name = tag.group(2).lower()
        if tag.group(1):
            self._close(name, tag)
            return
        attributes = self._attributes(tag, name)
        if tag.group(3).endswith("/") or name in {"br", "hr", "img", "input", "meta", "link"}:
            if attributes:
                self.rows.append(Row(tuple(attributes), tag.start(), tag.end()))
        elif len(self._stack) < _DEEPEST:
            if self._stack:
                self._stack[-1].is_leaf = False
            element = _Element(name, tag.group(2), tag.start(), tag.end(), attributes)
            if name == "table":
                element.grid = Block("table")
                self.grids.append(element.grid)
            self._stack.append(element)

    def _attributes(self, tag: re.Match[str], name: str) -> list[Cell]:
        if name in _PLAIN:
            return []
        cells = []
        for attribute in _ATTRIBUTE.finditer(self._text, tag.start(3), tag.end(3)):
            group = 2 if attribute.group(2) is not None else 3
            cells.append(Cell(label_words(f"{tag.group(2)} {attribute.group(1)}"), *attribute.span(group)))
        return cells

    def _close(self, name: str, tag: re.Match[str]) -> None:
        depth = next((d for d in range(len(self._stack) - 1, -1, -1) if self._stack[d].name == name), None)
        if depth is None:
            return
        element = self._stack[depth]
        del self._stack[depth:]
        span = trimmed(self._text, element.inside, tag.start())
        if name in {"td", "th"}:
            self._put_in_grid(span)
        elif name == "tr":
            self._end_grid_row(element.start, tag.end())
        elif element.is_leaf and self._stack and name not in _PLAIN:
            self._stack[-1].cells.append(Cell(self._label(element.written), *span))
            if not element.cells:
                return
        if element.cells:
            self.rows.append(Row(tuple(element.cells), element.start, tag.end()))

    def _label(self, written: str) -> str:
        """As it is written: ``studentUniqueId`` has three words in it."""
        outer = self._stack[-1]
        return label_words(written if outer.name in _PLAIN else f"{outer.written} {written}")

    def _grid(self) -> Block | None:
        return next((element.grid for element in reversed(self._stack) if element.grid is not None), None)

    def _put_in_grid(self, span: tuple[int, int]) -> None:
        grid = self._grid()
        if grid is not None:
            if len(grid.rows) == len(grid.extents):
                grid.rows.append([])
            grid.rows[-1].append(span)

    def _end_grid_row(self, start: int, end: int) -> None:
        grid = self._grid()
        if grid is not None and len(grid.rows) > len(grid.extents):
            grid.extents.append((start, end))
