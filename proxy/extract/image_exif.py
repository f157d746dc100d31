"""The one thing of EXIF that a picture needs: which way up it is (EXIF 2.32, tag 0x0112)."""

from __future__ import annotations

import struct
from typing import Final

_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_WAYS: Final = range(2, 9)
"""1 is upright, and the same as nothing."""
_MOST_ENTRIES: Final = 512


def orientation(tiff: bytes) -> int:
    """The orientation, 1 to 8, in a block of EXIF (from its byte order mark on); 1 where it says none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for index in range(min(count, _MOST_ENTRIES)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * index)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if value in _WAYS else 1
    except struct.error:
        return 1
    return 1


def only_orientation(tiff: bytes) -> bytes:
    """A block of EXIF that says the orientation and nothing else; empty for upright pictures."""
    value = orientation(tiff)
    if value == 1:
        return b""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, value, 0, 0)
