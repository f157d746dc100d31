"""The figures: recall per group, language, script, casing and length of the name, and the gap between groups.

Shares come with 95 % Wilson intervals, gaps with 95 % bootstrap intervals: with a few hundred names a group a
perfectly fair detector shows a gap of some points by chance, so a gap counts against a detector only where the whole
interval lies above the limit.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detectors.evaluation.equity.cases import CASINGS
from detectors.evaluation.wilson import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from detectors.evaluation.equity.cases import Case

LIMITS: Final[Mapping[str, float]] = {"as written": 0.03, "lower": 0.06, "upper": 0.06}
"""Largest gap between groups that is accepted, by casing."""
DRAWS: Final = 2000
_LONG: Final = 3
_SCALE: Final = 4


def figures(found: Iterable[tuple[Case, bool]]) -> dict[str, Any]:
    """Tables of shares, and the gaps between origin groups.

    Args:
        found: each case, and whether every letter of its name was found.
    """
    hits: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    groups: dict[str, defaultdict[str, list[int]]] = {casing: defaultdict(lambda: [0, 0]) for casing in CASINGS}
    cases = 0
    for case, hit in found:
        cases += 1
        counts = [hits[case.axis, case.value]] if case.axis != "group" else []
        if case.axis == "group":
            counts = [groups[case.casing][case.value], hits["casing", case.casing]]
            if case.casing == CASINGS[0]:
                counts.append(hits["length", _length(case.words)])
        for count in counts:
            count[0] += hit
            count[1] += 1
    return {
        "cases": cases,
        "groups": {casing: _table(tally) for casing, tally in groups.items()},
        "gaps": {casing: _gap(tally, LIMITS[casing]) for casing, tally in groups.items()},
        **{
            table: _table({value: count for (axis, value), count in hits.items() if axis == name})
            for table, name in (
                ("casings", "casing"),
                ("lengths", "length"),
                ("languages", "language"),
                ("scripts", "script"),
            )
        },
    }


def shortfalls(measured: Mapping[str, Any]) -> list[str]:
    """Casings in which the gap between groups is above the limit beyond chance."""
    return [casing for casing, gap in measured["gaps"].items() if not gap["fair"]]


def _length(words: int) -> str:
    return "one word" if words == 1 else f"{_LONG} or more words" if words >= _LONG else "two words"


def _table(tally: Mapping[str, Sequence[int]]) -> dict[str, dict[str, Any]]:
    return {value: _share(*tally[value]) for value in sorted(tally)}


def _share(hits: int, total: int) -> dict[str, Any]:
    share = Share(hits, total)
    low, high = share.interval
    value = None if share.value is None else round(share.value, _SCALE)
    return {"hits": hits, "total": total, "share": value, "low": round(low, _SCALE), "high": round(high, _SCALE)}


def _gap(tally: Mapping[str, Sequence[int]], limit: float) -> dict[str, Any]:
    """The best group's share less the worst one's, with its basic bootstrap interval (Davison and Hinkley 1997, 5.2).

    Basic and not percentile: the largest of many differences is biased upwards by noise alone, which the basic
    interval takes back.
    """
    if not tally:
        return {"gap": None, "low": None, "high": None, "limit": limit, "best": None, "worst": None, "fair": True}
    shares = {group: hits / total for group, (hits, total) in tally.items()}
    best, worst = max(shares, key=lambda group: shares[group]), min(shares, key=lambda group: shares[group])
    totals = np.array([total for _, total in tally.values()])
    rng = np.random.default_rng(len(shares))
    drawn = rng.binomial(totals, np.array(list(shares.values())), size=(DRAWS, len(totals))) / totals
    gap = shares[best] - shares[worst]
    above, below = np.percentile(drawn.max(axis=1) - drawn.min(axis=1), [2.5, 97.5])
    low, high = max(0.0, 2 * gap - float(below)), min(1.0, 2 * gap - float(above))
    return {
        "gap": round(gap, _SCALE),
        "low": round(low, _SCALE),
        "high": round(max(low, high), _SCALE),
        "limit": limit,
        "best": best,
        "worst": worst,
        "fair": bool(low <= limit),
    }
