"""Tables with a header, as columns: a view of `detectors.structure` for detectors that think in columns only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.structure import Cell, regions

__all__ = ["Cell", "Table", "tables"]

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header.

    Attributes:
        headers: label words of each column.
        rows: the cells of each line under the header; a row may be longer or shorter than the header.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(text: str) -> Iterator[Table]:
    """Every table of `text` that has a header and at least one row."""
    for region in regions(text):
        if region.kind == "table" and region.header is not None and region.rows:
            headers = tuple(cell.label for cell in region.header.cells)
            yield Table(headers, tuple(row.cells for row in region.rows))
