"""What cannot be read is said, with what to do about it; a document with it in is never complete."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from office_specimens import word, zipped
from pdf_specimens import page_file, stream
from pypdf import PdfWriter
from readers import SMALL, another, reason

from proxy.extract.reasons import SENTENCES, Reason
from proxy.extract.sniff import Kind
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.extract.reader import Reader

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    async with another(SMALL) as reader:
        yield reader


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            page_file(
                trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]"
                % (b"o" * 32, b"u" * 32)
            ),
            Reason.ENCRYPTED,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n", Reason.NO_OCR),
    ],
)
async def test_what_cannot_be_read_says_why_and_what_to_do(reader: Reader, data: bytes, expected: Reason) -> None:
    assert await reason(reader, data) is expected
    assert SENTENCES[expected].endswith(".")


@pytest.mark.parametrize(
    ("more", "unread"),
    [
        ({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, Unread.MACROS),
        ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}, Unread.OBJECT),
        ({"word/activeX/activeX1.bin": b"\x00\x01"}, Unread.OBJECT),
        ({"word/media/image1.png": b"\x89PNG\r\n\x1a\n"}, Unread.IMAGE),
        ({"docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0"}, Unread.IMAGE),
        ({"word/media/image1.emf": b"\x01\x00\x00\x00"}, Unread.BINARY),
        ({"word/fonts/font1.odttf": b"\x00\x01\x02"}, Unread.FONT),
        ({"word/embeddings/files.zip": zipped({"a": "b"})}, Unread.ARCHIVE),
        ({"word/media/sound.mp3": b"ID3\x04\x00"}, Unread.MEDIA),
        ({"word/embeddings/old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, Unread.OBJECT),
        ({"word/odd.xml": b"<?xml version='1.0'?><a>\x00\x01</a>"}, Unread.DAMAGED),
        ({"word/odd": bytes(range(256))}, Unread.BINARY),
    ],
)
async def test_what_nobody_can_read_inside_a_document_makes_it_incomplete(
    reader: Reader, more: dict[str, bytes], unread: Unread
) -> None:
    extracted = await reader.read(word(more=more), Kind.DOCX)

    assert (extracted.complete, extracted.unread) == (False, (unread,))
    assert extracted.passages[0].text == "Nothing"


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        (page_file(resources=b"/XObject << /I 10 0 R >>", content=b"/I Do", more={
            10: stream(bytes(10_000), b"/Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray")}), Unread.IMAGE),
        (page_file(b"0 0 m " + b"1 1 l " * 100 + b"S"), Unread.IMAGE),
        (page_file(b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b"x" * 81 + b" EI"), Unread.IMAGE),
        (page_file(font=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [] >>"), Unread.FONT),
        (page_file(font=b"<< /Type /Font /Subtype /Type3 /Encoding << /Differences [1 /g1 /g2] >> >>"), Unread.FONT),
        (page_file(more={10: stream(bytes(range(256)) * 4)}), Unread.BINARY),
        (page_file() + b"\n" + zipped({"a": "b"}), Unread.ARCHIVE),
    ],
)  # fmt: skip
async def test_what_nobody_can_read_inside_a_pdf_makes_it_incomplete(
    reader: Reader, data: bytes, unread: Unread
) -> None:
    extracted = await reader.read(data, Kind.PDF)

    assert not extracted.complete
    assert unread in extracted.unread


async def test_a_pdf_that_anybody_can_open_is_read_though_it_is_encrypted(reader: Reader) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(page_file(b"BT /F1 12 Tf (SSN 219-09-9999) Tj ET")))
    writer.encrypt("", "only the owner may print", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    extracted = await reader.read(out.getvalue(), Kind.PDF)

    assert extracted.passages[0].text == "SSN 219-09-9999"


async def test_a_pdf_with_a_password_is_not_read(reader: Reader) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(page_file()))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    assert await reason(reader, out.getvalue()) is Reason.ENCRYPTED
