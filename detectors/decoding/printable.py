"""Whether bytes are text: the test that keeps images, keys, hashes and ordinary words out of the second look."""

from __future__ import annotations

import codecs
import re
from typing import Final

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_SNIFF: Final = 96
"""Bytes that decide. Text that begins readable and is not is dropped when all of it is decoded."""
_FEWEST_WIDE: Final = 8
_ASCII: Final = bytes(range(0x80))
_MOST_HIGH: Final = 4
"""Windows-1252 has at most one byte in four above ASCII; any bytes could be some."""
_UTF8 = codecs.getincrementaldecoder("utf-8")


def as_text(data: bytes) -> str | None:
    """The text of these bytes in UTF-8, UTF-16 or Windows-1252; None where they are no readable text."""
    if _is_wide(data):
        return None if len(data) % 2 else _readable(data, "utf-16-le")
    plain = _readable(data, "utf-8")
    return plain if plain is not None or not _may_be_windows(data) else _readable(data, "cp1252")


def begins_readable(data: bytes) -> bool:
    """A cheap first test on the beginning of something long: a character may be cut at the end."""
    head = data[:_SNIFF]
    if _is_wide(head):
        return as_text(head[: len(head) & ~1]) is not None
    try:
        return bool(head) and _CONTROLS.search(_UTF8().decode(head)) is None
    except UnicodeDecodeError:
        return _may_be_windows(head) and _readable(head, "cp1252") is not None


def _is_wide(data: bytes) -> bool:
    return data[1:2] == b"\0" and len(data) >= _FEWEST_WIDE


def _may_be_windows(data: bytes) -> bool:
    high = len(data.translate(None, _ASCII))
    return len(data) <= _SNIFF and 0 < high * _MOST_HIGH <= len(data)


def _readable(data: bytes, encoding: str) -> str | None:
    try:
        plain = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return plain if plain and _CONTROLS.search(plain) is None else None
