"""WebP (RFC 9649): the chunks that make the picture are kept. Animations are not cleaned."""

from __future__ import annotations

import struct
from typing import Final

from proxy.extract.image_exif import only_orientation
from proxy.extract.reasons import Reason, Unreadable

_HEADER: Final = 12
_PIXELS: Final = frozenset({b"VP8 ", b"VP8L"})
_EXTENDED: Final = b"VP8X"
_ALPHA, _EXIF_FLAG, _ANIMATION = 0x10, 0x08, 0x02
_EXTENDED_LENGTH: Final = 10


def clean(data: bytes) -> bytes:
    """The picture alone.

    Raises:
        Unreadable: damaged, no WebP, or an animation.
    """
    if data[8:12] != b"WEBP":
        raise Unreadable(Reason.UNSUPPORTED)
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    position, extended, kept, exif = _HEADER, b"", b"", b""
    pixels = False
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) != length:
            raise Unreadable(Reason.DAMAGED)
        if name == _EXTENDED:
            extended = body
        elif name == b"ALPH" or (name in _PIXELS and not pixels):
            kept += _chunk(name, body)
            pixels = pixels or name in _PIXELS
        elif name == b"EXIF":
            exif = only_orientation(body.removeprefix(b"Exif\x00\x00"))
        position += 8 + length + (length & 1)
    if extended and extended[0] & _ANIMATION:
        raise Unreadable(Reason.UNSUPPORTED)
    if not pixels:
        raise Unreadable(Reason.DAMAGED)
    return _file(_head(extended, exif=bool(exif)) + kept + (_chunk(b"EXIF", exif) if exif else b""))


def _head(extended: bytes, *, exif: bool) -> bytes:
    """The extended header with the flags of what is kept, where there was one."""
    if not extended:
        return b""
    flags = (extended[0] & _ALPHA) | (_EXIF_FLAG if exif else 0)
    return _chunk(_EXTENDED, bytes([flags, 0, 0, 0]) + extended[4:_EXTENDED_LENGTH])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\x00" * (len(body) & 1)


def _file(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
