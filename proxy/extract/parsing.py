"""Which parser reads which kind. Runs in the worker, which imports a parser when the first document of a kind comes."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from proxy.extract import plain
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import TEXT_KINDS, Kind, sniff
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.extract.gathering import Gathering

_PARSERS: Final = {
    Kind.PDF: "pdf",
    Kind.DOCX: "ooxml",
    Kind.XLSX: "ooxml",
    Kind.PPTX: "ooxml",
    Kind.EML: "mail",
    Kind.RTF: "rtf",
    Kind.IMAGE: "ocr",
}

_FOLDED: Final = re.compile(r"\s*BEGIN:V", re.IGNORECASE)
_FOLD: Final = re.compile(r"\r?\n[ \t]|=\r?\n")
_UNREAD: Final = {
    Kind.IMAGE: Unread.IMAGE,
    Kind.ARCHIVE: Unread.ARCHIVE,
    Kind.DAMAGED: Unread.DAMAGED,
    Kind.ENCRYPTED: Unread.ENCRYPTED,
    Kind.AUDIO: Unread.MEDIA,
    Kind.VIDEO: Unread.MEDIA,
    Kind.LEGACY_OFFICE: Unread.OBJECT,
}

_REASONS: Final = {Kind.ENCRYPTED: Reason.ENCRYPTED, Kind.DAMAGED: Reason.DAMAGED}
_SKIPPED: Final = {
    Reason.ENCRYPTED: Unread.ENCRYPTED,
    Reason.DAMAGED: Unread.DAMAGED,
    Reason.UNSUPPORTED: Unread.BINARY,
    Reason.NO_OCR: Unread.IMAGE,
}
"""Faults of an embedded document that leave the rest readable; any other ends the reading of the whole."""


def read(data: bytes, kind: Kind, into: Gathering) -> None:
    """Read a document of a kind that was sniffed, with everything embedded in it.

    Raises:
        Unreadable: it cannot be read, or a bound was passed.
    """
    if kind in TEXT_KINDS:
        _read_text(data, kind, into)
        return
    if kind not in _PARSERS:
        raise Unreadable(_REASONS.get(kind, Reason.UNSUPPORTED))
    parse: Callable[[bytes, Kind, Gathering], None] = import_module(f"proxy.extract.{_PARSERS[kind]}").parse
    parse(data, kind, into)


def read_embedded(data: bytes, into: Gathering, *, declared: str = "", name: str = "") -> None:
    """Read a file that was found inside a document; what cannot be read is noted, so that the whole is incomplete.

    Raises:
        Unreadable: a bound was passed.
    """
    kind = sniff(data, declared, name)
    if kind not in _PARSERS and kind not in TEXT_KINDS:
        into.miss(_UNREAD.get(kind, Unread.BINARY))
        return
    inner = into.inner()
    try:
        read(data, kind, inner)
    except Unreadable as error:
        if error.reason not in _SKIPPED:
            raise
        into.miss(_SKIPPED[error.reason])


def _read_text(data: bytes, kind: Kind, into: Gathering) -> None:
    text = plain.decoded(data)
    if text is None:
        raise Unreadable(Reason.DAMAGED)
    if kind is Kind.HTML:
        from proxy.extract import markup  # noqa: PLC0415  few documents need it

        markup.read(text, into)
    else:
        into.add(unfolded(text), "text")


def unfolded(text: str) -> str:
    """Calendars and cards fold long lines anywhere (RFC 5545, 3.1; RFC 6350, 3.2); any other text as it is."""
    return _FOLD.sub("", text) if _FOLDED.match(text) else text
