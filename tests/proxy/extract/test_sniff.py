"""The kind of a file comes from its bytes; what it says of itself may only choose among kinds of text."""

from __future__ import annotations

import codecs
import gzip
import io
import tarfile
import zipfile

import mail_specimens
import office_specimens
import pdf_specimens
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.extract import plain
from proxy.extract.sniff import TEXT_KINDS, Kind, sniff

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def _encrypted_zip() -> bytes:
    """A plain zip whose parts say that they are encrypted."""
    data = bytearray(office_specimens.zipped({"a.txt": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BYTES = [
    (b"", Kind.TEXT),
    (b"Dear parents,\nschool starts at 8.\n", Kind.TEXT),
    ("Grüße".encode(), Kind.TEXT),
    ("Grüße aus Köln und so weiter".encode("cp1252"), Kind.TEXT),
    ("Größe".encode("utf-16"), Kind.TEXT),
    (codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"), Kind.TEXT),
    (codecs.BOM_UTF8 + b"a,b\n1,2\n", Kind.CSV),
    (b"name,ssn\nA,1\nB,2\n", Kind.CSV),
    (b"name\tssn\nA\t1\n", Kind.CSV),
    (b'{"a": [1, 2]}', Kind.JSON),
    (b"[1, 2]", Kind.JSON),
    (b'{"a": 1}\n{"a": 2}\n', Kind.JSONL),
    (b'{"a": 1', Kind.TEXT),
    (b"<!DOCTYPE html><p>x", Kind.HTML),
    (b"<html><body>x</body></html>", Kind.HTML),
    (b"<?xml version='1.0'?><a/>", Kind.XML),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind.XML),
    (pdf_specimens.page_file(), Kind.PDF),
    (b"\n\n" + pdf_specimens.page_file(), Kind.PDF),
    (office_specimens.word(), Kind.DOCX),
    (office_specimens.excel(), Kind.XLSX),
    (office_specimens.powerpoint(), Kind.PPTX),
    (mail_specimens.mail(b"x"), Kind.EML),
    (b"{\\rtf1 x}", Kind.RTF),
    (PNG, Kind.IMAGE),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.IMAGE),
    (b"GIF89a\x01\x00\x01\x00", Kind.IMAGE),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind.IMAGE),
    (b"\x00\x00\x00\x18ftypheic", Kind.IMAGE),
    (b"II*\x00\x08\x00\x00\x00", Kind.IMAGE),
    (b"ID3\x04\x00\x00", Kind.AUDIO),
    (b"\xff\xfb\x90\x00\x00", Kind.AUDIO),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", Kind.AUDIO),
    (b"OggS\x00\x02", Kind.AUDIO),
    (b"\x00\x00\x00\x18ftypM4A ", Kind.AUDIO),
    (b"\x00\x00\x00\x18ftypisom", Kind.VIDEO),
    (b"\x1aE\xdf\xa3\x9f\x42", Kind.VIDEO),
    (b"RIFF\x00\x00\x00\x00AVI LIST", Kind.VIDEO),
    (office_specimens.zipped({"a.txt": "x"}), Kind.ARCHIVE),
    (gzip.compress(b"x", mtime=0), Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", Kind.ARCHIVE),
    (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE),
    (_tar(), Kind.ARCHIVE),
    (_encrypted_zip(), Kind.ENCRYPTED),
    (OLE + "EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED),
    (b"-----BEGIN PGP MESSAGE-----\n\nhQ==\n", Kind.ENCRYPTED),
    (OLE + "WordDocument".encode("utf-16-le"), Kind.LEGACY_OFFICE),
    (office_specimens.word()[:-40], Kind.DAMAGED),
    (bytes(range(256)), Kind.UNKNOWN),
    (b"text with a \x00 in it", Kind.UNKNOWN),
    (b"\x1b$B!z\x1b(B in another alphabet", Kind.UNKNOWN),
    (
        office_specimens.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        Kind.UNKNOWN,
    ),
    (b"MZ\x90\x00\x03", Kind.UNKNOWN),
]


@pytest.mark.parametrize(("data", "kind"), BYTES)
def test_the_bytes_say_what_a_file_is(data: bytes, kind: Kind) -> None:
    assert sniff(data) is kind


@pytest.mark.parametrize(
    "declared", ["text/plain", "text/csv", "application/json", "text/html", "image/png", "application/pdf"]
)
@pytest.mark.parametrize(("data", "kind"), [pair for pair in BYTES if pair[1] not in TEXT_KINDS])
def test_a_declaration_never_turns_a_file_into_text_or_into_another_kind(
    data: bytes, kind: Kind, declared: str
) -> None:
    assert sniff(data, declared, "harmless.txt") is kind


@pytest.mark.parametrize("declared", ["image/png", "application/pdf", "application/zip", "audio/mpeg", "", "nonsense"])
def test_text_stays_text_whatever_is_declared(declared: str) -> None:
    assert sniff(b"SSN 219-09-9999", declared, "scan.pdf") is Kind.TEXT


@pytest.mark.parametrize(
    ("data", "declared", "name", "kind"),
    [
        (b"# Title\n", "text/markdown", "", Kind.MARKDOWN),
        (b"# Title\n", "", "notes.md", Kind.MARKDOWN),
        (b"<p>x</p>", "text/html; charset=utf-8", "", Kind.HTML),
        (b"<p>x</p>", "", "page.htm", Kind.HTML),
        (b"<note>x</note>", "application/xml", "", Kind.XML),
        (b"single column\nvalue\n", "text/csv", "", Kind.CSV),
        (b'{"a": 1}', "text/markdown", "a.md", Kind.JSON),
        (b"Subject: x\n\nbody", "message/rfc822", "", Kind.EML),
        (b"Subject: x\n\nbody", "", "", Kind.TEXT),
        (b"no markup at all", "text/html", "", Kind.TEXT),
    ],
)
def test_a_declaration_chooses_among_kinds_of_text(data: bytes, declared: str, name: str, kind: Kind) -> None:
    assert sniff(data, declared, name) is kind


def test_a_zip_behind_a_picture_stays_a_picture_and_a_zip_behind_text_is_no_text() -> None:
    archive = office_specimens.word()

    assert sniff(PNG + archive) is Kind.IMAGE
    assert sniff(b"harmless text\n" + archive) not in TEXT_KINDS


def test_a_pdf_header_behind_other_text_is_a_pdf() -> None:
    assert sniff(b"a note first\n" + pdf_specimens.page_file(packed=False), "text/plain") is Kind.PDF


def test_an_office_file_is_known_by_its_parts_not_by_its_name() -> None:
    assert sniff(office_specimens.excel(), "application/msword", "letter.docx") is Kind.XLSX


@pytest.mark.parametrize("make", [office_specimens.word, office_specimens.excel, office_specimens.powerpoint])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_an_office_file_that_was_cut_short_is_damaged_and_not_packed_files(make, share: float) -> None:
    data = make()
    assert sniff(data[: int(len(data) * share)], "application/zip", "letter.docx") is Kind.DAMAGED


def test_an_archive_that_was_cut_short_stays_one() -> None:
    assert sniff(office_specimens.zipped({"letter.txt": "x" * 500})[:60], "", "letter.docx") is Kind.ARCHIVE


def test_a_directory_of_very_many_names_is_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(20_001):
            package.writestr(str(number), b"")

    assert sniff(out.getvalue()) is Kind.ARCHIVE


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_any_text_without_control_characters_decodes_to_itself(text: str) -> None:
    assert plain.decoded(codecs.BOM_UTF8 + text.encode()) == text


@given(st.binary(max_size=300), st.sampled_from(["", "text/plain", "application/pdf"]), st.text(max_size=20))
def test_sniffing_never_fails_and_text_kinds_always_decode(data: bytes, declared: str, name: str) -> None:
    if sniff(data, declared, name) in TEXT_KINDS:
        assert plain.decoded(data) is not None
