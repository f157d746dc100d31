"""Plots as inline SVG: no script, no outside resource, readable in black and white and when printed.

Each has a title and a description for those who do not see it; the same figures stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from markupsafe import Markup, escape

MASKED: Final = "<10"
"""What stands for a count that is too small to be shown."""
INK: Final = "#1c2330"
FILL: Final = "#1f5fa8"
LINE: Final = "#8a93a6"
_WIDTH: Final = 640
_LABEL: Final = 210
_BAR: Final = 20
_GAP: Final = 8
_TALL: Final = 200
_OUTLINE: Final = 12
"""Width of the outline that stands for a masked count."""
_LONGEST: Final = 30
_MOST_LABELS: Final = 11
_RIGHT: Final = 70
"""Room for the figure behind the longest bar."""

Values: TypeAlias = Sequence[tuple[str, int | None]]


def bars(title: str, unit: str, values: Values, *, name: str) -> Markup:
    """Horizontal bars, one a line, the figure behind each; `name` makes ids unique in a page."""
    most = max((value or 0 for _, value in values), default=0) or 1
    room = _WIDTH - _LABEL - _RIGHT
    height = len(values) * (_BAR + _GAP) + _GAP
    parts = []
    for row, (label, value) in enumerate(values):
        top = _GAP + row * (_BAR + _GAP)
        width = _OUTLINE if value is None else max(bool(value), round(value / most * room))
        middle = top + _BAR * 0.72
        parts.append(
            f'<text x="{_LABEL - 8}" y="{middle:.0f}" text-anchor="end">{escape(_short(label))}</text>'
            f"{_bar(_LABEL, top, width, _BAR, masked=value is None)}"
            f'<text x="{_LABEL + width + 6}" y="{middle:.0f}">{_figure(value)}</text>'
        )
    return _svg(f"{title} ({unit})", values, height, "".join(parts), name)


def columns(title: str, unit: str, values: Values, *, name: str) -> Markup:
    """Upright columns for a course of time, the largest figure at the side."""
    most = max((value or 0 for _, value in values), default=0) or 1
    left, bottom = 60, _TALL - 30
    step = (_WIDTH - left - 10) / max(len(values), 1)
    every = max(1, -(-len(values) // _MOST_LABELS))
    parts = [
        f'<line x1="{left}" y1="{bottom}" x2="{_WIDTH - 10}" y2="{bottom}" stroke="{LINE}"/>',
        f'<text x="{left - 6}" y="20" text-anchor="end">{_top(values)}</text>',
        f'<text x="{left - 6}" y="{bottom}" text-anchor="end">0</text>',
    ]
    for place, (label, value) in enumerate(values):
        x = left + place * step + 1
        tall = 0 if not value else max(1, round(value / most * (bottom - 10)))
        parts.append(_bar(x, bottom - tall, max(1.0, step - 2), tall, masked=value is None, foot=bottom))
        if place % every == 0:
            middle, said = x + step / 2, escape(label[5:] or label)
            parts.append(f'<text x="{middle:.1f}" y="{bottom + 18}" text-anchor="middle">{said}</text>')
    return _svg(f"{title} ({unit})", values, _TALL, "".join(parts), name)


def _bar(x: float, y: float, width: float, height: float, *, masked: bool, foot: float | None = None) -> str:
    """A bar; a masked one is an empty outline of a fixed size, which tells nothing."""
    if masked:
        top = y if foot is None else foot - 6
        wide, tall = (width, height) if foot is None else (width, 6.0)
        return (
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="none" stroke="{LINE}" '
            'stroke-dasharray="3 2"/>'
        )
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{FILL}"/>'


def _figure(value: int | None) -> str:
    return "&lt;10" if value is None else f"{value:,}"


def _top(values: Values) -> str:
    """The largest figure that is shown, where one is above the masked ones."""
    most = max((value or 0 for _, value in values), default=0)
    return f"{most:,}" if most or all(value is not None for _, value in values) else "&lt;10"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "\u2026"


def _svg(title: str, values: Values, height: int, inner: str, name: str) -> Markup:
    said = "; ".join(f"{label}: {MASKED if value is None else value}" for label, value in values[:40])
    # Everything that comes from records was escaped where it was put in.
    return Markup(  # noqa: S704 # as said above
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_WIDTH} {height}" width="100%" '
        f'style="max-width:{_WIDTH}px" font-family="system-ui, sans-serif" font-size="13" fill="{INK}">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(said)}</desc>{inner}</svg>'
    )
