"""Which table row, JSON object or block of fields a place belongs to: the only file here that knows the layout room."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from detectors.structure import layout
from detectors.structure.meaning import meaning

if TYPE_CHECKING:
    from detectors.finding import How
    from detectors.structure import Layout, Region

_TABLES = frozenset({"table", "sql"})
_TIGHT = frozenset({"table", "sql", "json", "markup"})
_MAIL = "mail"
_LEAST_LINES = 1
_FEW_WORDS = 25


class Around(NamedTuple):
    """The stretch that one row covers, and what kind it is."""

    start: int
    end: int
    how: How
    tight: bool
    """Whether everything in it is about one thing; a long block of fields holds sentences about others too."""


class Rows:
    """The layout of one text, as linking asks for it."""

    def __init__(self, text: str) -> None:
        found = layout(text) if _looks_laid_out(text) else None
        self._layout: Layout | None = found if found is not None and found.regions else None
        self.regions: tuple[Region, ...] = () if self._layout is None else self._layout.regions
        self._starts = [region.start for region in self.regions]
        self._ends = [region.end for region in self.regions]

    def around(self, offset: int) -> Around | None:
        """The row of a table, the object or the block that holds the character; headers of mails are none."""
        if self._layout is None:
            return None
        row, region = self._layout.row_at(offset), self.region(offset)
        if row is None or region is None or region.kind == _MAIL:
            return None
        return Around(row.start, row.end, "row" if region.kind in _TABLES else "object", region.kind in _TIGHT)

    def region(self, offset: int) -> Region | None:
        """The region that holds the character."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._ends[index]:
            return None
        return self.regions[index]

    def in_mail_header(self, offset: int) -> bool:
        """Whether it stands in the header of a mail."""
        region = self.region(offset)
        return region is not None and region.kind == _MAIL

    def label_says(self, offset: int, words: frozenset[str]) -> bool:
        """Whether a label of the region that holds the character has one of the words."""
        region = self.region(offset)
        return region is not None and any(not words.isdisjoint(label.split()) for label in region.labels)

    def name_part(self, offset: int) -> int:
        """Where the row begins in which the cell at `offset` is only the first or the last name of somebody, or -1."""
        row = None if self._layout is None else self._layout.row_at(offset)
        if row is None:
            return -1
        cell = next((cell for cell in row.cells if cell.start <= offset < cell.end), None)
        said = None if cell is None or not cell.label else meaning(cell.label)
        return row.start if said is not None and said.what in ("first", "last") else -1

    def is_value(self, start: int, end: int) -> bool:
        """Whether the stretch is, but for a few words, the value of a field."""
        cell = None if self._layout is None else self._layout.cell_at(start)
        return cell is not None and cell.end - cell.start <= end - start + _FEW_WORDS

    def headed(self, offset: int) -> Region | None:
        """The table whose header line holds the character."""
        region = self.region(offset)
        if region is None or region.header is None or not region.header.start <= offset < region.header.end:
            return None
        return region


def _looks_laid_out(text: str) -> bool:
    return any(mark in text for mark in "\t|{<:=") or (text.count("\n") > _LEAST_LINES and "," in text)
