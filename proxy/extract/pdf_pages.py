"""The pages of a PDF file: their text, strings in their marks that are not shown, and whether they only draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, NameObject

from proxy.extract.pdf_faults import FAULTS
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader
    from pypdf.generic import StreamObject

    from proxy.extract.seen import SeenLines

_SHOW: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_DRAW: Final = frozenset({b"l", b"c", b"v", b"y"})
_MOST_STROKES: Final = 60
"""A page without text and with more strokes than a few rules may show letters as drawings."""
_UNKNOWN: Final = "\ufffd"
_ALL_WAYS: Final = (0, 90, 180, 270)


class Pages:
    """Reads the pages of one revision."""

    def __init__(self, reader: PdfReader, seen: SeenLines, prefix: str) -> None:
        self._reader, self._seen, self._prefix = reader, seen, prefix
        self._strokes = 0
        self._pictures = 0
        self._asides: dict[str, None] = {}
        self.contents: set[int] = set()
        """Numbers of the objects that are a page's content, and so have been read."""
        self.numbers: set[int] = set()
        """Numbers of the objects that are pages in the tree of pages."""
        self._page: PageObject | None = None

    def read(self) -> None:
        """Read all pages, in their order."""
        for number, page in enumerate(self._reader.pages, 1):
            self._seen.into.count()
            self._page = page
            self._note_page(page)
            self._read_page(page, f"{self._prefix}page {number}")

    def read_loose(self, page: DictionaryObject) -> None:
        """Read a page that the tree of pages does not name: it was taken out, and is still in the file."""
        loose = PageObject(self._reader)
        loose.update(page)
        self._read_page(loose, f"{self._prefix}page that was taken out")

    def _note_page(self, page: PageObject) -> None:
        if page.indirect_reference is not None:
            self.numbers.add(page.indirect_reference.idnum)

    def _read_page(self, page: PageObject, place: str) -> None:
        self._strokes = self._pictures = 0
        self._asides = {}
        text = page.extract_text(orientations=_ALL_WAYS, visitor_operand_before=self._visit)
        self._seen.whole(text, place)
        self._seen.rest(_rows(page, text), f"{place}, as laid out")
        self._seen.rest("\n".join(self._asides), f"{place}, not shown")
        if _UNKNOWN in text:  # a font that the page does not have, or codes that it does not
            self._seen.into.miss(Unread.FONT)
        if self._pictures or (not text.strip() and self._strokes > _MOST_STROKES):
            self._seen.into.miss(Unread.IMAGE)
        contents = page.get("/Contents")
        self._note(page.raw_get("/Contents") if contents is not None else None)
        if isinstance(contents, ArrayObject):
            for item in contents:
                self._note(item)

    def read_form(self, form: StreamObject, place: str) -> None:
        """Read a drawing that is not itself a page: an annotation's face, a form, a pattern."""
        self._asides = {}
        page = self._page or PageObject.create_blank_page(self._reader, width=1, height=1)
        text = page.extract_xform_text(form, orientations=_ALL_WAYS, visitor_operand_before=self._visit)  # type: ignore[arg-type]
        self._seen.rest(text, place)
        self._seen.rest("\n".join(self._asides), f"{place}, not shown")

    def _note(self, item: object) -> None:
        if isinstance(item, IndirectObject):
            self.contents.add(item.idnum)

    def _visit(self, operator: bytes, operands: Any, _: Any, __: Any) -> None:  # noqa: ANN401  the library's objects
        if operator in _SHOW:
            return
        if operator in _DRAW:
            self._strokes += 1
        elif operator == b"INLINE IMAGE":
            self._pictures += 1
        elif operands:
            self._asides.update(dict.fromkeys(strings_in(operands)))


def _rows(page: PageObject, text: str) -> str:
    """Lines that come together only on paper: rows of tables, whose cells the file writes one by one.

    Without them no cell would stand under its header. (The library's second reading costs 40 ms a page, as the first.)
    """
    try:
        rows = page.extract_text(
            extraction_mode="layout", layout_mode_strip_rotated=False, layout_mode_space_vertically=False
        )
    except FAULTS:
        return ""  # all the text was read before: this only arranges it
    known = {"".join(line.split()) for line in text.splitlines()}
    return "\n".join(line.strip() for line in rows.splitlines() if "".join(line.split()) not in known)


def strings_in(value: Any) -> Iterator[str]:  # noqa: ANN401  the library's objects
    """All strings in operands, however nested; names are none."""
    if isinstance(value, DictionaryObject):
        for item in value.values():
            yield from strings_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, ByteStringObject):
        yield value.decode("latin-1")
    elif isinstance(value, str) and not isinstance(value, NameObject):
        yield str(value)
