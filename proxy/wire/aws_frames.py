"""AWS's binary event stream (``application/vnd.amazon.eventstream``): frames in, however cut, events out, and back.

A frame is: total length and length of the headers (4 bytes each, big endian), a CRC-32 of these eight bytes, headers,
payload, a CRC-32 of all before it. Both sums are checked, the first before its lengths are believed. A header is a name
(length in one byte), a type and a value; those that say what the payload is are of type 7, a string with its length in
two bytes. Others are dropped, so that no text passes unread.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from proxy.errors import ProviderGarbled
from proxy.wire.sse import MAX_EVENT_BYTES, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEDIA_TYPE: Final = "application/vnd.amazon.eventstream"
KIND: Final = b":event-type"
MESSAGE: Final = b":message-type"
EXCEPTION: Final = b":exception-type"
CONTENT: Final = b":content-type"
_KEPT: Final = (KIND, MESSAGE, EXCEPTION, CONTENT, b":error-code", b":error-message")
_STRING: Final = 7
_FIXED: Final = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
"""Bytes of the values whose type has one length: true, false, byte, short, integer, long, time, UUID."""
_SIZED: Final = (6, _STRING)
"""Bytes and strings, with their length in two bytes before them."""
_PRELUDE: Final = 12
_SUM: Final = 4
_LEAST: Final = _PRELUDE + _SUM
MAX_HEADER_BYTES: Final = 128 * 1024
_LONGEST_VALUE: Final = 0xFFFF


class FrameSplitter:
    """Cuts one stream into frames; each is handed out as an event with its string headers as fields."""

    def __init__(self, max_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._held = bytearray()

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The frames that end within `chunk`; the iterator must be exhausted before the next call.

        Raises:
            ProviderGarbled: a sum is wrong, or a frame is over the cap.
        """
        self._held += chunk
        start = 0
        try:
            while len(self._held) - start >= _PRELUDE:
                size = self._size(start)
                if len(self._held) - start < size:
                    return
                frame = bytes(self._held[start : start + size])
                start += size
                yield _event(frame)
        finally:
            del self._held[:start]

    def finish(self) -> Iterator[Event]:
        """The bytes ended.

        Raises:
            ProviderGarbled: in the middle of a frame.
        """
        if self._held:
            raise ProviderGarbled("The provider's stream ended in the middle of a message.")
        yield from ()

    def _size(self, start: int) -> int:
        head = bytes(self._held[start : start + _PRELUDE])
        size, headers = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
        if zlib.crc32(head[:8]) != int.from_bytes(head[8:], "big"):
            raise _damaged()
        if size > self._max_bytes or headers > min(MAX_HEADER_BYTES, size - _LEAST):
            raise _damaged()
        return size


def _damaged() -> ProviderGarbled:
    return ProviderGarbled("The provider sent a message that is damaged or larger than any answer should be.")


def _event(frame: bytes) -> Event:
    if zlib.crc32(frame[:-_SUM]) != int.from_bytes(frame[-_SUM:], "big"):
        raise _damaged()
    end = _PRELUDE + int.from_bytes(frame[4:8], "big")
    return Event(frame[end:-_SUM], tuple(_headers(frame[_PRELUDE:end])))


def _headers(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The string headers that are kept."""
    at = 0
    while at < len(raw):
        name_end = at + 1 + raw[at]
        name = raw[at + 1 : name_end]
        kind = raw[name_end] if name_end < len(raw) else -1
        at = name_end + 1
        if kind in _SIZED:
            size = int.from_bytes(raw[at : at + 2], "big")
            at += 2
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise _damaged()
        if at + size > len(raw):
            raise _damaged()
        if kind == _STRING and name in _KEPT:
            yield name, raw[at : at + size]
        at += size


def frame(payload: bytes, headers: Mapping[bytes, bytes]) -> bytes:
    """A frame with string headers.

    Raises:
        ProviderGarbled: a header is longer than a frame can say; placeholders in it may have grown.
    """
    if any(len(value) > _LONGEST_VALUE for value in headers.values()):
        raise _damaged()
    head = b"".join(
        bytes([len(name)]) + name + bytes([_STRING]) + len(value).to_bytes(2, "big") + value
        for name, value in headers.items()
    )
    prelude = (_LEAST + len(head) + len(payload)).to_bytes(4, "big") + len(head).to_bytes(4, "big")
    before = prelude + zlib.crc32(prelude).to_bytes(4, "big") + head + payload
    return before + zlib.crc32(before).to_bytes(_SUM, "big")
