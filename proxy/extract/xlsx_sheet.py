"""One sheet: its cells as lines with tabs between them, and what else stands in its part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from proxy.extract.office_text import OfficeText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.extract.gathering import Gathering
    from proxy.extract.seen import SeenLines
    from proxy.extract.xlsx_formats import Formats
    from proxy.extract.xlsx_strings import SharedStrings

_COLUMN: Final = re.compile(r"([A-Z]{1,3})\d{1,7}")
_TYPES: Final = frozenset({"b", "d", "e", "inlineStr", "n", "s", "str"})
_PLAIN_KEYS: Final = frozenset({"r", "s", "t"})
_LONGEST_STYLE: Final = 6
_MOST_EMPTY: Final = 50
"""Empty cells that are kept in a row of a table, so that values stay under their headers; a wider gap is no table."""
_TELLING: Final = re.compile(r"[\"@]|\d{5}")
"""A formula is read when it holds a text or a long number; others only name cells, which are read themselves."""


class SheetText(OfficeText):
    """Receives the events of a sheet's XML."""

    def __init__(self, shared: SharedStrings, formats: Formats) -> None:
        super().__init__()
        self._shared, self._formats = shared, formats
        self._lines: list[str] = []
        self._row: list[str] = []
        self._cell: Mapping[str, str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._phonetic = 0
        self._into: list[str] | None = None

    def start(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "row":
            self._row = []
        elif name == "c":
            self._cell, self._value, self._formula = attributes, [], []
        if self._cell is None:
            super().start(namespace, name, attributes)
            return
        if name in {"v", "is"} and self._value:  # a cell has one of them; two must not run together
            self._value.append(" ")
        if name == "rPh" or self._phonetic:
            self._phonetic += 1
        elif name in {"v", "t"}:
            self._into = self._value
        elif name == "f":
            self._into = self._formula
        if name != "c" or not _plain_cell(attributes):
            self._keep_attributes(namespace, name, attributes)

    def end(self, namespace: str, name: str) -> None:
        """An element ends."""
        if self._cell is None:
            super().end(namespace, name)
        elif self._phonetic:
            self._phonetic -= 1
        elif name in {"v", "t", "f"}:
            self._into = None
        elif name == "c":
            self._close_cell()
        if name == "row":
            self._lines.append("\t".join(self._row))

    def text(self, data: str) -> None:
        """Characters."""
        if self._cell is None:
            super().text(data)
        elif self._phonetic or self._into is None:
            if data.strip():
                self.asides[data.strip()] = None
        else:
            self._into.append(data)

    def give(self, into: Gathering | SeenLines, place: str) -> None:
        """Add the cells, then the rest."""
        into.add("\n".join(row for row in self._lines if row), place)
        super().give(into, f"{place}, beside the cells")

    def _close_cell(self) -> None:
        cell, raw, formula = self._cell or {}, "".join(self._value), "".join(self._formula)
        self._cell = None
        if _TELLING.search(formula):
            self.asides[formula] = None
        if match := _COLUMN.fullmatch(cell.get("r", "")):
            missing = _number(match[1]) - 1 - len(self._row)
            if 0 < missing <= _MOST_EMPTY:
                self._row.extend("" for _ in range(missing))
        self._row.append(" ".join(self._shown(raw, cell).split()))

    def _shown(self, raw: str, cell: Mapping[str, str]) -> str:
        sort = cell.get("t", "n")
        if sort == "s":
            return self._shared.use(int(raw)) if raw.strip().isdecimal() else raw
        if sort in {"n", "d"}:
            return self._formats.shown(raw, cell.get("s", ""))
        if sort == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        return raw


def _plain_cell(attributes: Mapping[str, str]) -> bool:
    """Whether a cell only has its name, its style and its type: 200,000 of them took 2.5 s to look at in full."""
    return (
        _COLUMN.fullmatch(attributes.get("r", "A1")) is not None
        and attributes.get("s", "0").isdecimal()
        and len(attributes.get("s", "0")) <= _LONGEST_STYLE
        and attributes.get("t", "n") in _TYPES
        and attributes.keys() <= _PLAIN_KEYS
    )


@lru_cache(maxsize=1024)
def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
