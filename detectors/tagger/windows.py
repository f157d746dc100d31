"""Units into windows that the network can see at once, and its answers back to one row per unit.

A window ends where a sentence or a line does, if there is such a place in its last third: no name runs across it.
Otherwise the next window starts a little earlier, and each unit takes its answer from the window that sees more on
both sides of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detectors.tagger.wordpiece import CLS, GAPS, SEP, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detectors.tagger.wordpiece import Units

LONGEST = 126
"""Pieces in a window, without its two edge marks: what the network was trained on."""
_CLEAN_FROM = 84
_OVERLAP = 20
EDGE_KIND = 6 * len(GAPS)
_LINE = GAPS.index("line")


@dataclass(frozen=True, slots=True)
class Window:
    """A run of units.

    Attributes:
        text: number of the text it is from.
        first: its first unit.
        last: the unit after its last.
        keep: the units whose answer is taken from here, first and after the last.
        ids: piece ids with edge marks.
        kinds: kind of each piece.
        heads: place of each unit's first piece.
    """

    text: int
    first: int
    last: int
    keep: tuple[int, int]
    ids: tuple[int, ...]
    kinds: tuple[int, ...]
    heads: tuple[int, ...]


def windows(number: int, text: str, units: Units) -> Iterator[Window]:
    """The windows of one text, in order; a text without units has none."""
    count = len(units.starts)
    first, kept = 0, 0
    while first < count:
        last, clean = _end(text, units, first)
        following = last if clean or last == count else _back(units, first, last)
        until = last if following == last else (following + last + 1) // 2
        yield _window(number, units, first, last, (kept, until))
        if last == count:
            return
        first, kept = following, until


def _end(text: str, units: Units, first: int) -> tuple[int, bool]:
    """The unit after the window's last, and whether no name can run across that place."""
    size, last, clean = 0, first, 0
    count = len(units.starts)
    while last < count and size + len(units.pieces[last]) <= LONGEST:
        size += len(units.pieces[last])
        last += 1
        if size >= _CLEAN_FROM and last < count and _breaks(text, units, last):
            clean = last
    if last == count:
        return last, True
    return (clean, True) if clean else (last, False)


def _breaks(text: str, units: Units, at: int) -> bool:
    """Whether a name cannot run from the unit before `at` into it."""
    before = text[units.starts[at - 1] : units.ends[at - 1]]
    gap = units.kinds[at] % len(GAPS)
    if gap == _LINE:
        return before != ","
    return before in {"!", "?", ";"} and gap != 0


def _back(units: Units, first: int, last: int) -> int:
    size, at = 0, last
    while at > first + 1 and size < _OVERLAP:
        at -= 1
        size += len(units.pieces[at])
    return at


def _window(number: int, units: Units, first: int, last: int, keep: tuple[int, int]) -> Window:
    ids, kinds, heads = [CLS], [EDGE_KIND], []
    for pieces, kind in zip(units.pieces[first:last], units.kinds[first:last], strict=True):
        heads.append(len(ids))
        ids += pieces
        kinds.append(kind)
        if len(pieces) > 1:
            kinds += [inside(kind)] * (len(pieces) - 1)
    ids.append(SEP)
    kinds.append(EDGE_KIND)
    return Window(number, first, last, keep, tuple(ids), tuple(kinds), tuple(heads))


def arrays(window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids and kinds, both (1, pieces)."""
    return np.array([window.ids], dtype=np.int64), np.array([window.kinds], dtype=np.int64)
