"""Patterns of re2 without the cost of its Python wrapper.

The wrapper turns every call into a generator and counts offsets of bytes back to characters: about 10 us a call, of
which the automaton itself takes one. In ASCII text the two offsets are the same, so nothing is to be counted; in other
text they are counted for matches only. Results are those of the wrapper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_lengths = re2._re2  # noqa: SLF001  the compiled half of the package: what the wrapper itself is made of
_ANYWHERE = _lengths.RE2.Anchor.UNANCHORED
_AT_START = _lengths.RE2.Anchor.ANCHOR_START
_NONE = (-1, -1)


class Match:
    """A match: as `re.Match`, as far as detectors ask. Offsets are characters of the text."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self._text = text
        self._spans = spans

    def span(self, group: int = 0) -> tuple[int, int]:
        """First character and one past the last, or (-1, -1) for a group that took no part."""
        return self._spans[group]

    def start(self, group: int = 0) -> int:
        """First character, or -1."""
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        """One past the last character, or -1."""
        return self._spans[group][1]

    def group(self, group: int = 0) -> str | Any:  # noqa: ANN401  as typeshed has it for `re`: a str nearly always
        """What a group matched; None for one that took no part."""
        start, end = self._spans[group]
        return self._text[start:end] if start >= 0 else None

    def groups(self) -> tuple[str | None, ...]:
        """What every group matched, None for those that took no part."""
        return tuple(self._text[start:end] if start >= 0 else None for start, end in self._spans[1:])

    def __repr__(self) -> str:
        return f"Match({self._spans[0]})"


class Pattern:
    """A pattern: `search`, `match` and `finditer` in linear time. Compiled when it is first asked.

    There are about 1,500, a millisecond each, and a text needs some dozens: compiling all of them cost 1.5 s of every
    start, in the main process and in the workers' parent alike.

    Args:
        pattern: the pattern.
        options: re2's.
        prepare: makes re2's syntax of it.

    Raises:
        re2.error: (on first use) the pattern is not in re2's syntax.
    """

    __slots__ = ("_compiled", "_groups", "_match", "_options", "_pattern", "_prepare")

    def __init__(self, pattern: str, options: re2.Options, prepare: Callable[[str], str] | None = None) -> None:
        self._pattern, self._options, self._prepare = pattern, options, prepare
        self._compiled: Any = None
        self._match: Any = None
        self._groups = 0

    @property
    def pattern(self) -> str:
        """The pattern in re2's syntax."""
        return self._pattern if self._prepare is None else self._prepare(self._pattern)

    @property
    def groups(self) -> int:
        """How many groups it has."""
        assert self._find is not None  # noqa: S101  it compiles
        return self._groups

    @property
    def _find(self) -> Any:  # noqa: ANN401  the wrapper ships no types
        if self._match is None:
            self._compiled = re2.compile(self.pattern, self._options)
            self._match = self._compiled._regexp.Match  # noqa: SLF001  the automaton itself: see the file's docstring
            self._groups = int(self._compiled.groups)  # asked for each text: 10 us when re2 is asked every time
        return self._match

    def search(self, text: str) -> Match | None:
        """The first match anywhere."""
        return self._first(_ANYWHERE, text)

    def match(self, text: str) -> Match | None:
        """The match that begins where the text begins."""
        return self._first(_AT_START, text)

    def _first(self, anchor: object, text: str) -> Match | None:
        encoded = text.encode()
        spans = self._find(anchor, encoded, 0, len(encoded))
        if spans[0] == _NONE:
            return None
        return Match(text, spans if len(encoded) == len(text) else _in_characters(encoded, spans, 0, 0))

    def finditer(self, text: str) -> Iterator[Match]:
        """Every match, from the left, never overlapping."""
        encoded = text.encode()
        size = len(encoded)
        plain = size == len(text)
        at = chars = counted = 0
        find = self._find
        while (spans := find(_ANYWHERE, encoded, at, size))[0] != _NONE:
            start, end = spans[0]
            if plain:
                yield Match(text, spans)
            else:
                chars += _lengths.BytesToCharLen(encoded, counted, start)
                counted = start
                yield Match(text, _in_characters(encoded, spans, start, chars))
            if at == size:
                return
            if end == at:  # nothing matched: one character on, or this would go on for ever
                end += 1 if plain else _lengths.CharLenToBytes(encoded, at, 1)
            at = end


def _in_characters(encoded: bytes, spans: list[tuple[int, int]], base: int, chars: int) -> list[tuple[int, int]]:
    """Spans of bytes as spans of characters; `chars` of them lie before the byte `base`, which no span precedes."""
    count = _lengths.BytesToCharLen
    return [
        (chars + count(encoded, base, start), chars + count(encoded, base, end)) if start >= 0 else _NONE
        for start, end in spans
    ]
