"""Pictures leave without what is written about them, and otherwise as they came."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.extract.image_exif import orientation
from proxy.extract.images import clean
from proxy.extract.reasons import Reason, Unreadable

VALUE = b"219-09-9999"
TIFF = (
    b"II*\x00" + struct.pack("<IHHHIHHHHII", 8, 2, 0x0112, 3, 1, 6, 0, 0x010E, 2, 12, 60) + bytes(20) + VALUE + b"\x00"
)
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x12\x34\xff\x00\x56\xff\xd0\x78"
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
TABLE = b"\xff\xdb\x00\x43\x00" + bytes(64)
ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x01"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*extra: bytes, after: bytes = b"", jfif: bytes = b"") -> bytes:
    head = segment(0xE0, b"JFIF\x00\x01\x02\x01\x00H\x00H" + (jfif or b"\x00\x00"))
    return b"\xff\xd8" + head + b"".join(extra) + TABLE + FRAME + SCAN + b"\xff\xd9" + after


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


ROWS = b"\x00\x01\x02\x03" * 2


def png(*extra: bytes, rows: bytes = ROWS, after: bytes = b"", tail: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 2, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(rows) + tail)
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + pixels + chunk(b"IEND", b"") + after


def gif(before: bytes = b"", behind: bytes = b"", after: bytes = b"") -> bytes:
    picture = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x4c\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(6) + before + picture + behind + b";" + after


def webp(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + after


PIXELS = (b"VP8L", b"\x2f\x00\x00\x00\x00\x07")
EXTENDED = (b"VP8X", b"\x2c\x00\x00\x00" + bytes(6))
EXTENDED_CLEAN = (b"VP8X", bytes(10))
COMMENT = b"\x21\xfe\x0b" + VALUE + b"\x00"
CONTROL = b"\x21\xf9\x04\x01\x00\x00\x00\x00"

WITHOUT_METADATA = [
    ("JPEG comment", jpeg(segment(0xFE, VALUE)), jpeg()),
    ("JPEG XMP", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + VALUE)), jpeg()),
    ("JPEG IPTC", jpeg(segment(0xED, b"Photoshop 3.0\x00" + VALUE)), jpeg()),
    ("JPEG profile", jpeg(segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + VALUE)), jpeg()),
    ("JPEG thumbnail", jpeg(jfif=b"\x03\x01" + b"219-09-99"), jpeg()),
    ("JPEG own segment", jpeg(segment(0xEC, VALUE)), jpeg()),
    ("JPEG after the end", jpeg(after=VALUE), jpeg()),
    ("JPEG second picture", jpeg(after=jpeg(segment(0xFE, VALUE))), jpeg()),
    ("JPEG colours are kept", jpeg(ADOBE, segment(0xFE, VALUE)), jpeg(ADOBE)),
    ("PNG text", png(chunk(b"tEXt", b"Comment\x00" + VALUE)), png()),
    ("PNG packed text", png(chunk(b"zTXt", b"a\x00\x00" + zlib.compress(VALUE))), png()),
    ("PNG international text", png(chunk(b"iTXt", b"a\x00\x00\x00\x00\x00" + VALUE)), png()),
    ("PNG profile", png(chunk(b"iCCP", b"x\x00\x00" + zlib.compress(VALUE))), png()),
    ("PNG time", png(chunk(b"tIME", bytes(7))), png()),
    ("PNG own chunk", png(chunk(b"ssNo", VALUE)), png()),
    ("PNG frames of an animation", png(chunk(b"acTL", bytes(8)), chunk(b"fdAT", VALUE)), png()),
    ("PNG after the end", png(after=VALUE), png()),
    ("PNG behind the packed rows", png(tail=VALUE), png()),
    ("PNG rows below the picture", png(rows=ROWS + VALUE), png()),
    ("PNG resolution is kept", png(chunk(b"pHYs", bytes(9)), chunk(b"tEXt", VALUE)), png(chunk(b"pHYs", bytes(9)))),
    ("GIF comment", gif(COMMENT), gif()),
    ("GIF plain text", gif(b"\x21\x01\x0c" + bytes(12) + b"\x0b" + VALUE + b"\x00"), gif()),
    ("GIF data of a program", gif(b"\x21\xff\x0bXMP DataXMP\x0b" + VALUE + b"\x00"), gif()),
    ("GIF transparency is kept", gif(COMMENT + CONTROL), gif(CONTROL)),
    ("GIF comment behind", gif(behind=COMMENT), gif()),
    ("GIF after the end", gif(after=VALUE), gif()),
    ("WebP EXIF", webp(EXTENDED, PIXELS, (b"EXIF", TIFF.replace(b"\x06\x00\x00\x00\x0e", b"\x01\x00\x00\x00\x0e"))), webp(EXTENDED_CLEAN, PIXELS)),
    ("WebP XMP", webp(EXTENDED, PIXELS, (b"XMP ", VALUE)), webp(EXTENDED_CLEAN, PIXELS)),
    ("WebP profile", webp(EXTENDED, (b"ICCP", VALUE), PIXELS), webp(EXTENDED_CLEAN, PIXELS)),
    ("WebP own chunk", webp(PIXELS, (b"ssno", VALUE)), webp(PIXELS)),
    ("WebP after the end", webp(PIXELS, after=VALUE), webp(PIXELS)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "expected"), [row[1:] for row in WITHOUT_METADATA], ids=[row[0] for row in WITHOUT_METADATA]
)
def test_metadata_is_gone_and_the_picture_is_the_same(data: bytes, expected: bytes) -> None:
    cleaned = clean(data)

    assert VALUE not in cleaned
    assert _same_picture(cleaned, expected)
    assert clean(cleaned) == cleaned


def _same_picture(cleaned: bytes, expected: bytes) -> bool:
    """The same bytes; packed rows of a PNG that had to be packed anew may differ in their packing only."""
    if not cleaned.startswith(b"\x89PNG") or cleaned == expected:
        return cleaned == expected

    def rows(data: bytes) -> bytes:
        start = data.index(b"IDAT") + 4
        return zlib.decompressobj().decompress(data[start:])

    return rows(cleaned) == rows(expected)


@pytest.mark.parametrize(
    "data",
    [
        jpeg(segment(0xE1, b"Exif\x00\x00" + TIFF)),
        png(chunk(b"eXIf", TIFF)),
        webp(EXTENDED, PIXELS, (b"EXIF", TIFF)),
    ],
    ids=["JPEG", "PNG", "WebP"],
)
def test_a_photograph_does_not_turn_when_its_exif_goes(data: bytes) -> None:
    cleaned = clean(data)

    assert VALUE not in cleaned
    assert orientation(cleaned[cleaned.index(b"MM\x00*") :]) == 6
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (jpeg()[:-2], Reason.DAMAGED),
        (jpeg()[:40], Reason.DAMAGED),
        (b"\xff\xd8\xff", Reason.DAMAGED),
        (png()[:-12], Reason.DAMAGED),
        (png(rows=b"\x00\x01"), Reason.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", Reason.DAMAGED),
        (gif()[:-3], Reason.DAMAGED),
        (webp((b"EXIF", VALUE)), Reason.DAMAGED),
        (webp((b"VP8X", b"\x02" + bytes(9)), PIXELS), Reason.UNSUPPORTED),
        (b"II*\x00" + bytes(20), Reason.UNSUPPORTED),
        (b"BM" + bytes(60), Reason.UNSUPPORTED),
        (b"RIFF\x00\x00\x00\x00WAVE", Reason.UNSUPPORTED),
    ],
)
def test_what_cannot_be_cleaned_is_refused(data: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as caught:
        clean(data)

    assert caught.value.reason is reason


def test_a_png_that_unpacks_without_end_is_refused_without_unpacking_it() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**30, 2**30, 16, 6, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")

    with pytest.raises(Unreadable) as caught:
        clean(data)

    assert caught.value.reason is Reason.TOO_LARGE


@given(st.sampled_from([jpeg(), png(), gif(COMMENT), webp(EXTENDED, PIXELS)]), st.data())
def test_a_damaged_picture_is_cleaned_or_refused_and_never_anything_else(picture: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(picture) - 1))
    changed = picture[:place] + data.draw(st.binary(max_size=4)) + picture[place + 1 :]
    try:
        cleaned = clean(changed)
    except Unreadable:
        return
    assert clean(cleaned) == cleaned
