"""Excerpts of a text in which some places are replaced by another reading of them, with the map back.

An excerpt keeps the words before a place, because a label there says what the value is, and some behind it. Excerpts
are parted by a mark that no pattern takes for part of a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BEFORE: Final = 80
"""Characters kept before a place: a label, its gap of small words, and a little more (`identifiers.labels`)."""
AFTER: Final = 40
"""Characters kept behind a place: what a pattern asks of the text after a value."""

Kind: TypeAlias = Literal["escape", "block", "mirror", "digits", "weak", "labelled"]
"""How a place was read: character by character; as a whole; as a whole, backwards, its characters still known one by
one; as digits; as digits that need a label or a check digit; as digits that need a label."""

ENCODED: Final = frozenset({"escape", "block", "mirror"})
"""Readings that undo an encoding."""
_CODEC_REACH: Final = 48
# Alternatives of words over at most 48 characters: stdlib `re` is safe here, and re2 has no look-behind.
_CODEC: Final = re.compile(
    r"[\s(\[_-]*(?<![A-Za-z])(?:base[ _-]?(?:64|32)(?:[ _-]?url)?|b64|hex(?:adecimal)?|ascii|binary|html|url|percent"
    r"|unicode|rot[ -]?13|quoted[ -]printable|utf-?8|revers(?:ed|e)|backwards?|al rev[e\xe9]s|spelled(?: out)?|digits?"
    r"|in words|en palabras|area code|one per line|spaced out"
    r"|(?:en|de)?cod(?:ed|ing|ificado)|escaped|separately)(?![A-Za-z])[\s)\]]*",
    re.IGNORECASE,
)
_PARTING: Final = "\n\ue000\n"


@dataclass(frozen=True, slots=True)
class Change:
    """``source[start:end]`` reads `text`."""

    start: int
    end: int
    text: str
    kind: Kind

    def __repr__(self) -> str:
        return f"Change({self.start}, {self.end}, <{len(self.text)} chars>, {self.kind})"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """See the file's docstring. Runs lie in the order of `text`; the last one is an empty run at its end.

    Attributes:
        text: all excerpts.
        places: where each run begins in `text`.
        spans: start and end of each run in the source.
        kinds: how each run was read; None where it was copied, "" where excerpts are parted.
    """

    text: str
    places: Sequence[int]
    spans: Sequence[tuple[int, int]]
    kinds: Sequence[Kind | Literal[""] | None]

    def __repr__(self) -> str:
        return f"Rewriting(<{len(self.text)} chars>, {len(self.places)} runs)"

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the source of the slice ``start:end``, or None if it crosses from one excerpt into another."""
        first, last = self._run(start), self._run(end - 1)
        if "" in self.kinds[first : last + 1]:
            return None
        if first == last and self.kinds[first] == "mirror":
            begin, offset = self.spans[first][1], self.places[first]
            return begin - (end - offset), begin - (start - offset)
        return self._source(first, start)[0], self._source(last, end - 1)[1]

    @property
    def worded(self) -> bool:
        """Whether any encoded place reads as a letter, or as text with letters."""
        ends = zip(self.places, [*self.places[1:], len(self.text)], self.kinds, strict=True)
        return any(kind in ENCODED and any(map(str.isalpha, self.text[start:end])) for start, end, kind in ends)

    def readings(self, start: int, end: int) -> set[Kind]:
        """How the places were read that the slice ``start:end`` lies on; empty when all of it was only copied."""
        touched = self.kinds[self._run(start) : bisect_left(self.places, end)]
        return {kind for kind in touched if kind}

    def _run(self, place: int) -> int:
        return bisect_right(self.places, place) - 1

    def _source(self, run: int, place: int) -> tuple[int, int]:
        """The characters of the source that character `place`, which lies in this run, was made from."""
        start, end = self.spans[run]
        if self.kinds[run] is not None:
            return start, end
        copied = start + place - self.places[run]
        return copied, copied + 1


def disjoint(changes: Iterable[Change]) -> list[Change]:
    """The changes in order, without those that overlap one that begins before, or as soon and is longer."""
    out: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, -change.end)):
        if not out or change.start >= out[-1].end:
            out.append(change)
    return out


def rewritten(source: str, *layers: Sequence[Change]) -> Rewriting | None:
    """The excerpts around these changes; None when there are none. The changes of one layer do not overlap."""
    build = _Builder(source)
    for changes in layers:
        for window in _windows(changes):
            build.excerpt(window)
    return build.done()


def _windows(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes whose excerpts would overlap, together."""
    window: list[Change] = []
    for change in changes:
        if window and change.start - BEFORE > window[-1].end + AFTER:
            yield window
            window = []
        window.append(change)
    if window:
        yield window


class _Builder:
    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._places: list[int] = []
        self._spans: list[tuple[int, int]] = []
        self._kinds: list[Kind | Literal[""] | None] = []

    def excerpt(self, window: Sequence[Change]) -> None:
        position = self._label(_word_start(self._source, window[0].start - BEFORE), window[0].start)
        for change in window:
            self._add(self._source[position : change.start], position, change.start, None)
            self._add(change.text, change.start, change.end, change.kind)
            position = change.end
        end = _word_end(self._source, position, position + AFTER)
        self._add(self._source[position:end], position, end, None)
        self._add(_PARTING, end, end, "")

    def _label(self, position: int, end: int) -> int:
        """Copy what may be a label without the words that only name the encoding ("SSN (base64): ")."""
        for match in _CODEC.finditer(self._source, max(position, end - _CODEC_REACH), end):
            self._add(self._source[position : match.start()], position, match.start(), None)
            self._add(" ", *match.span(), None)
            position = match.end()
        return position

    def done(self) -> Rewriting | None:
        if not self._places:
            return None
        end = len(self._source)
        self._places.append(self._length)
        return Rewriting("".join(self._parts), self._places, [*self._spans, (end, end)], [*self._kinds, ""])

    def _add(self, text: str, start: int, end: int, kind: Kind | Literal[""] | None) -> None:
        if text or kind:
            self._places.append(self._length)
            self._spans.append((start, end))
            self._kinds.append(kind)
            self._parts.append(text)
            self._length += len(text)


def _word_start(text: str, place: int) -> int:
    """`place`, or the beginning of the next word when it lies inside one: half a word or number misleads."""
    if place <= 0:
        return 0
    limit = place + BEFORE // 2
    while place < limit and not text[place - 1].isspace():
        place += 1
    return place


def _word_end(text: str, least: int, place: int) -> int:
    if place >= len(text):
        return len(text)
    while place > least and not text[place].isspace():
        place -= 1
    return place
