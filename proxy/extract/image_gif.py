"""GIF (89a specification): the first picture, without comments, texts and data of programs."""

from __future__ import annotations

from typing import Final

from proxy.extract.reasons import Reason, Unreadable

_HEADER: Final = 13
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL: Final = 0xF9
_DESCRIPTOR: Final = 10


def clean(data: bytes) -> bytes:
    """The first picture alone.

    Raises:
        Unreadable: damaged.
    """
    position = _HEADER + _table(data[10])
    start = data[:position]
    control = b""
    while True:
        kind = data[position]
        if kind == _EXTENSION:
            end = _blocks_end(data, position + 2)
            if data[position + 1] == _CONTROL:  # transparency and timing of the picture that follows
                control = data[position:end]
            position = end
        elif kind == _IMAGE:
            end = _blocks_end(data, position + _DESCRIPTOR + _table(data[position + 9]) + 1)
            return start + control + data[position:end] + bytes([_TRAILER])
        else:
            raise Unreadable(Reason.DAMAGED)


def pictures(data: bytes) -> int:
    """How many pictures the file holds."""
    position, count = _HEADER + _table(data[10]), 0
    while data[position] != _TRAILER:
        if data[position] == _EXTENSION:
            position = _blocks_end(data, position + 2)
        elif data[position] == _IMAGE:
            count += 1
            position = _blocks_end(data, position + _DESCRIPTOR + _table(data[position + 9]) + 1)
        else:
            raise Unreadable(Reason.DAMAGED)
    return count


def _table(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, position: int) -> int:
    while size := data[position]:
        position += 1 + size
    return position + 1
