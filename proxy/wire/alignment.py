"""Which part of a rewritten text comes from which part of the original, without knowing how it was rewritten.

Two uses: token probabilities repeat the text piece by piece, and citations point into it by offsets. Both must agree
with what left. The original comes in pieces, the rewritten text as it is released; pieces that came through unchanged
stay pieces, and those that a change touches are one group with what stands there now. The law: the texts of all groups,
joined, are the rewritten text. Bytes of UTF-8 throughout, because a piece may end inside a character.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAME: Final = 12
"""So many bytes must agree behind a change before it counts as ended."""
_REACH: Final = 600
"""A change that covers more pieces than this is given up: units of the machine are shorter."""
_WINDOW: Final = 8192
"""Bytes of the rewritten text in which the end of a change is looked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many pieces of the original, and what they became; `same` when nothing changed."""

    pieces: int
    text: bytes = field(repr=False)
    same: bool


_MOST_WAITING: Final = 1 << 16
"""Bytes of released text that may wait for the pieces it belongs to."""
MOST_HEARD: Final = 1 << 21
"""Characters of one text that are kept for offsets into it: more than any model says, and an end to endless ones."""


@dataclass(slots=True)
class Heard:
    """A text as it came and as it left, for what points into it later; forgotten when it grows beyond all measure."""

    _said: list[str] = field(default_factory=list, repr=False)
    _now: list[str] = field(default_factory=list, repr=False)
    _size: int = 0

    def hear(self, said: str, now: str) -> None:
        """Note the next pieces."""
        self._size += len(said) + len(now)
        if self._size > 2 * MOST_HEARD:
            self._said.clear()
            self._now.clear()
        else:
            self._said.append(said)
            self._now.append(now)

    @property
    def texts(self) -> tuple[str, str]:
        """Both so far; empty when it was too long."""
        return "".join(self._said), "".join(self._now)


@dataclass(slots=True)
class Aligner:
    """Takes pieces and released text as they come; gives groups in order. `lost` says that it gave up."""

    lost: bool = False
    _pieces: deque[bytes] = field(default_factory=deque, repr=False)
    _out: bytearray = field(default_factory=bytearray, repr=False)

    def feed(self, pieces: Iterable[bytes], released: bytes) -> list[Group]:
        """Take the next pieces of the original, and what was released meanwhile; return groups that are decided."""
        self._pieces.extend(pieces)
        self._out += released
        groups = self._groups(last=False)
        self.lost = self.lost or len(self._out) > _MOST_WAITING
        if self.lost:
            self._pieces.clear()
            self._out.clear()
        return groups

    def finish(self, released: bytes = b"") -> list[Group]:
        """Both texts ended: the rest."""
        self._out += released
        groups = self._groups(last=True)
        if not self.lost and (self._pieces or self._out):
            groups.append(Group(len(self._pieces), bytes(self._out), same=False))
            self._pieces.clear()
            self._out.clear()
        return groups

    def _groups(self, *, last: bool) -> list[Group]:
        found: list[Group] = []
        while self._pieces and not self.lost:
            piece = self._pieces[0]
            if self._out.startswith(piece):
                self._pieces.popleft()
                del self._out[: len(piece)]
                found.append(Group(1, piece, same=True))
            elif (not last and self._begins(piece)) or not self._changed(found, last=last):
                break
        return found

    def _begins(self, piece: bytes) -> bool:
        """Whether what is released so far is the beginning of a piece; a rest that is longer is not copied."""
        return len(self._out) < len(piece) and piece.startswith(bytes(self._out))

    def _changed(self, found: list[Group], *, last: bool) -> bool:
        """Find where a change ends; False when that is not yet known."""
        most = min(len(self._pieces), _REACH)
        for count in range(1, most + 1):
            behind = self._behind(count)
            if len(behind) < _SAME and not (last and behind):
                return False
            at = self._out.find(behind, 0, _WINDOW)
            if at >= 0:
                found.append(Group(count, bytes(self._out[:at]), same=False))
                for _ in range(count):
                    self._pieces.popleft()
                del self._out[:at]
                return True
        self.lost = most == _REACH and not last
        return False

    def _behind(self, count: int) -> bytes:
        """The first bytes of the original behind so many pieces."""
        taken = bytearray()
        for piece in islice(self._pieces, count, count + _SAME):
            taken += piece
            if len(taken) >= _SAME:
                break
        return bytes(taken[:_SAME])


def moved_offsets(original: str, rewritten: str, *, whole: bool = True) -> list[tuple[int, int]] | None:
    """For each character offset of `original`, its end included, the offset in `rewritten`; None: nothing moved.

    Two offsets each: for one that begins a span, and for one that ends it. They differ inside a change, which belongs
    to the span as a whole. When the texts are not `whole`, what is still to come is taken for unchanged.
    """
    if original == rewritten:
        return None
    aligner = Aligner()
    characters = (character.encode("utf-8", "surrogatepass") for character in original)
    text = rewritten.encode("utf-8", "surrogatepass")
    groups = [*aligner.feed(characters, b""), *aligner.finish(text)] if whole else aligner.feed(characters, text)
    offsets: list[tuple[int, int]] = []
    position = 0
    for group in groups:
        end = position + len(group.text.decode("utf-8", "surrogatepass"))
        if group.pieces:
            offsets += [(position, position), *[(position, end)] * (group.pieces - 1)]
        position = end
    rest = range(len(original) + 1 - len(offsets))
    return [*offsets, *((position + each * (not whole), position + each * (not whole)) for each in rest)]
