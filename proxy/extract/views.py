"""A paragraph with tracked changes and hidden words in it, as it is shown, as it was, and with what is hidden.

A number may be whole in one of these only: 12[deleted 9][inserted 3]-45-6789 is a number now and was one before.
"""

from __future__ import annotations

from enum import Flag as EnumFlag
from enum import auto


class Flag(EnumFlag):
    """What a run of characters is, apart from plain."""

    NONE = 0
    DELETED = auto()
    INSERTED = auto()
    HIDDEN = auto()


class Paragraph:
    """Runs of characters in order."""

    __slots__ = ("_runs", "_shown", "flagged")

    def __init__(self) -> None:
        self._runs: list[tuple[str, Flag]] = []
        self.flagged = Flag.NONE
        """All flags that occur in it."""
        self._shown = True

    def add(self, text: str, flag: Flag) -> None:
        """Take one more run."""
        self._runs.append((text, flag))
        self.flagged |= flag

    def shown(self) -> str:
        """As a reader sees it: changes accepted, hidden words left out."""
        return self._without(Flag.DELETED | Flag.HIDDEN) if self._shown else ""

    def before_changes(self) -> str:
        """As it was before the tracked changes; empty if nothing was deleted."""
        return self._without(Flag.INSERTED | Flag.HIDDEN) if Flag.DELETED in self.flagged else ""

    def with_hidden(self) -> str:
        """With the hidden words in their places; empty if nothing is hidden."""
        return self._without(Flag.DELETED) if Flag.HIDDEN in self.flagged else ""

    def without_shown(self) -> Paragraph:
        """The same, for the two other views only."""
        self._shown = False
        return self

    def _without(self, flags: Flag) -> str:
        return "".join(text for text, flag in self._runs if not flag & flags)
