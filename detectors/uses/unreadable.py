r"""Files and encrypted text pasted as text: nobody can say what they hold, so nobody can say that it may leave.

Known by their first bytes (ISO 32000 for PDF, APPNOTE for ZIP and so for Office files, RFC 1952 for gzip, MS-CFB for
older Office files), by their armour (RFC 9580, RFC 8551), by what stands before them (a data URL, RFC 2397; an
attachment's line; a transfer encoding, RFC 2045), or because a long run of base64 is no text. Lines may be wrapped,
line ends written as ``\n`` in a JSON string, bytes written in hexadecimal. Base64 of text is not meant:
`detectors.decoding` reads it. Small pictures are not either: in text they are nearly always the icons of a page.
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
_BYTES: Final = (
    *("504b0304", "504b0506", "255044462d", "d0cf11e0a1b11ae1", "1f8b08", "377abcaf271c", "526172211a07"),
    *("ffd8ff", "89504e470d0a1a0a", "474946383961", "49492a00", "4d4d002a", "53616c7465645f5f", "5c7274663131"),
    *("2142444e", "0000001866747970", "0000002066747970", "494433", "fffb90", "52494646", "53514c69746520666f726d6174"),
)
"""First bytes of files in hexadecimal: ZIP and Office, PDF, OLE, gzip, 7z, Rar, JPEG, PNG, GIF, TIFF, openssl, Outlook
(MS-PST), MP4, MP3, RIFF, SQLite."""
_PAIR: Final = r"(?:[ :,-]|\\x|0x|\s0x)?"
_HEX: Final = compile_pattern(
    r"(?i)(?:^|[^0-9a-z])((?:0x|\\x)?(?:"
    + "|".join(_PAIR.join(start[at : at + 2] for at in range(0, len(start), 2)) for start in _BYTES)
    + rf")(?:{_PAIR}[0-9a-f]{{2}}){{16,}})"
)
"""Bytes of a file; sixteen more at least, so that a question about magic numbers is none."""
_HEX_RUN: Final = compile_pattern(r"(?i)(?:^|[^0-9a-z])([0-9a-f]{72,}(?:\s{1,2}[0-9a-f]{16,}){0,20})")
_DIGESTS: Final = frozenset({96, 128})
_SAID_FILE: Final = re.compile(
    r"\b(?:file|export|attachment|dump|spreadsheet|sheet|workbook|document|scan|backup|roster|photo|recording|archive"
    r"|download|archivo|anexo)\b[^\n]{0,80}$",
    re.IGNORECASE,
)
_SAID_DIGEST: Final = re.compile(
    r"\b(?:sha-?\d*|md5|hash(?:es)?|digest|checksum|keys?|signature|token|commit|modulus|fingerprint|etag|nonce|salt)\b"
    r"[^\n]{0,40}$",
    re.IGNORECASE,
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
    version = 3
    entities = (MARK,)
    needs = (DIGIT, "-----begin", "base64", "attach", "uploaded", "enclosed", "adjunt")

    def find(self, text: str) -> Iterator[Finding]:
        """One mark for each; offsets in `text`."""
        end = 0
        for match in _PATTERN.finditer(text):
            start, end = match.span(1)
            yield Finding(MARK, start, end, 0.95, self.name, "format")
        for match in _HEX.finditer(text):
            start = match.start(1)
            if _SAID_DIGEST.search(text[max(0, start - _BEFORE) : start]) is None:
                end = match.end(1)
                yield Finding(MARK, start, end, 0.93, self.name, "format")
        if not end:
            yield from self._hexadecimal(text)
        for match in _LOCKED.finditer(text):
            yield Finding(MARK, *match.span(), 0.9, self.name, "format")
        if end:
            return  # one is enough to stop a call
        for match in _RUN.finditer(text):
            start, end = match.span()
            if _is_file(text, start, end):
                yield Finding(MARK, start, end, 0.9, self.name, "format")

    def _hexadecimal(self, text: str) -> Iterator[Finding]:
        """A long run of hexadecimal that is said to be a file, no digest, and no text."""
        for match in _HEX_RUN.finditer(text):
            start, end = match.span(1)
            before = text[max(0, start - _BEFORE) : start]
            body = _SPACE.sub("", match.group(1))
            if (
                len(body) not in _DIGESTS
                and _SAID_FILE.search(before) is not None
                and _SAID_DIGEST.search(before) is None
                and _odd(bytes.fromhex(body[: len(body) // 2 * 2]))
            ):
                yield Finding(MARK, start, end, 0.85, self.name, "format")


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
    return _odd(data[:-3])


def _odd(data: bytes) -> bool:
    """Whether one character in twenty is none of a text's."""
    text = data.decode("utf-8", errors="replace")
    odd = sum(char == "\ufffd" or (char < " " and char not in "\t\r\n") for char in text)
    return odd * 20 > len(text)


DETECTOR: Final = UnreadableDetector()
