"""JPEG (ITU-T T.81): the segments that make the picture are kept, all others dropped."""

from __future__ import annotations

import re
import struct
from typing import Final

from proxy.extract.image_exif import only_orientation
from proxy.extract.reasons import Reason, Unreadable

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_APP0, _APP1, _APP14 = 0xE0, 0xE1, 0xEE
_PICTURE: Final = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8})
"""Frames, tables of Huffman and arithmetic codes, scans, quantisation tables, restart intervals."""
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_EXIF: Final = b"Exif\x00\x00"
_ADOBE_LENGTH: Final = 12
_JFIF_LENGTH: Final = 12


def clean(data: bytes) -> bytes:
    """The picture alone.

    Raises:
        Unreadable: damaged.
    """
    kept, position = [_START], len(_START)
    while True:
        while data[position : position + 2] == b"\xff\xff":
            position += 1
        if data[position] != 0xFF:  # noqa: PLR2004  every marker begins with it
            raise Unreadable(Reason.DAMAGED)
        marker = data[position + 1]
        if marker == _END[1]:
            return b"".join([*kept, _END])
        end = position + 2 + struct.unpack_from(">H", data, position + 2)[0]
        if end > len(data):
            raise Unreadable(Reason.DAMAGED)
        body = data[position + 4 : end]
        if marker in _PICTURE:
            if marker == _SCAN:
                end = _scan_end(data, end)
            kept.append(data[position:end])
        else:
            kept.append(_application(marker, body))
        position = end


def _scan_end(data: bytes, position: int) -> int:
    match = _NEXT_MARKER.search(data, position)
    if not match:
        raise Unreadable(Reason.DAMAGED)
    return match.start()


def _application(marker: int, body: bytes) -> bytes:
    """What of an application segment belongs to the picture: resolution, orientation, the kind of colours."""
    if marker == _APP0 and body.startswith(b"JFIF\x00"):
        return _segment(marker, body[:_JFIF_LENGTH] + b"\x00\x00")  # no thumbnail
    if marker == _APP1 and body.startswith(_EXIF):
        exif = only_orientation(body[len(_EXIF) :])
        return _segment(marker, _EXIF + exif) if exif else b""
    if marker == _APP14 and body.startswith(b"Adobe"):  # how colours were transformed
        return _segment(marker, body[:_ADOBE_LENGTH])
    return b""


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
