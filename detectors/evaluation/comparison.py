"""Two runs side by side, and a run against the least figures that an operator accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OVERALL: Final = ("kept_back", "keep_intact", "clean_untouched", "rows_without_leak", "names_whole")

SORTS: Final = ("leaked", "damaged", "touched")
"""The sorts of misses that a run names."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure below what was asked. `figure` is its place in the report, such as ``labels.SSN.recall``."""

    figure: str
    share: float
    least: float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of this run and of the one before; None where a run has no such figure."""

    figure: str
    before: float | None
    now: float | None


def read_run(given: object) -> Mapping[str, Any]:
    """An earlier run as it was written, checked as far as a comparison relies on it.

    Raises:
        ValueError | KeyError | TypeError | AttributeError: it is none.
    """
    if not isinstance(given, dict):
        raise TypeError("a run is an object")
    if not all(share is None or type(share) in (int, float) for share in shares(given).values()):
        raise ValueError("a share is a number")
    for sort in SORTS:
        for each in given["misses"][sort]:
            _key(each)
    return given


def shares(figures: Mapping[str, Any]) -> dict[str, float | None]:
    """All shares of a run by their place in the report."""
    return dict(_shares(figures))


def _shares(figures: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    for name in _OVERALL:
        yield name, figures[name]["share"]
    for label, each in figures["labels"].items():
        yield f"labels.{label}.recall", each["recall"]["share"]
        yield f"labels.{label}.precision", each["precision"]["share"]
    for tag, each in figures["tags"].items():
        yield f"tags.{tag}.precision", each["precision"]["share"]
        yield f"tags.{tag}.recall", each["recall"]["share"]
    for tier, each in figures["actions"].items():
        yield f"actions.{tier}.right", each["right"]["share"]


def shortfalls(figures: Mapping[str, Any], least: Mapping[str, float]) -> list[Shortfall]:
    """Figures below the least accepted, by place; a figure that the set does not measure cannot fall short."""
    known = shares(figures)
    return [
        Shortfall(figure, share, wanted)
        for figure, wanted in least.items()
        if (share := known.get(figure)) is not None and share < wanted
    ]


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Shares that differ between two runs, in the order of the report."""
    old, new = shares(before), shares(now)
    return [
        Change(figure, old.get(figure), new.get(figure))
        for figure in dict.fromkeys((*new, *old))
        if old.get(figure) != new.get(figure)
    ]


def new_misses(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """What this run misses and the one before did not, and the other way round, by sort of miss."""
    out: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for sort in SORTS:
        old, new = before["misses"][sort], now["misses"][sort]
        was, has = {_key(each) for each in old}, {_key(each) for each in new}
        out[sort] = {
            "new": [each for each in new if _key(each) not in was],
            "gone": [each for each in old if _key(each) not in has],
        }
    return out


def _key(miss: Mapping[str, Any]) -> tuple[str, str, int, int]:
    key = (miss["id"], miss.get("label", ""), miss.get("start", 0), miss.get("end", 0))
    if [type(each) for each in key] != [str, str, int, int]:
        raise TypeError("a miss is named by row, label and offsets")
    return key
