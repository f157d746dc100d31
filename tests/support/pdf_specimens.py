"""PDF files written by hand, each with one value in one hiding place."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
CLEAN = b"BT /F1 12 Tf 72 700 Td (Nothing to see) Tj ET"


def stream(data: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        data, extra = zlib.compress(data), extra + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def pdf(objects: dict[int, bytes], *, trailer: bytes = b"", before: bytes = b"") -> bytes:
    """A file of these objects, with a table of them; object 1 is the catalogue."""
    out = before + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    out, offsets = append(out, objects)
    return out + table(offsets, len(out), trailer)


def append(out: bytes, objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out, offsets


def table(offsets: dict[int, int], start: int, trailer: bytes) -> bytes:
    lines = b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in sorted(offsets.items()):
        lines += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max(offsets) + 1
    return lines + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def page_file(
    content: bytes = CLEAN,
    *,
    page: bytes = b"",
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
    trailer: bytes = b"",
    font: bytes = FONT,
    resources: bytes = b"",
    packed: bool = True,
) -> bytes:
    """A file of one page; numbers from 10 on are free."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, page),
        4: stream(content, packed=packed),
        5: font,
    }
    return pdf(objects | (more or {}), trailer=trailer)


def incremental(first: bytes, changed: dict[int, bytes]) -> bytes:
    """The file saved again by appending: the old objects stay in it."""
    out, offsets = append(first, changed)
    previous = first.rindex(b"startxref") + 10
    old = int(first[previous:].split()[0])
    return out + table(offsets, len(out), b"/Prev %d" % old)


def packed_objects(strings: bytes) -> bytes:
    """A file as newer programs write it: its objects in an object stream, its table in a stream too."""
    inner = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        5: FONT,
        6: strings,
    }
    body, places = b"", b""
    for number, text in inner.items():
        places += b"%d %d " % (number, len(body))
        body += text + b" "
    extra = b"/Type /ObjStm /N %d /First %d" % (len(inner), len(places))
    out, offsets = append(b"%PDF-1.7\n", {4: stream(CLEAN, packed=True), 7: stream(places + body, extra, packed=True)})
    offsets[8] = len(out)
    index = {number: place for place, number in enumerate(inner)}
    rows = b"".join(
        b"\x02\x00\x07" + bytes([index[n]]) if n in index else b"\x01" + offsets[n].to_bytes(2, "big") + b"\x00"
        for n in range(1, 9)
    )
    table_stream = stream(
        b"\x00\x00\x00\xff" + rows, b"/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Info 6 0 R", packed=True
    )
    return append(out, {8: table_stream})[0] + b"startxref\n%d\n%%%%EOF\n" % offsets[8]


def _per_letter(value: bytes) -> bytes:
    return (
        b"BT /F1 12 Tf 72 700 Td "
        + b" ".join(b"(%c) Tj %s 0 Td" % (letter, b"3.996" if letter == ord("-") else b"6.672") for letter in value)
        + b" ET"
    )


