"""Every object of a PDF file: strings by their keys, streams as the files they are, fonts that say what they draw."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    read_object,
)

from proxy.extract import binary, markup, parsing, pdf_raw, plain
from proxy.extract.image_facts import MOST_PIXELS
from proxy.extract.pdf_faults import FAULTS
from proxy.extract.pdf_fonts import says_its_letters
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pypdf import PdfReader

    from proxy.extract.pdf_pages import Pages
    from proxy.extract.seen import SeenLines

_DATE: Final = re.compile(r"D:(?:1[89]|20)\d{2}(?:\d\d){0,5}(?:[-+Z]\d{0,2}'?\d{0,2}'?)?")
_LONG: Final = 100_000_000
"""A whole number from here on may be somebody's number: lengths and places of honest files are smaller."""
_TELLING_NAME: Final = re.compile(r"\d{4}|@|\d{2}\D\d{2}|#[0-9A-Fa-f]{2}| ")
_STRUCTURE: Final = frozenset({"/XRef", "/ObjStm"})
_NUMERIC_STREAMS: Final = ("/FunctionType", "/ShadingType", "/BitsPerSample", "/BitsPerCoordinate")
_FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_LONGEST_SIDE: Final = 20_000
_SMALLEST_PICTURE: Final = 32
_DEEPEST: Final = 50
"""Containers in containers of one object; deeper than in any honest file."""
_LONGEST_ID: Final = 32
_PLACES: Final = (
    ("/T", "form fields"),
    ("/FT", "form fields"),
    ("/Subtype", "annotations"),
    ("/Producer", "properties"),
    ("/Creator", "properties"),
    ("/Author", "properties"),
    ("/Dest", "outline"),
    ("/A", "links"),
    ("/URI", "links"),
    ("/JS", "scripts"),
    ("/S", "structure"),
    ("/Next", "outline"),
    ("/Parent", "outline"),
)


class Objects:
    """Walks the objects of one revision."""

    def __init__(self, reader: PdfReader, pages: Pages, seen: SeenLines, prefix: str) -> None:
        self._reader, self._pages, self._seen, self._prefix = reader, pages, seen, prefix
        self._lines: dict[str, dict[str, None]] = {}
        self._quiet: set[int] = set()
        """Numbers of streams that hold no text by what points to them: font programs, mappings of codes, profiles."""

    def read(self) -> None:
        """Read them all."""
        objects = list(self._all())
        for number, item in objects:
            self._find_quiet(item)
            if (
                isinstance(item, DictionaryObject)
                and item.get("/Type") == "/Page"
                and number not in self._pages.numbers
            ):
                self._try(partial(self._pages.read_loose, item))
        for number, item in objects:
            self._strings(item)
            if isinstance(item, StreamObject):
                self._stream(number, item)
        self._strings(self._reader.trailer)
        for place, lines in self._lines.items():
            self._seen.rest("\n".join(lines), self._prefix + place)

    def _all(self) -> Iterator[tuple[int, Any]]:
        numbers = [(number, generation) for generation, table in self._reader.xref.items() for number in table]
        numbers += [(number, 0) for number in self._reader.xref_objStm]
        protection = self._reader.trailer.get("/Encrypt")
        for number, generation in dict.fromkeys(numbers):
            self._seen.into.count()
            try:
                item = self._reader.get_object(IndirectObject(number, generation, self._reader))
            except FAULTS:
                self._seen.into.miss(Unread.DAMAGED)
                continue
            if item is not None and item is not protection:
                yield number, item

    # ------------------------------------------------------------------ strings

    def _strings(self, item: Any) -> None:  # noqa: ANN401  the library's objects
        for place, line in _lines(item, "", "other strings", 0):
            self._lines.setdefault(place, {})[line] = None

    # ------------------------------------------------------------------ streams

    def _find_quiet(self, item: Any) -> None:  # noqa: ANN401  the library's objects
        if not isinstance(item, DictionaryObject):
            return
        for key in (*_FONT_FILES, "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/DestOutputProfile"):
            if isinstance(target := dict.get(item, NameObject(key)), IndirectObject):
                self._quiet.add(target.idnum)
        if item.get("/Type") == "/Font" and not says_its_letters(item):
            self._seen.into.miss(Unread.FONT)

    def _stream(self, number: int, stream: StreamObject) -> None:
        filters = stream.get("/Filter")
        if filters == "/FlateDecode" or (isinstance(filters, ArrayObject) and filters[:1] == ["/FlateDecode"]):
            left = self._seen.into.unpacked_left
            self._seen.rest(binary.strings(pdf_raw.behind(stream._data, left)), f"{self._prefix}streams")  # noqa: SLF001  as it is in the file
        if stream.get("/Type") == "/ObjStm":
            self._try(lambda: self._packed(number, stream))
        if number in self._pages.contents:
            self._try(lambda: self._seen.rest(pdf_raw.comments(stream.get_data()), f"{self._prefix}streams"))
        if stream.get("/Type") in _STRUCTURE or number in self._pages.contents or number in self._quiet:
            return
        if stream.get("/Subtype") == "/Image":
            self._picture(stream)
        elif stream.get("/Subtype") == "/Form" or stream.get("/PatternType") == 1:
            self._try(lambda: self._pages.read_form(stream, f"{self._prefix}forms"))
        elif not any(key in stream for key in _NUMERIC_STREAMS):
            self._try(lambda: self._data(stream))

    def _packed(self, number: int, stream: Any) -> None:  # noqa: ANN401  the library's objects
        """Objects in a packed stream that a later table passes over: they were changed or deleted."""
        data, count, first = stream.get_data(), stream["/N"], stream["/First"]
        self._seen.into.count(count, unpacked=len(data))
        heads = data[:first].split()
        for place in range(count):
            name, start = int(heads[2 * place]), int(heads[2 * place + 1])
            if self._reader.xref_objStm.get(name, (0, 0))[0] != number:
                self._strings(read_object(io.BytesIO(data[first + start :]), self._reader))

    def _try(self, read: Callable[[], None]) -> None:
        try:
            read()
        except FAULTS:
            self._seen.into.miss(Unread.DAMAGED)

    def _data(self, stream: StreamObject) -> None:
        data = stream.get_data()
        self._seen.into.count(unpacked=len(data))
        if "/N" in stream and data[36:40] == b"acsp":  # an ICC profile (ICC.1:2022, 7.2)
            return
        text = plain.decoded(data)
        if text is None:
            parsing.read_embedded(data, self._seen.into)
        elif stream.get("/Type") == "/EmbeddedFile":
            parsing.read_embedded(data, self._seen.into, declared=str(stream.get("/Subtype", "")).lstrip("/"))
        elif text.lstrip().startswith("<"):
            markup.read(text, self._seen.into, f"{self._prefix}metadata or form data")
        else:
            self._seen.whole(text, f"{self._prefix}streams")

    def _picture(self, stream: StreamObject) -> None:
        sides = (stream.get("/Width", 0), stream.get("/Height", 0))
        if all(isinstance(side, int) and side < _SMALLEST_PICTURE for side in sides):
            return
        data = _file_of(stream) if self._seen.into.ocr else b""
        if data:
            parsing.read_embedded(data, self._seen.into)
        else:
            self._seen.into.miss(Unread.IMAGE)


