"""A name of the roster inside a longer candidate for the same name: one finding, not the name and its leftovers.

"Maria Elena Delgado Ochoa" in a field labelled "Student" holds the roster's "Maria Delgado". The roster says whose name
it is, the field says how long it is; arbitration alone would leave " Ochoa" behind as a name of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from detectors.memory import NAME_ENTITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

_MOST_WORDS: Final = 6
_LONGEST: Final = 80
_START: Final = attrgetter("start")


def with_whole_names(text: str, candidates: Sequence[Finding]) -> Sequence[Finding]:
    """The candidates, each name of the roster as long as the longest other name that holds it and no second one.

    `n log n`: a name is at most `_LONGEST` characters long, so only near neighbours are compared.

    Args:
        text: the original text.
        candidates: before arbitration.
    """
    names = [each for each in candidates if each.base in NAME_ENTITIES]
    known = sorted((each for each in names if each.why == "roster"), key=_START)
    if not known:
        return candidates
    others = sorted((each for each in names if each.why != "roster" and _is_one_name(text, each)), key=_START)
    alone = [each for each in others if len(_near(known, each.start, each.end)) == 1]
    if not alone:
        return candidates
    return [
        _stretched(each, alone) if each.why == "roster" and each.base in NAME_ENTITIES else each for each in candidates
    ]


def _is_one_name(text: str, finding: Finding) -> bool:
    if finding.end - finding.start > _LONGEST:
        return False
    value = text[finding.start : finding.end]
    return "\n" not in value and len(value.split()) <= _MOST_WORDS


def _near(ordered: Sequence[Finding], low: int, high: int) -> Sequence[Finding]:
    """Those that start in ``low:high``."""
    return ordered[bisect_left(ordered, low, key=_START) : bisect_left(ordered, high, key=_START)]


def _stretched(name: Finding, others: Sequence[Finding]) -> Finding:
    around = [each for each in _near(others, name.end - _LONGEST, name.start + 1) if each.end >= name.end]
    longest = max(around, key=lambda each: each.end - each.start, default=name)
    return replace(name, start=longest.start, end=longest.end)
