"""Wilson's score interval for a share (E. B. Wilson, "Probable inference", JASA 22, 1927).

Unlike the textbook interval it stays inside 0..1 and says something honest at 3 of 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``total``."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, or None where nothing was counted."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval; everything is possible where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        share, spread = self.hits / self.total, Z95 * Z95 / self.total
        middle = (share + spread / 2) / (1 + spread)
        half = Z95 * sqrt(share * (1 - share) / self.total + spread / (4 * self.total)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)