def _file_of(stream: StreamObject) -> bytes:
    """A picture as a file: the JPEG that it is, or a PNG made of its pixels (Pillow comes with the extra for OCR)."""
    if stream.get("/Filter") == "/DCTDecode" and stream.get("/ColorSpace") in {"/DeviceRGB", "/DeviceGray"}:
        return stream._data  # noqa: SLF001  the JPEG file as it is
    sides = (stream.get("/Width", 0), stream.get("/Height", 0))
    if (
        not all(isinstance(side, int) and 0 < side <= _LONGEST_SIDE for side in sides)
        or sides[0] * sides[1] > MOST_PIXELS
    ):
        return b""
    out = io.BytesIO()
    try:
        stream.decode_as_image().convert("RGB").save(out, "PNG")
    except (*FAULTS, ImportError, OSError):
        return b""
    return out.getvalue()


def _lines(item: Any, key: str, place: str, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401  the library's objects
    """(place, line) of every string in an object, not following references: what they point to is walked by itself."""
    if isinstance(item, DictionaryObject):
        place = next((words for mark, words in _PLACES if mark in item), place)
        label = _label(item)
        for name in item:
            value = dict.__getitem__(item, name)
            if (name == "/ID" and _is_file_id(value)) or depth > _DEEPEST:
                continue
            if _TELLING_NAME.search(str(name)):
                yield place, str(name)
            shown = label if name in {"/V", "/DV"} and label else str(name)[1:]
            yield from _lines(value, shown, place, depth + 1)
    elif isinstance(item, ArrayObject):
        for value in list.__iter__(item):
            yield from _lines(value, key, place, depth + 1)
    elif text := _text(item):
        yield place, f"{key}: {text}" if key else text


def _is_file_id(value: Any) -> bool:  # noqa: ANN401  the library's objects
    """The two digests in a trailer (ISO 32000-1, 14.4), which look like random letters."""
    return isinstance(value, ArrayObject) and all(
        isinstance(part, (str, bytes)) and len(part) <= _LONGEST_ID and not str(part).isprintable() for part in value
    )


def _label(item: DictionaryObject) -> str:
    """What a form field is called on the page, or by the program."""
    for key in ("/TU", "/T"):
        value = dict.get(item, NameObject(key))
        if isinstance(value, TextStringObject):
            return str(value)
    return ""


def _text(item: Any) -> str:  # noqa: ANN401  the library's objects
    if isinstance(item, TextStringObject):
        return "" if _DATE.fullmatch(item) else str(item)
    if isinstance(item, ByteStringObject):
        return binary.strings(bytes(item))
    if isinstance(item, NameObject):
        return str(item)[1:] if _TELLING_NAME.search(item) else ""
    if isinstance(item, (NumberObject, FloatObject)) and abs(item) >= _LONG:
        return str(int(item))
    return ""
