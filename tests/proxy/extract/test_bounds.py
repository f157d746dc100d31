"""A bomb or a damaged file costs no more than its bounds, and ends as unreadable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from mail_specimens import parts
from office_specimens import S, W, cell, excel, row, word, zipped
from pdf_specimens import page_file, stream
from readers import SMALL, another, reason

from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.extract.reader import Reader

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    async with another(SMALL) as reader:
        yield reader


def entity_bomb() -> str:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{names}]><w:d {W}>&e9;</w:d>'


def external_entity() -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:d {W}>&e;</w:d>'


BOMBS = {
    "a part that unpacks to 50 MB": (
        zipped({"[Content_Types].xml": "x", "word/document.xml": bytes(50_000_000)}),
        Reason.TOO_LARGE,
    ),
    "many parts that unpack to 5 MB together": (
        zipped({"[Content_Types].xml": "x", **{f"word/{n}.xml": b" " * 100_000 for n in range(50)}}),
        Reason.TOO_LARGE,
    ),
    "text without end": (word(f"<w:p><w:r><w:t>{'x' * 300_000}</w:t></w:r></w:p>"), Reason.TOO_LARGE),
    "more parts than allowed": (
        zipped({"[Content_Types].xml": "x", **{f"word/{n}.xml": "" for n in range(600)}}),
        Reason.TOO_MANY_PARTS,
    ),
    "entities in entities": (word(more={"word/footnotes.xml": entity_bomb()}), Reason.DAMAGED),
    "an entity from a file": (word(more={"word/footnotes.xml": external_entity()}), Reason.DAMAGED),
    "a page that unpacks to 60 MB": (page_file(b" " * 60_000_000), Reason.TOO_LARGE),
    "a stream that unpacks to 60 MB": (page_file(more={10: stream(bytes(60_000_000), packed=True)}), Reason.TOO_LARGE),
    "more objects than allowed": (page_file(more=dict.fromkeys(range(10, 600), b"(x)")), Reason.TOO_MANY_PARTS),
    "files in files in files": (
        word(
            more={
                "word/embeddings/a.docx": word(
                    more={"word/embeddings/b.docx": word(more={"word/embeddings/c.docx": word()})}
                )
            }
        ),
        Reason.TOO_DEEP,
    ),
    "a mail of very many parts": (parts(*[b"Content-Type: text/plain\n\nx"] * 600), Reason.TOO_MANY_PARTS),
    "a zip that ends early": (word()[:-40], Reason.DAMAGED),
    "no zip at all": (b"PK\x03\x04" + b"x" * 100, Reason.DAMAGED),
    "no PDF behind its header": (b"%PDF-1.7\nnothing", Reason.DAMAGED),
}


@pytest.mark.parametrize(("data", "expected"), BOMBS.values(), ids=BOMBS.keys())
async def test_a_bomb_or_a_damaged_file_ends_as_unreadable(reader: Reader, data: bytes, expected: Reason) -> None:
    kind = sniff(data)

    assert await reason(reader, data, kind if kind is not Kind.ARCHIVE else Kind.DOCX) is expected


async def test_after_every_bomb_the_next_document_is_read(reader: Reader) -> None:
    extracted = await reader.read(word(), Kind.DOCX)

    assert [passage.text for passage in extracted.passages] == ["Nothing"]


async def test_deeply_nested_elements_do_not_crash_the_worker(reader: Reader) -> None:
    depth = 20_000
    xml = f"<w:d {W}>{'<w:a>' * depth}deep{'</w:a>' * depth}</w:d>"

    extracted = await reader.read(word(more={"word/footnotes.xml": xml}), Kind.DOCX)

    assert any("deep" in passage.text for passage in extracted.passages)


async def test_deeply_nested_objects_of_a_pdf_end_as_unreadable_or_incomplete(reader: Reader) -> None:
    try:
        extracted = await reader.read(page_file(more={10: b"[" * 5000 + b"]" * 5000}), Kind.PDF)
    except Unreadable as error:
        assert error.reason in {Reason.TOO_DEEP, Reason.DAMAGED}  # noqa: PT017  either is right
    else:
        assert not extracted.complete


async def test_a_spreadsheet_that_says_it_is_a_letter_is_read_as_what_it_is(reader: Reader) -> None:
    extracted = await reader.read(excel(row(cell("219-09-9999"))), Kind.DOCX)

    assert any("219-09-9999" in passage.text for passage in extracted.passages)


async def test_packed_data_with_a_lying_size_is_bounded_by_what_really_comes_out(reader: Reader) -> None:
    data = bytearray(zipped({"[Content_Types].xml": "x", "word/document.xml": bytes(20_000_000)}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")

    assert await reason(reader, bytes(data), Kind.DOCX) in {Reason.TOO_LARGE, Reason.DAMAGED}


async def test_strings_that_many_cells_share_are_counted_each_time(reader: Reader) -> None:
    shared = f"<sst {S}><si><t>{'x' * 1000}</t></si></sst>"
    cells = '<c r="A1" t="s"><v>0</v></c>' * 1000

    assert await reason(reader, excel(row(cells), more={"xl/sharedStrings.xml": shared})) is Reason.TOO_LARGE
