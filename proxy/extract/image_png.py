"""PNG (W3C PNG, third edition): the chunks that make the picture are kept, and no bytes behind its last row."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from proxy.extract.image_exif import only_orientation
from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD", b"pHYs"})
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column, first row, step of columns, step of rows."""
_MOST_BYTES: Final = 512 * 2**20
_STEP: Final = 2**20


def clean(data: bytes) -> bytes:
    """The picture alone.

    Raises:
        Unreadable: damaged, or too large.
    """
    before: list[bytes] = []
    packed: list[bytes] = []
    header = b""
    for name, body in _chunks(data):
        if name == b"IHDR":
            header = body
        if name == b"IDAT":
            packed.append(body)
        elif name == b"eXIf" and not packed:
            exif = only_orientation(body)
            before.append(_chunk(name, exif) if exif else b"")
        elif name in _KEPT and not packed:
            before.append(_chunk(name, body))
    pixels = _exact(b"".join(packed), _size(header))
    return b"".join([_SIGNATURE, *before, _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) != length:
            raise Unreadable(Reason.DAMAGED)
        yield name, body
        if name == b"IEND":
            return
        position += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _size(header: bytes) -> int:
    """Bytes of the unpacked picture: a byte of filter before each row."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS.get(colour, 0)
    if not bits or not width or not height:
        raise Unreadable(Reason.DAMAGED)

    def rows(columns: int, lines: int) -> int:
        return lines * (1 + (columns * bits + 7) // 8) if columns else 0

    if not interlaced:
        size = rows(width, height)
    else:
        size = sum(
            rows(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in _PASSES if width > x and height > y
        )
    if size > _MOST_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    return size


def _exact(packed: bytes, size: int) -> bytes:
    """The packed rows as they came if they are just the picture; packed anew if anything stands behind them."""
    unpacker, total, waiting = zlib.decompressobj(), 0, packed
    while waiting and total <= size and not unpacker.eof:
        total += len(unpacker.decompress(waiting, _STEP))
        waiting = unpacker.unconsumed_tail
    if total < size:
        raise Unreadable(Reason.DAMAGED)
    if total == size and unpacker.eof and not unpacker.unused_data:
        return packed
    return zlib.compress(zlib.decompressobj().decompress(packed, size))
