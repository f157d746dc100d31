"""The report of an equity audit as one HTML page for a lay panel: a plot, the tables, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEFT: Final = 170
"""Units of the plot left of the scale: the names of the groups."""
WIDTH: Final = 560
ROW: Final = 24
_STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One group of the plot: its share and interval as horizontal places."""

    group: str
    y: int
    x: float
    low: float
    high: float
    share: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A row per group; the scale begins at the tenth below the lowest interval."""

    casing: str
    height: int
    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]


def render(measured: Mapping[str, Any]) -> str:
    """The page; it holds no name."""
    environment = Environment(
        loader=PackageLoader("proxy.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    plots = [_plot(casing, groups) for casing, groups in measured["groups"].items()]
    return environment.get_template("equity.html").render(measured=measured, plots=plots, left=LEFT, width=WIDTH)


def _plot(casing: str, groups: Mapping[str, Any]) -> Plot:
    floor = int(min((each["low"] for each in groups.values()), default=0.0) * 10) / 10
    floor = min(floor, 0.9)

    def x(share: float) -> float:
        return round(LEFT + (share - floor) / (1 - floor) * (WIDTH - 20), 1)

    ranked = sorted(groups.items(), key=lambda pair: (-(pair[1]["share"] or 0), pair[0]))
    dots = tuple(
        Dot(group.replace("_", " "), ROW * row + 14, x(each["share"]), x(each["low"]), x(each["high"]), each["share"])
        for row, (group, each) in enumerate(ranked)
    )
    return Plot(casing, ROW * len(dots) + 40, dots, tuple(_ticks(floor, x)))


def _ticks(floor: float, x: Any) -> Iterator[tuple[float, str]]:  # noqa: ANN401  a function of one number
    for step in range(_STEPS + 1):
        share = floor + (1 - floor) * step / _STEPS
        yield x(share), f"{share:.0%}"
