"""One value in each hiding place of each format: none may stay unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mail_specimens
import office_specimens
import pdf_specimens
import pytest
import pytest_asyncio

from proxy.extract.reader import Reader
from proxy.extract.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.asyncio(loop_scope="module")

VALUE = "219-09-9999"
PLACES = [
    *((Kind.PDF, place, data) for place, data in pdf_specimens.hidden(VALUE.encode())),
    *((Kind.DOCX, place, data) for place, data in office_specimens.in_word(VALUE)),
    *((Kind.XLSX, place, data) for place, data in office_specimens.in_excel(VALUE)),
    *((Kind.PPTX, place, data) for place, data in office_specimens.in_powerpoint(VALUE)),
    *((Kind.EML, place, data) for place, data in mail_specimens.in_mail(VALUE)),
    *((Kind.RTF, place, data) for place, data in mail_specimens.in_rich_text(VALUE)),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    reader = Reader()
    yield reader
    await reader.close()


@pytest.mark.parametrize(("kind", "data"), [pytest.param(k, d, id=f"{k.value}: {p}") for k, p, d in PLACES])
async def test_the_value_is_found_whole_in_every_hiding_place(reader: Reader, kind: Kind, data: bytes) -> None:
    assert sniff(data) is kind

    extracted = await reader.read(data, kind)

    assert any(VALUE in passage.text for passage in extracted.passages)
    assert not any(VALUE in passage.place for passage in extracted.passages), "a place must say nothing of the content"
    assert VALUE not in repr(extracted)
    assert extracted.complete, extracted.unread


async def test_a_file_without_anything_hidden_gives_no_more_than_it_shows(reader: Reader) -> None:
    extracted = await reader.read(office_specimens.word(), Kind.DOCX)

    assert [(passage.place, passage.text) for passage in extracted.passages] == [("body", "Nothing")]


async def test_a_clean_pdf_gives_its_page_and_nothing_unread(reader: Reader) -> None:
    extracted = await reader.read(pdf_specimens.page_file(), Kind.PDF)

    assert [(passage.place, passage.text) for passage in extracted.passages] == [("page 1", "Nothing to see")]
    assert extracted.complete
