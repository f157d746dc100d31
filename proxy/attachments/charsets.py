"""Text of files as characters, and back to the same bytes: UTF-8, UTF-16 and UTF-32 with their marks, Windows-1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from proxy.errors import Blocked
from proxy.extract import plain


@dataclass(frozen=True, slots=True)
class Charset:
    """One way to spell a text: a byte order mark, if there is one, and a codec that writes none."""

    mark: bytes
    codec: str

    def encoded(self, text: str) -> bytes:
        """The bytes of `text`.

        Raises:
            Blocked: a character that this encoding does not have.
        """
        try:
            return self.mark + text.encode(self.codec)
        except UnicodeEncodeError:
            raise Blocked(
                "What would be put in place of protected information cannot be written in the file's own encoding. "
                "Save the file as UTF-8 and attach it again."
            ) from None


_SAID: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_WESTERN: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"})
"""Whatever of these a file is said to be in, its letters and digits read the same."""


def agrees(charset: Charset, said: str) -> bool:
    """Whether text in this encoding may be called what `said` (a media type, the head of a data URL) calls it.

    Somebody who believes the word must not read another text than we did.
    """
    found = _SAID.search(said)
    if found is None:
        return True
    name = found[1].lower()
    if charset.mark in (b"", codecs.BOM_UTF8):
        return name in _WESTERN
    codec = charset.codec.replace("-", "")
    return name.replace("-", "") in {codec, codec[:5]}  # with or without the order of its bytes


_MARKED: Final = (
    Charset(codecs.BOM_UTF8, "utf-8"),
    Charset(codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    Charset(codecs.BOM_UTF32_BE, "utf-32-be"),
    Charset(codecs.BOM_UTF16_LE, "utf-16-le"),
    Charset(codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED: Final = (Charset(b"", "utf-8"), Charset(b"", "cp1252"))


def decoded(data: bytes) -> tuple[str, Charset] | None:
    """The text of a file and its encoding; None when it is no plain text, or would not come back byte for byte."""
    text = plain.decoded(data)
    if text is None:
        return None
    marked = next((each for each in _MARKED if data.startswith(each.mark)), None)
    for charset in _UNMARKED if marked is None else (marked,):
        if _spells(charset, text, data):
            return text, charset
    return None


def _spells(charset: Charset, text: str, data: bytes) -> bool:
    try:
        return charset.mark + text.encode(charset.codec) == data
    except UnicodeEncodeError:
        return False
