"""What a file is, by its bytes. A declared type may only choose among kinds of text; other lies are ignored."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from proxy.extract import magic, plain, text_kind
from proxy.extract.text_kind import TextKind
from proxy.extract.zip_names import zip_names


class Kind(StrEnum):
    """What a file is, as far as reading it is concerned."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    MARKDOWN = "markdown"
    XML = "xml"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    EML = "eml"
    RTF = "rtf"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted"
    LEGACY_OFFICE = "legacy_office"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.CSV, Kind.JSON, Kind.JSONL, Kind.HTML, Kind.MARKDOWN, Kind.XML})
"""Kinds that are plain text: decoded, scanned and replaced in place."""

DOCUMENT_KINDS: Final = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.EML, Kind.RTF})
"""Kinds that `Reader` turns into passages."""

_OFFICE: Final = (
    ("word/document.xml", "word/", Kind.DOCX),
    ("xl/workbook.xml", "xl/", Kind.XLSX),
    ("ppt/presentation.xml", "ppt/", Kind.PPTX),
)
"""The part that a program opens first, and the folder of all parts."""


def sniff(data: bytes, declared: str = "", name: str = "") -> Kind:
    """The kind of a file.

    Args:
        data: the whole file.
        declared: the MIME type that came with it; only refines among kinds of text.
        name: the file name that came with it; its ending only refines among kinds of text.
    """
    kind = _binary(data)
    if kind is not None:
        return kind
    text = plain.decoded(data)
    if text is None:
        return Kind.UNKNOWN
    return _TEXT[text_kind.text_kind(text, declared, name)]


def _binary(data: bytes) -> Kind | None:
    if b"%PDF-" in data[: magic.PDF_WINDOW + 5]:
        return Kind.PDF
    if data[:64].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"{\\rt"):  # readers pass over blanks and a mark
        return Kind.RTF
    if data.startswith(magic.ZIP):
        return _zip(data)
    if data.startswith(magic.OLE):
        return Kind.ENCRYPTED if _utf16("EncryptedPackage") in data else Kind.LEGACY_OFFICE
    if data.lstrip()[:64].startswith(magic.ENCRYPTED):
        return Kind.ENCRYPTED
    return _media(data) or _archive(data)


def _zip(data: bytes) -> Kind:
    """An office document by its parts, not by its name; any other zip is an archive.

    A document that was cut short has no directory that can be read; its first part says what it was.
    """
    names = zip_names(data)
    if names is None:
        return Kind.DAMAGED if magic.OFFICE_START.match(data) else Kind.ARCHIVE
    if names.encrypted:
        return Kind.ENCRYPTED
    lowered = [name.lower().lstrip("/") for name in names.names]
    if "[content_types].xml" not in lowered:
        return Kind.UNKNOWN if "mimetype" in lowered else Kind.ARCHIVE  # OpenDocument and EPUB: not read yet
    mains = {kind for main, _, kind in _OFFICE if main in lowered}
    found = mains or {kind for _, prefix, kind in _OFFICE if any(name.startswith(prefix) for name in lowered)}
    return found.pop() if len(found) == 1 else Kind.UNKNOWN


def _media(data: bytes) -> Kind | None:  # noqa: PLR0911  one line a kind
    if data.startswith(b"RIFF"):
        return _MEDIA.get(magic.RIFF.get(data[8:12], ""), Kind.UNKNOWN)
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in magic.FTYP_IMAGE:
            return Kind.IMAGE
        return Kind.AUDIO if brand in magic.FTYP_AUDIO else Kind.VIDEO
    if data[4:8] in {b"moov", b"mdat", b"wide"}:
        return Kind.VIDEO
    if data.startswith(magic.IMAGE) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        return Kind.IMAGE
    if data.startswith(magic.AUDIO) and plain.decoded(data) is None:
        return Kind.AUDIO
    if data.startswith(magic.VIDEO):
        return Kind.VIDEO
    return Kind.AUDIO if magic.MPEG_AUDIO.match(data) and plain.decoded(data) is None else None


def _archive(data: bytes) -> Kind | None:
    if data[257:262] == b"ustar":
        return Kind.ARCHIVE
    if data.startswith(magic.ARCHIVE) and plain.decoded(data) is None:
        return Kind.ARCHIVE
    return None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


_MEDIA: Final = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_TEXT: Final = {
    TextKind.TEXT: Kind.TEXT,
    TextKind.CSV: Kind.CSV,
    TextKind.JSON: Kind.JSON,
    TextKind.JSONL: Kind.JSONL,
    TextKind.HTML: Kind.HTML,
    TextKind.MARKDOWN: Kind.MARKDOWN,
    TextKind.XML: Kind.XML,
    TextKind.MAIL: Kind.EML,
}
