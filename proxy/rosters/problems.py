"""What is wrong with a file that should be imported: where, and what should stand there. Never what does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST: Final = 20
"""More than these say the same thing again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault.

    Attributes:
        file: name of the file, as the export calls it.
        line: line number, from 1; 0 when it concerns the file as a whole.
        column: name of the column that was looked for, or empty.
        message: what should be there.
    """

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file, f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""]
        return f"{', '.join(filter(None, place))}: {self.message}"


class RosterInputError(ValueError):
    """The export cannot be imported, with every problem found (at most `MOST`). Nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class Problems:
    """Collects problems; gives up when there are too many."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, line: int, column: str, message: str) -> None:
        """Note one.

        Raises:
            RosterInputError: there are enough.
        """
        self._found.append(Problem(file, line, column, message))
        if len(self._found) >= MOST:
            self.check()

    def check(self) -> None:
        """End the import if there was any.

        Raises:
            RosterInputError: there was.
        """
        if self._found:
            raise RosterInputError(self._found)
