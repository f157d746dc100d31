"""Values that run across the joint of two texts: halves of a number in two parts of a message, or in two messages.

No text by itself shows such a value. So the edges of neighbouring prose are put together into strips, which are
scanned for structured identifiers: joined directly, with a space between (which also lets a label at the end of one
message speak for a bare number at the start of the next), and, where only some joints have white space, as they were
sent. The inside of a long text is left out; short texts stand in a strip whole, so that a value may run over any
number of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from detectors.finding import Finding
from detectors.jobs import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from detectors.finding import Piece

    Scan: TypeAlias = Callable[[str, str], Sequence[Finding]]

REACH = 64
"""Characters on either side of a joint; no structured identifier with its label is longer than twice that."""

LONGEST_STRIP = 512
"""Characters, about. Strips are cut from the start, so that a growing conversation changes only its last one."""

InSlice: TypeAlias = tuple[int, Finding]
"""Number of a slice in its strip, and a finding with offsets in that slice."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a piece at a joint, without white space at the piece's ends."""

    piece: int
    start: int
    end: int
    whole: bool
    """Whether it is all of the piece, or only the edge that lies at the joint."""
    apart: bool = False
    """Whether white space stands before it: at its joint, or as a text of its own."""

    @property
    def mark(self) -> str:
        """What the findings in a strip depend on beside its text."""
        return f"{'w' if self.whole else 'c'}{'_' if self.apart else ''}"

    @property
    def length(self) -> int:
        """Characters."""
        return self.end - self.start


Strip: TypeAlias = list[Slice]


def strips(pieces: Sequence[Piece]) -> Iterator[Strip]:
    """All strips of a conversation; each has at least two slices, and each joint lies in one of them."""
    strip: Strip = []
    for head, tail in _edges(pieces):
        strip.append(head)
        if tail is not None or sum(each.length for each in strip) > LONGEST_STRIP:
            if len(strip) > 1:
                yield strip
            strip = [tail] if tail is not None else _last_slices(strip)
    if len(strip) > 1:
        yield strip


def _edges(pieces: Sequence[Piece]) -> Iterator[tuple[Slice, Slice | None]]:
    """Per prose piece: what lies at the joint before it, and behind it if that is not the same."""
    apart = False
    for index, piece in enumerate(pieces):
        if not piece.prose:
            continue
        end = len(piece.text.rstrip())
        start = len(piece.text) - len(piece.text.lstrip())
        apart = apart or start > 0
        if end - start > 2 * REACH:
            head = Slice(index, start, start + REACH, whole=False, apart=apart)
            yield head, Slice(index, end - REACH, end, whole=False)
        elif end > start:
            yield Slice(index, start, end, whole=True, apart=apart), None
        apart = end < len(piece.text) or (apart and end <= start)


def _last_slices(strip: Strip) -> Strip:
    """The end of a strip that was long enough, to start the next one with: `REACH` characters or a little more."""
    length, first = 0, len(strip)
    while length < REACH:
        first -= 1
        length += strip[first].length
    return strip[first:]


def scan_strip(strip: Strip, texts: Sequence[str], scan: Scan) -> tuple[InSlice, ...]:
    """Values that the joints of this strip reveal.

    Raises:
        ScanFailedError: `scan` raised, or found something outside the text.
    """
    sent = tuple(" " if each.apart else "" for each in strip[1:])
    direct, spaced = ("",) * len(sent), (" ",) * len(sent)
    by_gaps = {gaps: _scan_joined(strip, texts, gaps, scan) for gaps in dict.fromkeys((direct, spaced, sent))}
    # Joined as it was sent, a text may be the label of the next one; pressed together, it is none.
    across = [each for each in by_gaps[direct] if len(each) > 1]
    found = [*across, *by_gaps[spaced], *by_gaps[sent]]
    return tuple(dict.fromkeys(part for parts in found for part in parts))


def _scan_joined(strip: Strip, texts: Sequence[str], between: Sequence[str], scan: Scan) -> list[list[InSlice]]:
    """Findings in the text joined by `between`, each as its parts in the slices."""
    gaps = [*between, ""]
    joined = "".join(text + gap for text, gap in zip(texts, gaps, strict=True))
    starts = list(accumulate((len(text) + len(gap) for text, gap in zip(texts, gaps, strict=True)), initial=0))
    found = checked(lambda: scan(joined, ""), len(joined))
    return [_parts(each, starts, texts) for each in found if not _at_cut(each, strip, len(joined))]


def _at_cut(finding: Finding, strip: Strip, length: int) -> bool:
    """Whether it touches a place where we cut a text: it could be a piece of something longer."""
    return (finding.start == 0 and not strip[0].whole) or (finding.end == length and not strip[-1].whole)


def _parts(finding: Finding, starts: Sequence[int], texts: Sequence[str]) -> list[InSlice]:
    parts: list[InSlice] = []
    for number, (offset, text) in enumerate(zip(starts, texts, strict=False)):
        start, end = max(finding.start - offset, 0), min(finding.end - offset, len(text))
        if start < end:
            parts.append((number, replace(finding, start=start, end=end, why="joint")))
    return parts


def in_piece(strip: Strip, part: InSlice) -> tuple[int, Finding]:
    """The index of the piece, and the finding with offsets in its text."""
    number, finding = part
    each = strip[number]
    return each.piece, replace(finding, start=finding.start + each.start, end=finding.end + each.start)
