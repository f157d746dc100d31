"""The nouns of structure: a `Cell` has a label, a `Row` tells about one thing, a `Region` is a run of rows.

A table, a list of JSON objects, a block of ``key: value`` lines and an SQL statement differ in their marks, not in what
they say: this value stands under that label, and these values stand together. Offsets are code points of the text that
was read. A `repr` shows numbers only, so that neither a value nor a header reaches a log.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind: TypeAlias = Literal["json", "table", "pairs", "mail", "markup", "sql"]
"""JSON objects; delimited, aligned and Markdown tables; ``key: value`` and ``key=value`` (YAML and logs too); headers
of a message; XML and HTML; INSERT statements."""

_NONE = -1
_MANY = 64


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """One value: ``text[start:end]`` without surrounding spaces and quotes; empty where ``start == end``.

    Attributes:
        label: words of its key or header (`detectors.structure.labels.label_words`), keys above it in front; or empty.
        start: first character of the value.
        end: one past the last.
    """

    label: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Cell(<{len(self.label)} chars>, {self.start}, {self.end})"


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """Cells that tell about one thing: a line of a table, a JSON object with the objects inside it, a block of pairs.

    Attributes:
        cells: in the order of the text; of a table, the place of a cell is its column.
        start: first character, keys and marks included.
        end: one past the last.
    """

    cells: tuple[Cell, ...]
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Row(<{len(self.cells)} cells>, {self.start}, {self.end})"


@dataclass(frozen=True, slots=True, repr=False)
class Region:
    """A run of rows of one kind.

    Attributes:
        kind: what marks it.
        rows: the rows, in the order of the text; those of JSON may lie inside one another.
        header: of a table with a header its line, else None: what stands there is said of every row.
        extent: what was read, where that is more than the rows (the brackets round a list of objects).
    """

    kind: Kind
    rows: tuple[Row, ...]
    header: Row | None = None
    extent: tuple[int, int] | None = None

    @property
    def start(self) -> int:
        """First character, the header included."""
        if self.extent is not None:
            return self.extent[0]
        first = self.rows[0].start if self.rows else 0
        return first if self.header is None else min(first, self.header.start)

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.extent[1] if self.extent is not None else max((row.end for row in self.rows), default=self.start)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label once, in the order of its first cell (of a table: of the header)."""
        cells = self.header.cells if self.header is not None else (cell for row in self.rows for cell in row.cells)
        return tuple(dict.fromkeys(cell.label for cell in cells if cell.label))

    def __repr__(self) -> str:
        return f"Region({self.kind}, <{len(self.rows)} rows>, header={self.header is not None})"


class Layout:
    """All regions of one text, and which row a place belongs to: `n log n` of the number of rows, when first asked."""

    __slots__ = ("_found", "regions")

    def __init__(self, regions: tuple[Region, ...]) -> None:
        self.regions = regions
        self._found: tuple[tuple[Row, ...], list[int], list[int]] | None = None

    def _places(self) -> tuple[tuple[Row, ...], list[int], list[int]]:
        """All rows, where each disjoint stretch begins, and the number of its innermost row or `_NONE`."""
        if self._found is None:
            rows = (row for region in self.regions for row in region.rows)
            ordered = tuple(sorted(rows, key=lambda row: (row.start, -row.end)))
            self._found = (ordered, *_stretches(ordered))
        return self._found

    def row_at(self, offset: int) -> Row | None:
        """The innermost row that holds the character at `offset`, or None."""
        rows, starts, within = self._places()
        index = bisect_right(starts, offset) - 1
        number = within[index] if index >= 0 else _NONE
        return None if number == _NONE else rows[number]

    def cell_at(self, offset: int) -> Cell | None:
        """The cell of the innermost row whose value holds the character at `offset`, or None."""
        row = self.row_at(offset)
        if row is None:
            return None
        cells = row.cells
        if len(cells) > _MANY:  # long lists stand in the order of the text
            last = bisect_right(cells, offset, key=_cell_start)
            cells = cells[max(0, last - 1) : last]
        return next((cell for cell in cells if cell.start <= offset < cell.end), None)

    def together(self, one: int, other: int) -> bool:
        """Whether two places stand in one row: the innermost row of either holds the other too.

        The key of an object and an object inside it are together; two objects of one list are not.
        """
        first, second = self.row_at(one), self.row_at(other)
        return (first is not None and first.start <= other < first.end) or (
            second is not None and second.start <= one < second.end
        )

    def __iter__(self) -> Iterator[Region]:
        return iter(self.regions)

    def __repr__(self) -> str:
        return f"Layout(<{len(self.regions)} regions>, <{sum(len(region.rows) for region in self.regions)} rows>)"


def _cell_start(cell: Cell) -> int:
    return cell.start


def _stretches(rows: Iterable[Row]) -> tuple[list[int], list[int]]:
    """Disjoint stretches from nested rows: where each begins, and the number of its innermost row or `_NONE`."""
    starts: list[int] = []
    within: list[int] = []
    around: list[tuple[int, int]] = []  # (end, number) of the rows that are open, the innermost last

    def close(until: float) -> None:
        while around and around[-1][0] <= until:
            end, _ = around.pop()
            while around and around[-1][0] <= end:
                around.pop()
            starts.append(end)
            within.append(around[-1][1] if around else _NONE)

    for number, row in enumerate(rows):
        close(row.start)
        starts.append(row.start)
        within.append(number)
        around.append((row.end, number))
    close(float("inf"))
    return starts, within
