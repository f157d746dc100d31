"""Mail (RFC 5322, MIME): every header of every part, every alternative, attachments as the files they are."""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from typing import TYPE_CHECKING, Final

from proxy.extract import mail_blocks, markup, parsing, plain
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind, sniff
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from email.message import Message

    from proxy.extract.gathering import Gathering

_FOLD: Final = re.compile(r"\r?\n[ \t]*")
_PARAMETER: Final = re.compile(r"\*\d*\*?=|%[0-9A-Fa-f]{2}")
_LANGUAGE: Final = re.compile(r"(?<==\?)(?P<charset>[^?*\s]+)\*[^?\s]*(?=\?[BbQq]\?)")
"""The language that an encoded word may name (RFC 2231, 5)."""
_FLOWED: Final = re.compile(r" \r?\n")
_SEALED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_SIGNATURES: Final = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_MARK: Final = b"From "
_ENCODINGS: Final = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})
_WINDOW: Final = 20_000
"""Bytes at the start of a body that are looked at to tell what it is."""


def parse(data: bytes, _: Kind, into: Gathering) -> None:
    """Read a message, or the messages of an mbox file as one text after the other.

    Raises:
        Unreadable: damaged, or a bound was passed.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        data = (plain.decoded(data) or "").encode()
    line = b""
    if data.startswith(_MARK):
        line, _separator, data = data.partition(b"\n")
    into.add(line.decode("latin-1"), "headers")
    for number, piece in enumerate(_messages(data, mbox=bool(line)), 1):
        _read(message_from_bytes(piece), into, "" if number == 1 else f"message {number}, ")


def _messages(data: bytes, *, mbox: bool) -> list[bytes]:
    return re.split(rb"(?m)^(?=From )", data) if mbox else [data]


def _read(message: Message, into: Gathering, prefix: str) -> None:
    """One message with its parts, without recursion: a message may nest thousands deep."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    number = 0
    while waiting:
        part, depth = waiting.pop()
        into.count()
        if depth > into.limits.depth * 10:
            raise Unreadable(Reason.TOO_DEEP)
        number += 1
        where = prefix if number == 1 else f"{prefix}part {number - 1}, "
        _headers(part, into, f"{where}headers")
        if part.is_multipart():
            into.add(part.preamble or "", f"{where}beside the parts")
            into.add(part.epilogue or "", f"{where}beside the parts")
            mail_blocks.read(f"{part.preamble or ''}\n{part.epilogue or ''}", into)
            if part.get_content_type() in _SEALED:
                into.miss(Unread.ENCRYPTED)
            inner = [item for item in part.get_payload() if not isinstance(item, str)]
            waiting.extend((item, depth + 1) for item in reversed(inner))
        else:
            _body(part, into, f"{where}text")


def _headers(part: Message, into: Gathering, place: str) -> None:
    lines = []
    for name, value in part.items():
        raw = _FOLD.sub(" ", str(value))
        lines.append(f"{name}: {raw}")
        shown = f"{name}: {_decoded(raw)}"
        if shown != lines[-1]:
            lines.append(shown)
        if _PARAMETER.search(raw) and (name_of := part.get_filename()):
            lines.append(f"{name}: {name_of}")
    into.add("\n".join(lines), place)


def _decoded(value: str) -> str:
    """Encoded words (RFC 2047) in clear; as they stand where they cannot be decoded."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(_LANGUAGE.sub(r"\g<charset>", value))
        return "".join(text if isinstance(text, str) else _in_charset(text, charset) for text, charset in pieces)
    except (HeaderParseError, ValueError, binascii.Error):
        return value


def _in_charset(text: bytes, charset: str | None) -> str:
    try:
        return text.decode(charset or "latin-1", "replace")
    except LookupError:
        return text.decode("latin-1")


def _body(part: Message, into: Gathering, place: str) -> None:
    declared = part.get_content_type()
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    raw = part.get_payload()
    if isinstance(raw, str) and _doubtful(part, raw, data):
        into.add(raw, f"{place}, as it stands")
    into.count(unpacked=len(data))
    if declared in _SEALED or declared in _SIGNATURES:
        into.miss(Unread.ENCRYPTED if declared in _SEALED else Unread.BINARY)
        return
    text = _text(data, part.get_content_charset()) if part.get_content_maintype() == "text" else None
    if text is None or part.get_filename() or sniff(data) not in _SHOWN:
        if data.strip():
            parsing.read_embedded(data, into, declared=declared, name=part.get_filename() or "")
    elif declared == "text/html" or sniff(text[:_WINDOW].encode("utf-8", "replace")) is Kind.HTML:
        markup.read(text, into, place)
    else:
        into.add(parsing.unfolded(text), place)
        if str(part.get_param("delsp", "")).lower() == "yes":  # lines that are one (RFC 3676, 4.2)
            into.add(_FLOWED.sub("", text), f"{place}, as shown")
    if isinstance(raw, str) and (_encoding(part) != "base64" or _doubtful(part, raw, data)):
        mail_blocks.read(data.decode("latin-1") if data else raw, into)


_SHOWN: Final = frozenset(
    {Kind.TEXT, Kind.CSV, Kind.JSON, Kind.JSONL, Kind.HTML, Kind.MARKDOWN, Kind.XML, Kind.UNKNOWN}
)
"""What a text part may be; anything else in it is read as the file it is. Unknown: another encoding, decoded here."""


def _encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()


def _doubtful(part: Message, raw: str, data: bytes) -> bool:
    """Whether another program may read the body otherwise: a faulty or unknown transfer encoding."""
    encoding = _encoding(part)
    if encoding not in _ENCODINGS:
        return True
    return encoding == "base64" and (
        bool(part.defects) or not data or bool(re.search(r"[^A-Za-z0-9+/=\s]|=\s*[A-Za-z0-9]", raw))
    )


def _text(data: bytes, charset: str | None) -> str | None:
    """The text in its declared encoding if it is one of text; else as plain text; None if it is neither."""
    try:
        text = data.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return plain.decoded(data)
    return plain.decoded(text.encode("utf-8", "replace"))
