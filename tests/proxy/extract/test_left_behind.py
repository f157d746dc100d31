"""What programs and people leave in a file beside its text: taken out parts, old objects, codes, odd encodings."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from typing import Any

import pytest
from mail_specimens import HEAD, mail, parts
from office_specimens import TYPES, excel, links, row, run, word
from pdf_specimens import CLEAN, FONT, incremental, packed_objects, page_file, pdf, stream

from proxy.extract import parsing
from proxy.extract.gathering import Gathering
from proxy.extract.limits import Limits
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind, sniff
from proxy.extract.unread import Unread
from proxy.extract.xlsx_headers import printed

VALUE = "219-09-9999"
RAW = VALUE.encode()
WHOLE = re.compile(r"(?<![\w.-])219-09-9999(?![\w-])")
"""As a detector finds it: no letter and no digit touches it."""


def read(data: bytes) -> Gathering:
    into = Gathering(Limits())
    parsing.read(data, sniff(data), into)
    return into


# --------------------------------------------------------------------------- packages

DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
PARTS = {
    b"[Content_Types].xml": TYPES.encode(),
    b"_rels/.rels": links(("officeDocument", "word/document.xml")).encode(),
    b"word/document.xml": DOCUMENT,
}


def package(
    *, name: bytes = b"", local: bytes = b"", central: bytes = b"", behind: bytes = b"", told: int | None = None,
    between: bytes = b"", after: bytes = b"", described: bool = False,
) -> bytes:  # fmt: skip
    """A Word file written byte by byte; the changes are made to its last part."""
    out = directory = b""
    for part, content in PARTS.items():
        last = part == b"word/document.xml"
        key = part + name if last else part
        length = len(content) if told is None or not last else told
        packing = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packing.compress(content) + packing.flush() + (behind if last else b"")
        sums = (zlib.crc32(content[:length]), len(packed), length)
        flags = 8 if described else 0
        offset, here, there = len(out), local if last else b"", central if last else b""
        fixed = (20, flags, 8, 0, 0, *((0, 0, 0) if described else sums), len(key), len(here))
        out += struct.pack("<4s5H3L2H", b"PK\x03\x04", *fixed) + key + here + packed
        out += struct.pack("<4s3L", b"PK\x07\x08", *sums) if described else b""
        entry = (20, 20, flags, 8, 0, 0, *sums, len(key), len(there), 0, 0, 0, 0, offset)
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *entry) + key + there
    out += between
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(PARTS), len(PARTS), len(directory), len(out), 0)
    return out + directory + end + after


FIELD = struct.pack("<HH", 0x9999, len(RAW)) + RAW


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(package(local=FIELD), id="extra field of a part"),
        pytest.param(package(central=FIELD), id="extra field of the directory"),
        pytest.param(package(between=RAW), id="before the directory"),
        pytest.param(package(after=RAW), id="after the end"),
        pytest.param(package(described=True, between=RAW), id="behind a descriptor"),
    ],
)
def test_a_short_value_beside_the_parts_of_a_package_is_read(data: bytes) -> None:
    assert any(WHOLE.search(text) for text, _ in read(data).passages)


def test_a_part_whose_name_goes_on_behind_a_zero_is_read_under_its_whole_name() -> None:
    data = word(more={"word/styles.xml\x01" + VALUE: "<a/>"}).replace(b"styles.xml\x01", b"styles.xml\x00")
    assert any(VALUE in text for text, place in read(data).passages if place == "names of parts")


@pytest.mark.parametrize("changes", [{"behind": RAW}, {"told": 20}], ids=["behind the data", "a lie about the size"])
def test_a_part_that_can_be_unpacked_in_two_ways_is_damage(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        read(package(**changes))
    assert caught.value.reason is Reason.DAMAGED


def test_a_part_that_the_directory_no_longer_names_makes_the_package_incomplete() -> None:
    assert read(package(between=package()[:200])).unread == (Unread.BINARY,)


@pytest.mark.parametrize("described", [False, True])
def test_an_honest_package_is_complete_and_says_nothing_more(described: bool) -> None:  # noqa: FBT001 # a case
    into = read(package(described=described))
    assert (into.unread, into.passages) == ((), [])


# --------------------------------------------------------------------------- office files

HEADER = "<headerFooter><oddHeader>{}</oddHeader></headerFooter>"
A, B = VALUE[:5], VALUE[5:]
SPLIT = (
    f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>{run(A)}{run(B)}</w:p></w:hdr>'
)


@pytest.mark.parametrize(
    "code", ["&amp;L{}&amp;C x", '&amp;C&amp;"Arial,Bold"&amp;12{}', "&amp;R&amp;KFF0000{}", "&amp;L&amp;B{}"]
)
def test_a_code_of_a_printed_header_does_not_touch_a_value(code: str) -> None:
    assert any(WHOLE.search(text) for text, _ in read(excel(rest=HEADER.format(code.format(VALUE)))).passages)


def test_the_sections_of_a_header_are_lines_and_its_codes_are_gone() -> None:
    assert list(printed('&LA&&B&"Arial,Bold"C&RPage &P of &N')) == ["A&BC\nPage  of"]


def test_each_way_to_read_the_size_of_letters_is_a_view() -> None:
    assert list(printed("&1234")) == ["234", "34", "4"]


def test_two_values_of_one_cell_do_not_touch() -> None:
    into = read(excel(row(f'<c r="A7"><v>1</v><v>{VALUE}</v></c>')))
    assert any(WHOLE.search(text) for text, _ in into.passages)


def test_a_cell_that_names_no_string_shows_its_number() -> None:
    assert ("219099999", "sheet 2") in read(excel(row('<c r="A7" t="s"><v>219099999</v></c>'))).passages


def test_a_field_code_in_several_runs_is_read_whole() -> None:
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    assert any(VALUE in text for text, _ in read(word(f"<w:p>{code.format(A)}{code.format(B)}</w:p>")).passages)


@pytest.mark.parametrize("part", [SPLIT.encode(), SPLIT.encode("utf-16")], ids=["utf-8", "utf-16"])
def test_xml_under_another_ending_is_read_as_xml(part: bytes) -> None:
    assert any(VALUE in text for text, _ in read(word(more={"word/media/image1.png": part})).passages)


@pytest.mark.parametrize("encoding", ["utf-7", "cp037"])
def test_xml_in_an_encoding_that_is_not_read_is_incomplete(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><a>x</a>'
    assert read(word(more={"word/header1.xml": part})).unread == (Unread.DAMAGED,)


# --------------------------------------------------------------------------- rich text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"{\\rtf1 {\\*\\userprops{\\propname n1}{\\staticval %s}}}" % RAW, id="property after its name"),
        pytest.param(b"{\\rtf1 Room 12}" + RAW, id="behind the end"),
        pytest.param(b"\xef\xbb\xbf\r\n{\\rtf1 219-0{\\b 9-9999}}", id="behind a mark and a line end"),
        pytest.param(b"{\\rtf1 %s}" % b"".join(b"\\u-%d?" % (4096 - letter) for letter in RAW), id="font of symbols"),
    ],
)
def test_a_value_of_a_rich_text_touches_nothing(data: bytes) -> None:
    assert sniff(data) is Kind.RTF
    assert any(WHOLE.search(text) for text, _ in read(data).passages)


# --------------------------------------------------------------------------- mail

BASE64 = base64.encodebytes(b"SSN " + RAW)
INNER = base64.encodebytes(mail(b"x", b"Subject: " + RAW + b"\n"))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + INNER, id="a mail"),
        pytest.param(mail(BASE64, b"Content-Transfer-Encoding: base64 (x)\n"), id="encoding with a comment"),
        pytest.param(mail(BASE64, b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n"), id="two"),
        pytest.param(
            mail(b"--y\nContent-Transfer-Encoding: base64\n\n" + BASE64, b"Content-Type: multipart/mixed; boundary=x\n"),
            id="wrong boundary",
        ),
        pytest.param(parts(b"Content-Type: text/plain\n\nx", after=BASE64), id="behind the parts"),
        pytest.param(mail(b"x", b"Subject: =?utf-8*en?q?219=2D09=2D9999?=\n"), id="word with a language"),
        pytest.param(mail(b"x", b"Subject: =?x-none?b?%s?=\n" % base64.b64encode(RAW)), id="word in no encoding"),
        pytest.param(mail(b"219-09 \n-9999", b"Content-Type: text/plain; format=flowed; delsp=yes\n"), id="flowed"),
        pytest.param(
            parts(b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:219-0\n 9-9999\nEND:VCALENDAR"), id="calendar"
        ),
        pytest.param(mail(b"x<script>a='%s'" % RAW, b"Content-Type: text/html\n"), id="script without its end"),
    ],
)  # fmt: skip
def test_a_value_that_a_mail_program_would_show_is_read(data: bytes) -> None:
    assert sniff(data) is Kind.EML
    assert any(WHOLE.search(text) for text, _ in read(data).passages)


@pytest.mark.parametrize(
    "data",
    [
        mail(b"begin 644 a.txt\n" + binascii.b2a_uu(RAW) + b"`\nend\n"),
        mail(b"=ybegin line=128 size=11 name=a\n"),
        mail(b'<img src="data:image/png;base64,AAAA">', b"Content-Type: text/html\n"),
    ],
    ids=["uuencode", "yEnc", "picture in an address"],
)
def test_a_file_inside_the_text_of_a_mail_makes_it_incomplete(data: bytes) -> None:
    assert read(data).unread == (Unread.BINARY,)


def test_words_that_could_be_base64_are_no_files() -> None:
    into = read(mail(b"Kindergarten\nElementarySchool\n"))
    assert [place for _, place in into.passages] == ["headers", "text"]


# --------------------------------------------------------------------------- PDF

CLEAN_FILE = page_file()
PACKED = zlib.compress(CLEAN) + RAW
TREE = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    4: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(PACKED), PACKED),
    5: FONT,
}
LOOSE = {
    10: b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 11 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    11: stream(b"BT /F1 12 Tf 72 700 Td [(219) -20 (-09) -20 (-9999)] TJ ET", packed=True),
}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CLEAN_FILE.replace(b"endobj\n2 0", b"endobj\n% " + RAW + b"\n2 0"), id="comment"),
        pytest.param(CLEAN_FILE.replace(b"endobj\n2 0", b"endobj\n" + RAW + b"\n2 0"), id="between objects"),
        pytest.param(CLEAN_FILE.replace(b"endstream\n", b"endstream\n" + RAW + b"\n"), id="behind a stream"),
        pytest.param(CLEAN_FILE.replace(b"%PDF-1.7", b"%PDF-1.7 " + RAW), id="line of the header"),
        pytest.param(page_file(CLEAN + b"\n% " + RAW + b"\n"), id="comment in a page"),
        pytest.param(pdf(TREE), id="behind packed data"),
        pytest.param(incremental(packed_objects(b"<< /Title (%s) >>" % RAW), {6: b"<< /Title (x) >>"}), id="old packed object"),
        pytest.param(page_file(more=LOOSE), id="page that was taken out"),
    ],
)  # fmt: skip
def test_what_a_pdf_keeps_and_no_program_shows_is_read(data: bytes) -> None:
    assert any(WHOLE.search(text) for text, _ in read(data).passages)


def test_a_long_number_with_a_point_is_read() -> None:
    assert any("219099999" in text for text, _ in read(page_file(page=b"/X 219099999.0")).passages)


def test_a_date_that_is_none_is_read() -> None:
    assert any("2190999990" in text for text, _ in read(page_file(page=b"/X (D:2190999990)")).passages)


def test_text_in_a_font_that_the_page_does_not_have_is_unread() -> None:
    assert Unread.FONT in read(page_file(CLEAN.replace(b"/F1", b"/F9"))).unread
