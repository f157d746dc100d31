"""The shared strings of a spreadsheet, and which of them no cell shows (they stay behind when a cell is cleared)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.extract.office_text import OfficeText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.extract.gathering import Gathering


class SharedStrings(OfficeText):
    """Reads the table of strings; what else stands in the part is read as in any other."""

    def __init__(self) -> None:
        super().__init__()
        self._strings: list[str] = []
        self._used: set[int] = set()
        self._now: list[str] | None = None
        self._phonetic = 0

    def start(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self._now = []
        if name == "rPh" or self._phonetic:
            self._phonetic += 1
        super().start(namespace, name, attributes)

    def end(self, namespace: str, name: str) -> None:
        """An element ends."""
        super().end(namespace, name)
        if self._phonetic:
            self._phonetic -= 1
        if name == "si" and self._now is not None:
            self._strings.append("".join(self._now))
            self._now = None

    def text(self, data: str) -> None:
        """Characters; those of a string wait until it is known whether a cell shows it."""
        if self._now is not None and not self._phonetic:
            self._now.append(data)
        else:
            super().text(data)

    def use(self, index: int) -> str:
        """The string of this number, which a cell shows; the number itself if there is none."""
        self._used.add(index)
        return self._strings[index] if 0 <= index < len(self._strings) else str(index)

    def give_unused(self, into: Gathering, place: str) -> None:
        """Add the strings that no cell shows, and what else the part says."""
        unused = (text for index, text in enumerate(self._strings) if index not in self._used)
        into.add("\n".join(unused), place)
        self.give(into, place)
