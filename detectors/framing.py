"""Frames on a stream socket: four bytes of length, big-endian, then the body. Blocking here (workers), asyncio below.

Nothing here knows what a body means; that is `jobs`.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    import socket

_LENGTH = struct.Struct(">I")
LONGEST_FRAME = 256 * 1024 * 1024
"""Bytes. Far above any text the guard accepts; a longer frame means that the ends have lost each other."""


class FramingError(ConnectionError):
    """The other end announced a frame that no correct end would send."""


def frame(body: bytes) -> bytes:
    """The body with its length in front."""
    return _LENGTH.pack(len(body)) + body


def _body_length(head: bytes) -> int:
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST_FRAME:
        raise FramingError("frame too long")
    return int(length)


def receive(sock: socket.socket) -> bytes | None:
    """The next body, or None when the other end has closed (also in the middle of a frame)."""
    head = _receive_exactly(sock, _LENGTH.size)
    return None if head is None else _receive_exactly(sock, _body_length(head))


def _receive_exactly(sock: socket.socket, size: int) -> bytes | None:
    buffer = bytearray(size)
    view, got = memoryview(buffer), 0
    while got < size:
        count = sock.recv_into(view[got:])
        if count == 0:
            return None
        got += count
    return bytes(buffer)


async def read(reader: asyncio.StreamReader) -> bytes:
    """The next body.

    Raises:
        asyncio.IncompleteReadError | ConnectionError: the other end is gone, or not to be understood.
    """
    head = await reader.readexactly(_LENGTH.size)
    return await reader.readexactly(_body_length(head))
