"""The first line of the table that an answer is in the middle of: its words are the labels of the cells that follow."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 300
_MARKS: Final = (("\t", 1), ("|", 2), (",", 2))
"""As `detectors.structure.delimited` reads a line: the delimiter, and how many make a row."""


class TableHeader:
    """Kept up to date line by line.

    Attributes:
        text: the header line, or empty outside tables.
        vanity: whether a column may hold values without a digit in them (licence plates).
    """

    __slots__ = ("text", "vanity")

    def __init__(self) -> None:
        self.text = ""
        self.vanity = False

    def line_ended(self, text: str) -> None:
        """`text` holds at least one line break, in the unit that was added last; its last whole line counts."""
        for line in text[text.rstrip().rfind("\n") + 1 :].split("\n")[:-1]:
            row = any(line.count(mark) >= fewest for mark, fewest in _MARKS)
            if not row:
                self.text = ""
            elif not self.text and len(line) <= _LONGEST:
                self.text = line
        self.vanity = "plate" in self.text.lower()
