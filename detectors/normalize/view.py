"""A folded text and the map back to the text it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class View:
    """A folded text and its map.

    Attributes:
        text: the folded text.
        starts: original index of each folded character, or None where folding moved nothing.
        ends: one past the last original character of each folded character, its combining marks included, or None.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of the folded slice ``start:end`` (``start < end``)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def __repr__(self) -> str:
        return f"View(<{len(self.text)} chars>, moved={self.starts is not None})"
