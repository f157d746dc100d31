"""Whether a font of a PDF file says which letters its codes draw; if not, no program can read what it writes."""

from __future__ import annotations

import re
from typing import Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject

_STANDARD: Final = re.compile(
    r"/(?:[A-Z]{6}\+)?(?:Helvetica|Arial|Times|Courier|Symbol|ZapfDingbats|Wingdings|Webdings)", re.IGNORECASE
)
_UNICODE_MAPS: Final = re.compile(
    r"/(?:Uni\w+-(?:UCS2|UTF16|UTF8|UTF32)-[HV]|90ms-RKSJ-[HV]|GBK-EUC-[HV]|ETen-B5-[HV]|KSCms-UHC-[HV])"
)
_BASES: Final = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/PDFDocEncoding"})
_LETTER_NAME: Final = re.compile(r"/(?:[A-Za-z]+(?:\.\w+)?|uni[0-9A-F]{4,}|u[0-9A-F]{4,6}|\.notdef)")
"""Names of the Adobe Glyph List are words; a name that is a letter and a number (``g17``, ``C0034``) says nothing."""
_SYMBOLIC: Final = 4


def says_its_letters(font: DictionaryObject) -> bool:
    """Whether text in this font can be read: a mapping to Unicode, or an encoding that is one."""
    if "/ToUnicode" in font:
        return True
    kind, encoding = font.get("/Subtype"), font.get("/Encoding")
    if kind in {"/CIDFontType0", "/CIDFontType2"}:
        return True  # the font above it decides
    if kind == "/Type0":
        return isinstance(encoding, NameObject) and _UNICODE_MAPS.fullmatch(encoding) is not None
    if isinstance(encoding, DictionaryObject):
        return _named(encoding.get("/Differences"))
    if encoding in _BASES or _STANDARD.match(str(font.get("/BaseFont", ""))):
        return True
    return kind != "/Type3" and not _symbolic(font.get("/FontDescriptor"))


def _named(differences: object) -> bool:
    if not isinstance(differences, ArrayObject):
        return True
    return all(_LETTER_NAME.fullmatch(name) for name in differences if isinstance(name, NameObject))


def _symbolic(descriptor: object) -> bool:
    if not isinstance(descriptor, DictionaryObject):
        return False
    flags = descriptor.get("/Flags", 0)
    return isinstance(flags, int) and bool(flags & _SYMBOLIC)