def hidden(value: bytes) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file) for each place of the format."""
    half = len(value) // 2
    first, second = value[:half], value[half:]
    show = b"BT /F1 12 Tf 72 700 Td (SSN %s) Tj ET" % value
    yield "page text", page_file(show)
    yield "page text, not packed", page_file(show, packed=False)
    yield "page text in two pieces", page_file(b"BT /F1 12 Tf 72 700 Td [(%s) -20 (%s)] TJ ET" % (first, second))
    yield "page text letter by letter", page_file(_per_letter(value))
    yield "page text in hexadecimal", page_file(b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % value.hex().encode())
    yield "invisible page text", page_file(b"BT 3 Tr /F1 12 Tf 72 700 Td (%s) Tj ET" % value)
    yield "text outside of the page", page_file(b"BT /F1 12 Tf 9000 9000 Td (%s) Tj ET" % value)
    yield "rotated text", page_file(b"BT /F1 12 Tf 0 1 -1 0 300 300 Tm (%s) Tj ET" % value)
    yield "upside-down text", page_file(b"BT /F1 12 Tf -1 0 0 -1 300 300 Tm (%s) Tj ET" % value)
    yield "replacement text of a mark", page_file(b"/Span << /ActualText (%s) >> BDC %s EMC" % (value, CLEAN))
    yield "hidden layer", page_file(b"/OC /MC0 BDC " + show + b" EMC")
    yield (
        "form field value",
        page_file(
            catalog=b"/AcroForm << /Fields [10 0 R] >>",
            more={10: b"<< /FT /Tx /T (ssn) /V (%s) /Type /Annot /Subtype /Widget /Rect [0 0 1 1] >>" % value},
        ),
    )
    yield (
        "form field default",
        page_file(catalog=b"/AcroForm << /Fields [10 0 R] >>", more={10: b"<< /FT /Tx /T (a) /DV (%s) >>" % value}),
    )
    yield (
        "XFA form",
        page_file(
            catalog=b"/AcroForm << /XFA [(datasets) 10 0 R] /Fields [] >>",
            more={10: stream(b"<xfa:data xmlns:xfa='x'><ssn>%s</ssn></xfa:data>" % value, packed=True)},
        ),
    )
    yield (
        "annotation",
        page_file(
            page=b"/Annots [10 0 R]",
            more={10: b"<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /Contents (%s) >>" % value},
        ),
    )
    yield (
        "annotation's author in UTF-16",
        page_file(
            page=b"/Annots [10 0 R]",
            more={
                10: b"<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /T <FEFF%s> >>"
                % value.decode().encode("utf-16-be").hex().encode()
            },
        ),
    )
    yield (
        "annotation's face",
        page_file(
            page=b"/Annots [10 0 R]",
            more={
                10: b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 1 1] /AP << /N 11 0 R >> >>",
                11: stream(
                    b"BT /F1 9 Tf [(%s) -10 (%s)] TJ ET" % (first, second),
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>",
                    packed=True,
                ),
            },
        ),
    )
    yield (
        "link",
        page_file(
            page=b"/Annots [10 0 R]",
            more={
                10: b"<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://x.test/?s=%s) >> >>"
                % value
            },
        ),
    )
    yield (
        "form drawn on the page",
        page_file(
            b"/X1 Do",
            resources=b"/XObject << /X1 10 0 R >>",
            more={
                10: stream(
                    show, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>"
                )
            },
        ),
    )
    yield (
        "form drawn nowhere",
        page_file(
            more={
                10: stream(
                    show, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>"
                )
            },
        ),
    )
    yield "properties", page_file(more={10: b"<< /Title (%s) /Producer (p) >>" % value}, trailer=b"/Info 10 0 R")
    yield "property in a packed object", packed_objects(b"<< /Title (%s) /Producer (p) >>" % value)
    yield "own property", page_file(more={10: b"<< /Ssn (%s) >>" % value}, trailer=b"/Info 10 0 R")
    yield "name of a property", page_file(more={10: b"<< /%s (x) >>" % value}, trailer=b"/Info 10 0 R")
    yield (
        "XMP",
        page_file(
            catalog=b"/Metadata 10 0 R",
            more={
                10: stream(
                    b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'><d>%s</d></x:xmpmeta>" % value,
                    b"/Type /Metadata /Subtype /XML",
                )
            },
        ),
    )
    yield (
        "XMP attribute",
        page_file(
            catalog=b"/Metadata 10 0 R",
            more={
                10: stream(
                    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><d subject='%s'/></x:xmpmeta>" % value,
                    b"/Type /Metadata /Subtype /XML",
                )
            },
        ),
    )
    yield (
        "outline",
        page_file(
            catalog=b"/Outlines 10 0 R",
            more={10: b"<< /First 11 0 R /Last 11 0 R /Count 1 >>", 11: b"<< /Title (%s) /Parent 10 0 R >>" % value},
        ),
    )
    yield (
        "embedded text file",
        page_file(
            catalog=b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
            more={
                10: b"<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>",
                11: stream(b"SSN " + value, b"/Type /EmbeddedFile", packed=True),
            },
        ),
    )
    yield (
        "name of an embedded file",
        page_file(
            catalog=b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
            more={
                10: b"<< /Type /Filespec /UF (%s.txt) /EF << /F 11 0 R >> >>" % value,
                11: stream(b"x", b"/Type /EmbeddedFile"),
            },
        ),
    )
    yield (
        "embedded PDF file",
        page_file(
            catalog=b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
            more={
                10: b"<< /Type /Filespec /F (a.pdf) /EF << /F 11 0 R >> >>",
                11: stream(page_file(show), b"/Type /EmbeddedFile", packed=True),
            },
        ),
    )
    yield "script", page_file(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert('%s')) >>" % value)
    yield "page label", page_file(catalog=b"/PageLabels << /Nums [0 << /P (%s) >>] >>" % value)
    yield (
        "alternative text",
        page_file(
            catalog=b"/StructTreeRoot 10 0 R",
            more={10: b"<< /Type /StructTreeRoot /K << /S /Figure /Alt (%s) >> >>" % value},
        ),
    )
    yield "private data", page_file(page=b"/PieceInfo << /App << /Private [ << /Note (%s) >> ] >> >>" % value)
    yield "object that nothing names", page_file(more={10: b"(%s)" % value})
    yield "stream that nothing names", page_file(more={10: stream(value, packed=True)})
    yield "after the end", page_file() + b"\n" + value
    yield "before the header", b"note " + value + b"\n" + page_file()
    yield "earlier revision", incremental(page_file(show), {4: stream(CLEAN)})
    yield (
        "property of an earlier revision",
        incremental(
            page_file(more={10: b"<< /Title (%s) /Producer (p) >>" % value}, trailer=b"/Info 10 0 R"),
            {10: b"<< /Title (x) >>"},
        ),
    )
