"""Watching the roster file while the guard runs, to say aloud what workers do silently.

A worker follows the file by itself; what it cannot do is speak. This looks at the same file, checks it from end to
end when it has changed, and tells whether it is in force or the one before is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from detectors.roster.sealed import RosterError
from detectors.roster.source import identity
from detectors.roster.table import read

if TYPE_CHECKING:
    from detectors.roster.source import RosterSource
    from detectors.roster.table import Facts

State: TypeAlias = Literal["none", "in_force", "damaged", "lost"]
"""No roster yet; the file is in force; the file cannot be used, or is gone, and the one before is in force."""


class RosterWatch:
    """What stands at a roster's place.

    Args:
        source: where it is and how to read it.
    """

    def __init__(self, source: RosterSource) -> None:
        self._source = source
        self._identity = identity(source.path)
        self.state: State = "none"
        self.facts: Facts | None = None
        """Of the last file that could be used."""
        self._look()

    @property
    def ok(self) -> bool:
        """Whether what stands there is what is in force."""
        return self.state in {"none", "in_force"}

    def changed(self) -> bool:
        """Look again; whether there is something to tell. Reads the whole file when it is another (25 ms for 20 MB)."""
        now = identity(self._source.path)
        if now == self._identity:
            return False
        self._identity = now
        self._look()
        return True

    def _look(self) -> None:
        try:
            self.facts, self.state = read(Path(self._source.path), self._source.key).facts, "in_force"
        except FileNotFoundError:
            self.state = "none" if self.facts is None else "lost"
        except RosterError:
            self.state = "damaged"
