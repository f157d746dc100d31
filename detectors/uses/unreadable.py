r"""Files and encrypted text pasted as text: nobody can say what they hold, so nobody can say that it may leave.

Known by their first bytes (ISO 32000 for PDF, APPNOTE for ZIP and so for Office files, RFC 1952 for gzip, MS-CFB for
older Office files), by their armour (RFC 9580, RFC 8551), by what stands before them (a data URL, RFC 2397; an
attachment's line; a transfer encoding, RFC 2045), or because a long run of base64 is no text. Lines may be wrapped, and
line ends written as ``\n`` in a JSON string. Base64 of text is not meant: `detectors.decoding` reads it. Small pictures
are not either: in text they are nearly always the icons of a page's source.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.identifiers.signals import DIGIT

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = "term.FAILCLOSED"
_BODY: Final = r"[A-Za-z0-9+/=_-]{40,}"
_STARTS: Final = (
    "UEsDB",  # PK: ZIP, and docx, xlsx, pptx
    "JVBERi0",  # %PDF-
    "0M8R4KGxGuE",  # OLE compound file: doc, xls, msg
    "H4sI",  # gzip
    "N3q8ryc",  # 7z
    "UmFyIR",  # Rar!
    "U2FsdGVkX1",  # Salted__: openssl enc
    "MIIF[A-Za-z0-9+/]{3}BgkqhkiG9w0BBw",  # PKCS 7 envelope
)
_PATTERN: Final = compile_pattern(
    rf"(?:^|[^A-Za-z0-9+/=]|\\n)((?:{'|'.join(_STARTS)}){_BODY}"
    r"|-----BEGIN (?:PGP MESSAGE|PKCS7|CMS|ENCRYPTED MESSAGE)-----)"
)
_LOCKED: Final = compile_pattern(
    r"(?i)(?:attached|attachment|uploaded|enclosed|adjunt\pL{1,4})[^\n]{0,80}\.(?:pdf|docx?|xlsx?|pptx?|zip|csv|7z|msg)\b"
    r"[^\n]{0,80}(?:password[- ]protected|protected (?:with|by) a password|encrypted|locked|con contrase[nñ]a)"
)
"""A file that came with the message and is said to be locked."""
_LINE_END: Final = r"(?:[ \t]{0,2}\r?\n[ \t>]{0,4}|(?:\\r)?\\n)"
_RUN: Final = compile_pattern(rf"[A-Za-z0-9+/_-]{{40,}}(?:{_LINE_END}[A-Za-z0-9+/_-]{{4,}})*={{0,2}}")
"""A run of base64 or base64url, wrapped or not; what is a word of a following line comes with it and does no harm."""
_SPACE = re.compile(r"\\[rn]|[\s>]+")
_SAID = re.compile(
    r"(?:\[(?:attachment|attached|file|scan|image|photo|anexo|adjunto)[^\]\n]{0,120}\][ \t]{0,4}"
    r"(?:\r?\n|\\n)?[\s\"']{0,4}"
    r"|\.(?:pdf|docx?|xlsx?|pptx?|zip|png|jpe?g|gif|tiff?|heic|msg|eml|rtf|7z|gz)\b[^\n]{0,60}(?:\n|\\n|:)?[\s\"']{0,4}"
    r"|base64[^\n]{0,60}(?:\n|\\n){0,2}[\s\"']{0,4})$",
    re.IGNORECASE,
)
"""Words before a run that say it is a file; anchored behind, over `_BEFORE` characters."""
_DATA_URL = re.compile(r"data:([a-z]+/[a-z0-9.+-]+)?(?:;[a-z0-9=._-]+)*;base64,$", re.IGNORECASE)
_CERTIFICATE = re.compile(r"-----BEGIN [A-Z ]{3,30}-----(?:\s|\\n)*$")
_BEFORE: Final = 200
_LONGEST_LOOK: Final = 1_200
_LEAST_SAID, _LEAST_BARE, _LEAST_PICTURE = 80, 400, 1_000
"""Characters of base64. An icon of a page has some hundred; a photograph of a paper has ten thousands."""
_LEAST_KINDS: Final = 24
"""Different characters in a run: hexadecimal has 16, a row of As has one."""


class UnreadableDetector:
    """Marks the beginning of what cannot be read."""

    name = "uses.unreadable"
    version = 2
    entities = (MARK,)
    needs = (DIGIT, "-----begin", "base64", "attach", "uploaded", "enclosed", "adjunt")

    def find(self, text: str) -> Iterator[Finding]:
        """One mark for each; offsets in `text`."""
        end = 0
        for match in _PATTERN.finditer(text):
            start, end = match.span(1)
            yield Finding(MARK, start, end, 0.95, self.name, "format")
        for match in _LOCKED.finditer(text):
            yield Finding(MARK, *match.span(), 0.9, self.name, "format")
        if end:
            return  # one is enough to stop a call
        for match in _RUN.finditer(text):
            start, end = match.span()
            if _is_file(text, start, end):
                yield Finding(MARK, start, end, 0.9, self.name, "format")


def _is_file(text: str, start: int, end: int) -> bool:
    """Whether a run of base64 is a file: said to be one, or long and no text."""
    before = text[max(0, start - _BEFORE) : start]
    url = _DATA_URL.search(before)
    body = _SPACE.sub("", text[start : min(end, start + 2 * _LONGEST_LOOK)])
    if not _is_mixed(body[:_LONGEST_LOOK]) or _CERTIFICATE.search(before) is not None:
        return False
    if url is not None:
        picture = (url.group(1) or "").lower().startswith(("image/", "font/"))
        return len(body) >= (_LEAST_PICTURE if picture else _LEAST_SAID) and _is_binary(body)
    least = _LEAST_SAID if _SAID.search(before) is not None else _LEAST_BARE
    return len(body) >= least and _is_binary(body)


def _is_mixed(body: str) -> bool:
    """Whether capitals, small letters and digits take turns as in base64: words with dashes between them have none."""
    shares = (sum(map(test, body)) * least for test, least in ((str.isupper, 12), (str.islower, 12), (str.isdigit, 40)))
    return len(set(body)) >= _LEAST_KINDS and all(share >= len(body) for share in shares)


def _is_binary(body: str) -> bool:
    """Whether the beginning decodes, and not to text in UTF-8 or UTF-16."""
    whole = body[: min(len(body), _LONGEST_LOOK) // 4 * 4].replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(whole, validate=True)
    except (binascii.Error, ValueError):
        return False
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1::2].count(0) * 3 > len(data):
        return False
    text = data[:-3].decode("utf-8", errors="replace")
    odd = sum(char == "\ufffd" or (char < " " and char not in "\t\r\n") for char in text)
    return odd * 20 > len(text)


DETECTOR: Final = UnreadableDetector()
