"""How the bytes of a file travel in a string: base64 or a data URL (RFC 4648, RFC 2397); there and back in one form.

What two decoders could read differently (text behind the padding, two alphabets, stray characters) is refused.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

_WHITE: Final = b" \t\r\n"
_TO_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_TO_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_QUANTUM: Final = 4
CHUNK: Final = 1 << 18
"""Characters decoded or encoded at once: between two the interpreter can turn to the event loop (2 ms each)."""
_HEAD: Final = re.compile(r"data:[^,]{0,512},", re.IGNORECASE)
_PLAIN_HEAD: Final = re.compile(
    r"data:(?:(?:text/(?:plain|csv|html|markdown|xml|css|javascript|calendar|rtf|tab-separated-values)"
    r"|application/(?:pdf|json|jsonl|x-ndjson|xml|rtf|zip|msword|octet-stream|yaml|csv)"
    r"|application/vnd\.openxmlformats-officedocument\.(?:wordprocessingml\.document|spreadsheetml\.sheet"
    r"|presentationml\.presentation)|application/vnd\.ms-(?:excel|powerpoint|outlook)|message/rfc822"
    r"|image/(?:png|jpe?g|gif|webp|svg\+xml|heic|heif|bmp|tiff|avif)"
    r"|audio/(?:wav|x-wav|mpeg|mp3|mp4|ogg|flac|webm|aac)|video/(?:mp4|mpeg|webm|quicktime|ogg)))?"
    r"(?:;charset=(?:utf-?8|us-ascii|utf-?16(?:le|be)?|iso-8859-1|windows-1252))?(?:;base64)?,",
    re.IGNORECASE,
)
"""Heads in which nothing can hide; any other is read like a text."""


class NotWrapped(ValueError):
    """A string that is no base64 and no data URL, or one that could be read in two ways. Holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The form in which a file came, so that it can leave in the same.

    Attributes:
        head: of a data URL, up to and with its comma; empty for bare base64.
        percent: percent-encoded (a data URL without ``;base64``).
        url_safe: base64 with ``-`` and ``_``.
        padded: base64 with ``=`` at its end.
        line: characters to a line of base64; 0 when all stands in one.
        newline: between lines, and at the end if `ended`.
        ended: whether the last line has a line end too.
    """

    head: str = field(default="", repr=False)
    percent: bool = False
    url_safe: bool = False
    padded: bool = True
    line: int = 0
    newline: str = ""
    ended: bool = False

    @property
    def telling(self) -> bool:
        """Whether the head could say something of a person, and must be read."""
        return bool(self.head) and _PLAIN_HEAD.fullmatch(self.head) is None

    def packed(self, data: bytes, *, head: str | None = None) -> str:
        """The string that carries `data`, in this form; `head` in place of the one it came with."""
        start = self.head if head is None else head
        if self.percent:
            return start + quote_from_bytes(data)
        step = CHUNK // 4 * 3
        raw = b"".join(binascii.b2a_base64(data[at : at + step], newline=False) for at in range(0, len(data), step))
        if self.url_safe:
            raw = raw.translate(_TO_URL_SAFE)
        text = raw.decode("ascii")
        if not self.padded:
            text = text.rstrip("=")
        return start + self._in_lines(text)

    def _in_lines(self, text: str) -> str:
        if not self.line:
            return text
        lines = [text[at : at + self.line] for at in range(0, len(text), self.line)]
        return self.newline.join(lines) + (self.newline if self.ended else "")


def unpacked(carried: str) -> tuple[Wrapping, bytes]:
    """The form of a string, and the bytes it carries.

    Raises:
        NotWrapped: no base64 and no data URL, or an ambiguous one.
    """
    if carried[:5].lower() != "data:":
        return _base64("", carried)
    found = _HEAD.match(carried)
    if found is None:
        raise NotWrapped
    head, rest = found[0], carried[found.end() :]
    if head[:-1].lower().endswith(";base64"):
        return _base64(head, rest)
    if "base64" in head.lower() or not rest.isascii():  # "; base64," and ";base64;x," are base64 to some readers
        raise NotWrapped
    return Wrapping(head, percent=True), unquote_to_bytes(rest)


def _base64(head: str, text: str) -> tuple[Wrapping, bytes]:
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError:
        raise NotWrapped from None
    line, newline, ended = _lines(text)
    if any(each in text for each in _WHITE.decode()):
        raw = raw.translate(None, _WHITE)
    url_safe = b"-" in raw or b"_" in raw
    if url_safe and (b"+" in raw or b"/" in raw):
        raise NotWrapped
    if url_safe:
        raw = raw.translate(_TO_STANDARD)
    if 0 <= raw.find(b"=") < len(raw) - 2:  # two texts in one; the decoder sees it only inside a piece
        raise NotWrapped
    missing = -len(raw) % _QUANTUM
    data = _decoded(raw + b"=" * missing)
    return Wrapping(head, False, url_safe, not missing, line, newline, ended), data  # noqa: FBT003 # base64


def _decoded(raw: bytes) -> bytes:
    try:
        return b"".join(binascii.a2b_base64(raw[at : at + CHUNK], strict_mode=True) for at in range(0, len(raw), CHUNK))
    except binascii.Error:
        raise NotWrapped from None


def _lines(text: str) -> tuple[int, str, bool]:
    """Characters to a line, the line end, and whether the last line has one; zeros for text in one line."""
    end = text.find("\n")
    if end <= 0:
        return 0, "", False
    newline = "\r\n" if text[end - 1] == "\r" else "\n"
    return end + 1 - len(newline), newline, text.endswith("\n")
