"""PDF files (ISO 32000-1): the pages as they are written, and every string and stream of every object, known or not.

Besides the newest state of the file, its earlier revisions are read: a program that saves by appending leaves what
was "deleted" in the file. What no reading of these has reached makes the document incomplete.
"""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader

from proxy.extract import magic, parsing, pdf_raw, plain
from proxy.extract.pdf_faults import FAULTS
from proxy.extract.pdf_objects import Objects
from proxy.extract.pdf_pages import Pages
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.seen import SeenLines
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering
    from proxy.extract.sniff import Kind

_HEAD: Final = b"%PDF-"
_END: Final = re.compile(rb"%%EOF[ \t]*\r?\n?")
_OBJECT: Final = re.compile(rb"(?<![\w.+-])(\d{1,10})[ \t\r\n\x00\f]+\d{1,5}[ \t\r\n\x00\f]+obj(?![a-zA-Z])")
_MOST_REVISIONS: Final = 8
_SLACK: Final = 4
"""Bytes by which a table of objects may point before an object: line ends and blanks."""
_LOUD: Final = ("pypdf._page", "pypdf._text_extraction", "pypdf._cmap", "pypdf.filters", "pypdf.generic._font")
"""Modules whose warnings mean that text was passed over..."""
_SECOND_VIEW: Final = "pypdf._text_extraction._layout_mode"
"""...but for the one that makes the second view of a page."""


class _Warnings(logging.Handler):
    """Notes whether the library passed something over; it says so only in its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lost = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take one message; its text is not looked at."""
        self.lost = self.lost or (record.name.startswith(_LOUD) and not record.name.startswith(_SECOND_VIEW))


def parse(data: bytes, _: Kind, into: Gathering) -> None:
    """Read a PDF file.

    Raises:
        Unreadable: encrypted, damaged, or a bound was passed.
    """
    start = data.find(_HEAD, 0, magic.PDF_WINDOW + len(_HEAD))
    _stray(data[:start], into)
    data = data[start:]
    warnings = _Warnings()
    log = logging.getLogger("pypdf")
    log.addHandler(warnings)
    log.propagate = False
    try:
        _read_revisions(data, into)
    finally:
        log.removeHandler(warnings)
    if warnings.lost:
        into.miss(Unread.DAMAGED)


def _read_revisions(data: bytes, into: Gathering) -> None:
    seen = SeenLines(into)
    ends = [match.end() for match in _END.finditer(data)]
    try:
        reached = _read_revision(data, seen)
    except FAULTS:
        raise Unreadable(Reason.DAMAGED) from None
    if ends:
        _stray(data[ends[-1] :], into)
    seen.rest(pdf_raw.asides(data), "beside the objects")
    offsets = {match.start() for match in _OBJECT.finditer(data)}
    left = _not_reached(offsets, reached)
    for end in list(reversed(ends[:-1]))[:_MOST_REVISIONS]:
        if not left:
            return
        try:
            reached = _read_revision(data[:end], seen, "earlier revision, ")
        except FAULTS:
            continue  # the first end of a file made for the web is none of a revision
        left = _not_reached(left, reached)
    if left:
        into.miss(Unread.DAMAGED)


def _read_revision(data: bytes, seen: SeenLines, prefix: str = "") -> set[int]:
    """Read the file as it ends here; return the places of the objects that were read."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(Reason.ENCRYPTED)
    pages = Pages(reader, seen, prefix)
    pages.read()
    Objects(reader, pages, seen, prefix).read()
    return {offset for table in reader.xref.values() for offset in table.values() if isinstance(offset, int)}


def _not_reached(offsets: set[int], reached: set[int]) -> set[int]:
    return {offset for offset in offsets if not any(offset - back in reached for back in range(_SLACK))}


def _stray(data: bytes, into: Gathering) -> None:
    """Bytes before the header or after the end: text is read, anything else read as the file it is."""
    data = data.strip(b"\x00 \t\r\n\f")
    if not data:
        return
    text = plain.decoded(data)
    if text is None:
        parsing.read_embedded(data, into)
    else:
        into.add(text, "beside the document")
