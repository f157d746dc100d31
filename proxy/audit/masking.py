"""Small numbers in summaries: a count under ten can point at one person (OSPI practice; 34 CFR 99.31(b)(1)).

Counts below the limit are masked, and as many others as it takes so that no masked count can be worked out from the
total and what is shown. Single records are not masked: whoever may read them looks with a recorded reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from proxy.exchange import Json

LIMIT: Final = 10
"""Counts below it are masked; nought is no secret."""
FEWEST: Final = 2
"""Cells that must be masked together."""

K = TypeVar("K", bound="Hashable")


def masked(counts: Mapping[K, int], *, total: bool = True) -> dict[K, int | None]:
    """The counts, None for those that are masked.

    Args:
        counts: value -> count; every record counted once where `total` holds.
        total: whether the sum of all counts is shown or can be known. Then what is masked must come to at least `LIMIT`
            over at least two counts: smaller ones among those that could be shown are masked too.
    """
    hidden = [key for key, count in counts.items() if 0 < count < LIMIT]
    if hidden and total:
        spare = sorted((key for key in counts if counts[key] >= LIMIT), key=lambda key: (counts[key], repr(key)))
        while spare and (len(hidden) < FEWEST or sum(counts[key] for key in hidden) < LIMIT):
            hidden.append(spare.pop(0))
    gone = frozenset(hidden)
    return {key: None if key in gone else count for key, count in counts.items()}


def masked_facets(counts: Mapping[str, Mapping[str, int]], total: int) -> dict[str, Json]:
    """``{counts, total}`` of several fields, each masked by itself; the total too where it would tell what is masked.

    Records without a value of a field count as one more value, which is not shown.
    """
    out: dict[str, dict[str, int | None]] = {}
    telling = 0 < total < LIMIT
    for field, values in counts.items():
        rest = max(0, total - sum(values.values()))
        whole = {**values, "": rest} if rest else dict(values)
        telling = telling or masked_total(whole) is None
        shown = masked(whole)
        out[field] = {value: shown[value] for value in values}
    return {"counts": out, "total": None if telling else total}


def masked_total(counts: Mapping[K, int]) -> int | None:
    """The sum of all counts, None where it would tell what is masked."""
    shown = masked(counts)
    hidden = [key for key, count in shown.items() if count is None]
    lone = len(hidden) == 1 or 0 < sum(counts[key] for key in hidden) < LIMIT
    return None if hidden and lone else sum(counts.values())


def masked_one(count: int) -> int | None:
    """A count that stands alone."""
    return None if 0 < count < LIMIT else count
