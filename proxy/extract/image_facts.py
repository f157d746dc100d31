"""How large a picture is and how many frames it has, from its headers alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from proxy.extract.image_gif import pictures
from proxy.extract.reasons import Reason, Unreadable

MOST_PIXELS: Final = 40_000_000
"""A picture larger than this is not unpacked."""
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ANIMATED: Final = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Width times height, and frames; `frames` is 2 for any number above one."""

    pixels: int
    frames: int


def facts(data: bytes) -> Facts:
    """Read the headers.

    Raises:
        Unreadable: damaged, or a format that is not read (JPEG, PNG, GIF, WebP and BMP are).
    """
    try:
        if data.startswith(b"\x89PNG"):
            width, height = struct.unpack_from(">II", data, 16)
            return Facts(width * height, _ANIMATED if b"acTL" in data[:4096] else 1)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"GIF8"):
            width, height = struct.unpack_from("<HH", data, 6)
            return Facts(width * height, min(pictures(data), _ANIMATED))
        if data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", data, 18)
            return Facts(abs(width * height), 1)
    except (struct.error, IndexError):
        raise Unreadable(Reason.DAMAGED) from None
    raise Unreadable(Reason.UNSUPPORTED)


def _jpeg(data: bytes) -> Facts:
    position = 2
    while position + 4 <= len(data):
        marker = data[position + 1]
        if data[position] != 0xFF:  # noqa: PLR2004  every marker begins with it
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return Facts(width * height, 1)
        position += 2 + length
    raise Unreadable(Reason.DAMAGED)


def _webp(data: bytes) -> Facts:
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return Facts(width * height, _ANIMATED if data[20] & 0x02 else 1)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return Facts(((bits & 0x3FFF) + 1) * (((bits >> 14) & 0x3FFF) + 1), 1)
    width, height = struct.unpack_from("<HH", data, 26)
    return Facts((width & 0x3FFF) * (height & 0x3FFF), 1)
