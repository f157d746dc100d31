"""Text in pictures, where the extra for it is installed. Its worker has no network: nothing can have been fetched."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from office_specimens import word
from pdf_specimens import page_file, stream

from proxy.extract import image_facts
from proxy.extract.image_facts import Facts
from proxy.extract.images import clean
from proxy.extract.limits import Limits
from proxy.extract.reader import Reader
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
from PIL import Image, ImageDraw, ImageFont

pytestmark = pytest.mark.asyncio(loop_scope="module")


def picture(kind: str, *, more: bool = False, size: tuple[int, int] = (480, 100), font: int = 28) -> bytes:
    canvas = Image.new("RGB", size, "white")
    ImageDraw.Draw(canvas).text(
        (size[0] // 24, size[1] // 4), "SSN 219-09-9999", fill="black", font=ImageFont.load_default(font)
    )
    out = io.BytesIO()
    canvas.save(out, kind, **({"save_all": True, "append_images": [Image.new("RGB", size)]} if more else {}))
    return out.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    reader = Reader(Limits(wall_s=60, cpu_s=60), ocr=True)
    yield reader
    await reader.close()


async def test_text_in_a_picture_is_read_also_after_its_metadata_was_removed(reader: Reader) -> None:
    extracted = await reader.read(clean(picture("PNG")), Kind.IMAGE)

    assert [passage.text for passage in extracted.passages] == ["SSN 219-09-9999"]
    assert extracted.complete


async def test_a_scanned_page_and_a_picture_in_a_letter_are_read(reader: Reader) -> None:
    scan = await reader.read(picture("PDF"), Kind.PDF)
    letter = await reader.read(word(more={"word/media/image1.jpeg": picture("JPEG")}), Kind.DOCX)

    for extracted in (scan, letter):
        assert ("SSN 219-09-9999", "embedded file 1 > picture") in [(p.text, p.place) for p in extracted.passages]
        assert extracted.complete


async def test_a_scan_that_is_no_jpeg_is_read(reader: Reader) -> None:
    grey = Image.open(io.BytesIO(picture("PNG"))).convert("L")
    form = b"/Subtype /Image /Width 480 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    data = page_file(
        b"480 0 0 100 0 0 cm /I Do",
        resources=b"/XObject << /I 10 0 R >>",
        more={10: stream(grey.tobytes(), form, packed=True)},
    )

    extracted = await reader.read(data, Kind.PDF)

    assert "SSN 219-09-9999" in [passage.text for passage in extracted.passages]
    assert extracted.complete


async def test_a_picture_that_two_readings_read_differently_is_not_fully_read(reader: Reader) -> None:
    tiny = picture("PNG", size=(200, 24), font=7)

    extracted = await reader.read(tiny, Kind.IMAGE)

    assert not extracted.complete or any("219-09-9999" in passage.text for passage in extracted.passages)


async def test_further_pictures_of_an_animation_are_not_read_and_that_is_said(reader: Reader) -> None:
    extracted = await reader.read(picture("GIF", more=True), Kind.IMAGE)

    assert extracted.unread == (Unread.IMAGE,)


async def test_a_damaged_picture_is_unreadable(reader: Reader) -> None:
    with pytest.raises(Unreadable) as caught:
        await reader.read(b"\x89PNG\r\n\x1a\n" + bytes(40), Kind.IMAGE)

    assert caught.value.reason is Reason.DAMAGED


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
async def test_the_size_of_a_picture_is_known_before_it_is_unpacked(kind: str) -> None:
    assert image_facts.facts(picture(kind)) == Facts(480 * 100, 1)
