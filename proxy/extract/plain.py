"""Bytes that are plain text, decoded: UTF-8, UTF-16 or UTF-32 with a byte order mark, or plausibly Windows-1252."""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
"""Text has tabs, line ends, vertical tabs and form feeds, and no other control character. Escape is one: it shifts
ISO-2022 text into alphabets that no detector would see."""

_CONTROL_C1: Final = re.compile(r"[\x80-\x84\x86-\x9f]")
"""As UTF-8 nobody writes these, but for next line."""

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_MOST_HIGH: Final = 0.3
"""Western text has few accented letters; more of them is another encoding, or no text."""


def decoded(data: bytes) -> str | None:
    """The text, without a byte order mark; None when the bytes are no plain text."""
    for mark, codec in _MARKED:
        if data.startswith(mark):
            return _clean(data, codec)
    try:
        data.decode()
    except UnicodeDecodeError:
        return _clean(data, "cp1252") if len(_HIGH.findall(data)) <= _MOST_HIGH * len(data) else None
    return _clean(data, "utf-8")


def _clean(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text) or (codec != "cp1252" and _CONTROL_C1.search(text)):
        return None
    return text
