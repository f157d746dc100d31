"""Word, Excel and PowerPoint files (ECMA-376): every part of the package is read, known or not.

XML parts are walked whole; other parts are read as the files they are (pictures, embedded documents); what cannot be
read makes the document incomplete. No part, however named, is passed over.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from proxy.extract import binary, markup, parsing, plain, xml_events
from proxy.extract.office_places import place
from proxy.extract.office_text import OfficeText
from proxy.extract.seen import SeenLines
from proxy.extract.sniff import Kind, sniff
from proxy.extract.unread import Unread
from proxy.extract.xml_attributes import is_office, standard_part
from proxy.extract.zip_parts import parts

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering

_MARKUP: Final = (".xml", ".rels", ".vml")
_STARTS: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_ENCODING: Final = re.compile(r"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_PLAIN_ENCODINGS: Final = frozenset(
    {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1", "windows-1252"}
)
_BODY: Final = re.compile(r"word/document|ppt/slides/slide(\d+)|ppt/notesSlides/notesSlide(\d+)|xl/")
_MACROS: Final = re.compile(r"vba|macro|\.xlm", re.IGNORECASE)
_OBJECT: Final = re.compile(r"oleObject|activeX|embeddings/.*\.bin", re.IGNORECASE)
_PATTERN: Final = re.compile(r"slideLayouts/|slideMasters/|notesMasters/|handoutMasters/|/theme/|/styles")
"""Parts that say the same over and over, in lines that stand alone."""
_BLANK: Final = frozenset(
    {
        "96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead",
        "d7768f87e07d29634782e448ece1cddd05a52b9499254222b1190bc8f6dc579e",
        "116f9aa8ea038e39ef47ee99a23592ab569cf77feafecd0a30e222369e931d25",
    }
)
"""Pictures and settings that python-docx and python-pptx put into every file, as SHA-256: a blank page."""
_PRINTER: Final = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
_MOST_PRINTER_BYTES: Final = 65_536


def parse(data: bytes, _: Kind, into: Gathering) -> None:
    """Read an office package.

    Raises:
        Unreadable: damaged, encrypted, or a bound was passed.
    """
    package = list(parts(data, into))
    odd = [name for name, _ in package if not standard_part(name)]
    left = _sheets(package, into)
    seen = SeenLines(into)
    for name, part in sorted(left, key=lambda item: _order(item[0])):
        _read_part(name, part, into, seen)
    into.add("\n".join(odd), "names of parts")


def _sheets(package: list[tuple[str, bytes]], into: Gathering) -> list[tuple[str, bytes]]:
    if not any(name.lower().lstrip("/").startswith("xl/") for name, _ in package):
        return package
    from proxy.extract import xlsx  # noqa: PLC0415  only spreadsheets need it

    return xlsx.read_sheets(package, into)


def _order(name: str) -> tuple[int, int, str]:
    """The body first, slides by their numbers, each with its notes; then the rest by name."""
    match = _BODY.match(name)
    if not match:
        return (1, 0, name)
    number = next((group for group in match.groups() if group), "0")
    return (0, int(number[:6]), name)


def _read_part(name: str, part: bytes, into: Gathering, seen: SeenLines) -> None:
    if not part or hashlib.sha256(part).hexdigest() in _BLANK:
        return
    if name.lower().endswith(_MARKUP) or (
        part.lstrip().startswith(_STARTS) and sniff(part, name=name) is not Kind.HTML
    ):
        read_xml(part, seen if _PATTERN.search(name) else into, place(name))
    elif _MACROS.search(name):
        into.miss(Unread.MACROS)
    elif _PRINTER.search(name) and len(part) <= _MOST_PRINTER_BYTES:
        into.add(binary.strings(part), "printer settings")
    elif _OBJECT.search(name):
        into.miss(Unread.OBJECT)
    elif name.lower().endswith((".odttf", ".fntdata", ".ttf")):
        into.miss(Unread.FONT)
    else:
        parsing.read_embedded(part, into, name=name)


def read_xml(part: bytes, into: Gathering | SeenLines, where: str) -> None:
    """Walk one XML part; one that is not well-formed (old drawings are not) is read as loose markup."""
    walker = OfficeText()
    try:
        xml_events.parse(part, walker)
    except xml_events.NotWellFormed:
        text = plain.decoded(part)
        if text is None:
            into.miss(Unread.DAMAGED)
        else:
            said = _ENCODING.match(text)
            if said is not None and said[1].lower() not in _PLAIN_ENCODINGS:
                into.miss(Unread.DAMAGED)  # whoever knows that encoding reads other letters here
            markup.read(text, into, where)
        return
    if is_office(walker.vocabulary):
        walker.give(into, where)
    else:
        _give_foreign(part, walker, into, where)


def _give_foreign(part: bytes, walker: OfficeText, into: Gathering | SeenLines, where: str) -> None:
    """Somebody's own XML: as it stands, so that names of elements label their values, and without its escapes."""
    text = plain.decoded(part)
    if text:
        into.add(text, where)
    if text is None or walker.mixed or "&" in text or "<!" in text:
        walker.give(into, where)
