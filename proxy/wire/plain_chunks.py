"""Chunks of a stream that differ from an earlier one in nothing but their words, read without parsing them again.

A provider sends the same object some hundred times, each time with other words in it. Once such a chunk was read and
found to hold nothing else that anybody would rewrite, what stands before and behind its words is known byte for byte.
A later chunk with the same bytes there, and with one string of JSON between them, says exactly what it said but for the
words: there is one way to read it (RFC 8259, section 7). Anything else is parsed as ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from proxy.exchange import Json

PADDING: Final = "obfuscation"
"""A member of random letters that hides the length of the words; it is dropped."""
_WORDS: Final = re.compile(rb'"content"\s{0,2}:\s{0,2}"([^"\\\x00-\x1f]*)"')
_LITERAL: Final = re.compile(rb'[^"\\\x00-\x1f]*+(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*+)*+"')
"""The rest of a string of JSON behind its first quote."""
_PADDING: Final = re.compile(rb'\s{0,2},\s{0,2}"obfuscation"\s{0,2}:\s{0,2}"(?=[0-9A-Za-z]+"\}\Z)')
_PADDED: Final = b'"}\n\n'
_PROBE: Final = "chaperone-probe"


@dataclass(frozen=True, slots=True)
class PlainChunk:
    """What is the same in chunks that only bring words.

    Attributes:
        index: number of the choice.
        envelope: the chunk without its words, for what is made of it later.
    """

    index: int
    envelope: dict[str, Json] = field(repr=False)
    _before: bytes = field(repr=False)
    _behind: bytes = field(repr=False)
    _padding: bytes = field(repr=False)
    """How the padding begins; empty where there is none."""
    _out_before: bytes = field(repr=False)
    _out_behind: bytes = field(repr=False)

    def words(self, data: bytes) -> str | None:
        """The words of an event that is otherwise the same, or None: it is another, or has to be parsed."""
        words, _ = self.run(b"data: %b\n\n" % data)
        return words[0] if words else None

    def run(self, data: bytes) -> tuple[list[str], bytes]:
        """The words of whole events of this kind at the beginning of `data`, and what is behind them."""
        head, tail = b"data: " + self._before, self._behind + (self._padding or b"\n\n")
        found: list[str] = []
        at = 0
        while data.startswith(head, at):
            start = at + len(head)
            literal = _LITERAL.match(data, start)
            if literal is None or not data.startswith(tail, literal.end() - 1):
                break
            words = _read(data[start : literal.end() - 1])
            end = literal.end() - 1 + len(tail)
            if self._padding:
                end = _padded(data, end)
            if not words or not end:
                break
            found.append(words)
            at = end
        return found, data[at:]

    def event(self, words: str) -> bytes:
        """The event that says these words instead. Raises TypeError for text that is not Unicode."""
        return b"data: %b%b%b\n\n" % (self._out_before, orjson.dumps(words), self._out_behind)


def _read(literal: bytes) -> str:
    """What stands between the quotes of a string of JSON; empty when nothing does, or when it is no text."""
    try:
        return orjson.loads(b'"%b"' % literal) if b"\\" in literal else literal.decode()
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        return ""


def _padded(data: bytes, start: int) -> int:
    """Where an event ends whose padding has begun, or 0."""
    end = data.find(b'"', start)
    return end + len(_PADDED) if data[start:end].isalnum() and data.startswith(_PADDED, end) else 0


def learned(data: bytes, index: int) -> PlainChunk | None:
    """What later chunks may share with this one; None when its words cannot be told from the rest.

    Args:
        data: an event whose only choice has a delta with words, and which holds nothing else to rewrite.
        index: number of that choice.
    """
    found = _WORDS.search(data)
    if found is None or b"\n" in data:  # of several lines: in the stream each of them begins with "data:"
        return None
    padded = _PADDING.search(data, found.end())
    before, behind = data[: found.start(1)], data[found.end(1) : padded.start() if padded else len(data)]
    padding = padded.group() if padded else b""
    chunk = _without_padding(orjson.loads(data))
    chunk["choices"][0]["delta"]["content"] = _PROBE
    probe = before + _PROBE.encode() + behind + (padding + b'a"}' if padding else b"")
    try:
        same = _without_padding(orjson.loads(probe)) == chunk
    except orjson.JSONDecodeError:
        same = False
    parts = orjson.dumps(chunk).split(orjson.dumps(_PROBE))
    if not same or len(parts) != 2:  # noqa: PLR2004  before and behind: the probe stands there once
        return None
    return PlainChunk(index, chunk, before, behind, padding, parts[0], parts[1])


def _without_padding(chunk: dict[str, Json]) -> dict[str, Json]:
    chunk.pop(PADDING, None)
    return chunk
