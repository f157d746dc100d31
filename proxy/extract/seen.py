"""Lines that were already given are not given again: forms drawn on a page, and pages of earlier revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering
    from proxy.extract.unread import Unread


class SeenLines:
    """Passes text on to a gathering, each line once, except in what is read as a whole."""

    def __init__(self, into: Gathering) -> None:
        self.into = into
        self._lines: set[str] = set()

    def add(self, text: str, place: str) -> None:
        """The same as `rest`, so that it can stand for a gathering."""
        self.rest(text, place)

    def miss(self, what: Unread) -> None:
        """Something could not be read."""
        self.into.miss(what)

    def whole(self, text: str, place: str) -> None:
        """Add a text whose lines belong together, unless it is all known."""
        if self._new(text):
            self.into.add(text, place)

    def rest(self, text: str, place: str) -> None:
        """Add the lines of a text that have not been seen."""
        self.into.add("\n".join(self._new(text)), place)

    def _new(self, text: str) -> list[str]:
        lines = [line for line in text.splitlines() if line.strip() and line.strip() not in self._lines]
        self._lines.update(line.strip() for line in lines)
        return lines
