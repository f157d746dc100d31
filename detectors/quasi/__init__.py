"""What identifies somebody only together with more (34 CFR 99.3 (e), (f); 45 CFR 164.514(b)(2)(i)).

Dates of one person's record, and marks for origin, language, faith, grade, school and age. `ALL` runs in the engine
only: whether a date is personal depends on who is named beside it, which `personal` decides after the names are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.quasi import dates, marks, numbers

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Detector

VALUES: tuple[Detector, ...] = (dates.DETECTOR, numbers.DETECTOR)
"""Candidates for protected values; `personal.keep_personal` decides."""

MARKS: tuple[Detector, ...] = (marks.PATTERNS, marks.CELLS)
"""Marks (``term.Q.*``): protected by nothing, weighed by linking."""

ALL: tuple[Detector, ...] = (*VALUES, *MARKS)
"""Every detector here, in the order in which it runs (results do not depend on it)."""
