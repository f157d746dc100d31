"""What a PDF file says between its objects, in comments and behind the end of packed data: no program shows it."""

from __future__ import annotations

import re
import zlib
from typing import Final

from proxy.extract import binary

_STREAM: Final = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_COMMENT: Final = re.compile(rb"%(?!%EOF|PDF-\d\.\d[\r\n])([^\r\n]+)")
_BETWEEN: Final = re.compile(
    rb"\b(?:endobj|endstream)\b(.*?)(?=\bendobj\b|\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj\b|\b(?:start)?xref\b|\Z)", re.DOTALL
)
_STEP: Final = 2**20


def asides(data: bytes) -> str:
    """Comments, and text between the objects, in a file's bytes."""
    bare = _STREAM.sub(b" endstream ", data)
    found = [match[1] for pattern in (_COMMENT, _BETWEEN) for match in pattern.finditer(bare)]
    return "\n".join(dict.fromkeys(filter(None, map(binary.strings, found))))


def comments(content: bytes) -> str:
    """Comments in a page's marks."""
    return "\n".join(filter(None, (binary.strings(match[1]) for match in _COMMENT.finditer(content))))


def behind(packed: bytes, most: int) -> bytes:
    """What stands behind the end of deflated data, of which at most so many bytes are unpacked."""
    unpacker, total = zlib.decompressobj(), 0
    try:
        while packed and total <= most and not unpacker.eof:
            total += len(unpacker.decompress(packed, _STEP))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return b""  # damaged: whoever unpacks it says so
    return unpacker.unused_data
