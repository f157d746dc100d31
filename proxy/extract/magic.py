"""Signatures of file types that are not text, as tables.

Sources: the file formats' own specifications; the WHATWG MIME Sniffing Standard for images, audio and video.
"""

from __future__ import annotations

import re
from typing import Final

PDF_WINDOW: Final = 1024
"""Readers accept a PDF whose header begins within this many bytes (ISO 32000-1, Annex H.3.4.1)."""

IMAGE: Final = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"\x00\x00\x01\x00",
    b"\x00\x00\x02\x00",
    b"8BPS\x00\x01",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",
    b"\x00\x00\x00\x0cJXL \r\n\x87\n",
    b"\xff\x0a",
    b"\xff\x4f\xff\x51",
    b"\xd7\xcd\xc6\x9a",
    b"v/1\x01",
)
AUDIO: Final = (b"ID3", b"OggS", b"fLaC", b"FORM", b"MThd", b"#!AMR", b".snd", b"wvpk", b"MAC ")
VIDEO: Final = (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01", b"0&\xb2u\x8ef\xcf\x11")
ARCHIVE: Final = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"(\xb5/\xfd",
    b'\x04"M\x18',
    b"MSCF",
    b"ISc(",
    b"\x1f\x9d",
    b"\x1f\xa0",
    b"LZIP",
    b"!<arch>\n",
    b"xar!",
    b"\x60\xea",
    b"PK\x07\x08",
    b"PK\x05\x06",
)
ENCRYPTED: Final = (
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN PKCS7-----",
    b"-----BEGIN CMS-----",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
    b"age-encryption.org/",
    b"Salted__",
    b"LUKS\xba\xbe",
)
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
OFFICE_START: Final = re.compile(
    rb"PK\x03\x04.{26}(?:\[content_types\]\.xml|_rels/|docprops/|customxml/|word/|xl/|ppt/)", re.DOTALL | re.IGNORECASE
)
"""The first part of an office document, behind the 30 bytes of its header (APPNOTE 6.3.10, 4.3.7)."""

FTYP_IMAGE: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
FTYP_AUDIO: Final = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A "})
RIFF: Final = {b"WEBP": "image", b"WAVE": "audio", b"AVI ": "video", b"RMID": "audio"}

MPEG_AUDIO: Final = re.compile(rb"\xff[\xe2-\xe7\xf2-\xff][\x10-\xef]", re.DOTALL)
"""A frame header of MPEG audio (or ADTS AAC) at the very start."""
