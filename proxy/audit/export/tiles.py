"""Inclusion proofs for many records in little memory (RFC 6962 section 2.1.1; tiles as in C2SP tlog-tiles).

The log is cut into tiles of 256 leaves. Whole tiles are perfect subtrees, and what is left at the end is one too in the
sense of RFC 6962, so the tree over the tiles' roots is the tree over the leaves. One pass keeps a root per tile (250 kB
for a million records); a proof then needs the leaves of its own tile, which the next record mostly shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.tree import EMPTY_ROOT, node_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TILE: Final = 256


class Tiles:
    """The tree over the first `size` leaves.

    Args:
        size: number of leaves.
        leaves: ``leaves(start, stop)`` gives the leaf hashes of a range that it may read anew each time.

    Raises:
        ValueError: there are fewer leaves than `size`.
    """

    def __init__(self, size: int, leaves: Callable[[int, int], Sequence[bytes]]) -> None:
        self._size, self._leaves = size, leaves
        roots = [_levels(self._tile(start))[-1][0] for start in range(0, size, TILE)]
        self._upper = _levels(roots) if roots else [[EMPTY_ROOT]]
        self._current = -1
        self._lower: list[list[bytes]] = []

    @property
    def root(self) -> bytes:
        """Root of the tree."""
        return self._upper[-1][0]

    def proof(self, index: int) -> list[bytes]:
        """The audit path of a leaf, nearest sibling first; cheap for indices that rise.

        Raises:
            IndexError: there is no such leaf.
        """
        if not 0 <= index < self._size:
            raise IndexError("no such leaf")
        tile, place = divmod(index, TILE)
        if tile != self._current:
            self._lower, self._current = _levels(self._tile(tile * TILE)), tile
        return [*_path(self._lower, place), *_path(self._upper, tile)]

    def _tile(self, start: int) -> Sequence[bytes]:
        stop = min(start + TILE, self._size)
        found = self._leaves(start, stop)
        if len(found) != stop - start:
            raise ValueError("leaves are missing")
        return found


def _levels(nodes: Sequence[bytes]) -> list[list[bytes]]:
    """From the nodes up to the root; a last node without a neighbour goes up as it is."""
    levels = [list(nodes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        levels.append([*above, below[-1]] if len(below) % 2 else above)
    return levels


def _path(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return path
