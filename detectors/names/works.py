"""People of books and films: the author and the title in an order of books, a name inside the title of a series.

An order is known by its columns: an author or a title beside what only things have (ISBN, publisher, quantity, price).
A list of pupils' own essays has no such column, so its authors stay people.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from detectors.structure import layout
from detectors.structure.labels import word_set

_OF_WORKS: Final = word_set(
    "author authors title titles illustrator composer publisher artist narrator song book album"
)
_OF_GOODS: Final = word_set(
    "isbn isbn13 publisher vendor qty quantity price unit copies cost lexile dewey barcode format edition supplier"
)
_BEFORE: Final = re.compile(r"(?:^|\s)[Tt]he (?:[A-Z][\w'-]+ ){1,3}(?:for|of|about|with|to|and) $")
_BEHIND: Final = re.compile(
    r" (?:videos?|curriculum|campaign|series|podcast|book|novel|film|movie|documentary|foundation|website|poster|songs?"
    r"|album|show|episodes?|trailer|musical|app)(?![\w-])"
)
"""Both around a name make it part of a title: "the Song for Charlie videos"."""
_REACH: Final = 60


class Works:
    """Where the works of one text stand; its tables are read when it is first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cells: list[tuple[int, int]] | None = None

    def holds(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is a name within a title, or in a cell of an order of books."""
        low = max(0, start - _REACH)
        if _BEHIND.match(self._text, end) and _BEFORE.search(self._text, low, start):
            return True
        if self._cells is None:
            self._cells = _cells_of_works(self._text)
        index = bisect_right(self._cells, (start, len(self._text))) - 1
        return index >= 0 and end <= self._cells[index][1]


def _cells_of_works(text: str) -> list[tuple[int, int]]:
    return sorted(
        (cell.start, cell.end)
        for region in layout(text)
        if region.kind == "table" and _is_order(region.labels)
        for row in region.rows
        for cell in row.cells
        if not _OF_WORKS.isdisjoint(cell.label.split())
    )


def _is_order(labels: tuple[str, ...]) -> bool:
    words = {word for label in labels for word in label.split()}
    return not (_OF_WORKS.isdisjoint(words) or _OF_GOODS.isdisjoint(words))
