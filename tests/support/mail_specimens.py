"""Mails and rich text files written by hand, each with one value in one hiding place."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

from office_specimens import cell, excel, row, word
from pdf_specimens import page_file

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = b"From: a@x.test\nTo: b@x.test\nMIME-Version: 1.0\nMessage-ID: <1@x.test>\n"


def mail(body: bytes, headers: bytes = b"Content-Type: text/plain\n") -> bytes:
    return HEAD + headers + b"\n" + body


def parts(*pieces: bytes, kind: bytes = b"mixed", before: bytes = b"", after: bytes = b"") -> bytes:
    body = before + b"".join(b"\n--cut\n" + piece for piece in pieces) + b"\n--cut--\n" + after
    return mail(body, b"Content-Type: multipart/%s; boundary=cut\n" % kind)


def attached(data: bytes, kind: bytes = b"application/octet-stream", name: bytes = b"a.bin") -> bytes:
    head = b'Content-Type: %s; name="%s"\nContent-Transfer-Encoding: base64\n\n' % (kind, name)
    return head + base64.encodebytes(data)


PLAIN = b"Content-Type: text/plain\n\nNothing to see\n"


def in_mail(text: str) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file)."""
    value = text.encode()
    show = b"BT /F1 12 Tf 72 700 Td (SSN %s) Tj ET" % value
    yield "body", mail(value)
    yield "subject", mail(b"x", b"Subject: about " + value + b"\n")
    yield "folded header", mail(b"x", b"X-Note: one\n two " + value + b"\n")
    yield "encoded subject", mail(b"x", b"Subject: =?utf-8?B?" + base64.b64encode(value) + b"?=\n")
    yield "subject in two encoded words", mail(b"x", b"Subject: =?utf-8?q?219-09?= =?utf-8?q?" + value[6:] + b"?=\n")
    yield "base64 body", mail(base64.encodebytes(value), b"Content-Transfer-Encoding: base64\n")
    yield (
        "quoted-printable body",
        mail(value[:5] + b"=\n" + value[5:], b"Content-Transfer-Encoding: quoted-printable\n"),
    )
    yield (
        "UTF-16 body",
        mail(
            base64.encodebytes(text.encode("utf-16")),
            b"Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n",
        ),
    )
    yield "unknown transfer encoding", mail(value, b"Content-Transfer-Encoding: x-own\n")
    yield "faulty base64", mail(b"=== " + value + b" !", b"Content-Transfer-Encoding: base64\n")
    html = b"<p>SSN %s<b>%s</b></p>" % (value[:5], value[5:])
    yield "HTML body", mail(html, b"Content-Type: text/html\n")
    yield "HTML entities", mail(b"<p>&#50;%s</p>" % value[1:], b"Content-Type: text/html\n")
    yield "HTML attribute", mail(b"<img alt='%s'>" % value, b"Content-Type: text/html\n")
    yield "HTML comment", mail(b"<!-- %s --><p>x</p>" % value, b"Content-Type: text/html\n")
    yield "HTML script", mail(b"<script>var a='%s'</script>" % value, b"Content-Type: text/html\n")
    yield "attribute of an HTML end tag", mail(b"<p>x</p title='%s'>" % value, b"Content-Type: text/html\n")
    yield (
        "HTML alternative",
        parts(PLAIN, b"Content-Type: text/html\n\n" + quopri.encodestring(html), kind=b"alternative"),
    )
    yield "preamble", parts(PLAIN, before=value)
    yield "epilogue", parts(PLAIN, after=value)
    yield "text attachment", parts(PLAIN, attached(b"SSN " + value))
    yield (
        "folded line of a calendar",
        parts(PLAIN, attached(b"BEGIN:VCALENDAR\r\nNOTE:x " + value[:5] + b"\r\n " + value[5:])),
    )
    yield "name of an attachment", parts(PLAIN, attached(b"x", name=value + b".txt"))
    encoded = b"Content-Type: text/plain; name*0*=utf-8''%32" + value[1:5] + b"; name*1*=" + value[5:] + b"\n\nx"
    yield "name of an attachment in pieces", parts(PLAIN, encoded)
    yield "header of a part", parts(b"Content-Type: text/plain\nContent-Description: " + value + b"\n\nx")
    yield "PDF attachment", parts(PLAIN, attached(page_file(show), b"application/pdf"))
    yield "Word attachment", parts(PLAIN, attached(word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")))
    yield "Excel attachment that says it is text", parts(PLAIN, attached(excel(row(cell(text))), b"text/plain"))
    yield "forwarded mail", parts(PLAIN, b"Content-Type: message/rfc822\n\n" + mail(value))
    yield (
        "header of a forwarded mail",
        parts(PLAIN, b"Content-Type: message/rfc822\n\n" + mail(b"x", b"Subject: " + value + b"\n")),
    )
    yield "mail attached as a file", parts(PLAIN, attached(mail(value)))
    yield "second message of an mbox", b"From a\n" + mail(b"x\n\n") + b"From b\n" + mail(value)


def in_rich_text(text: str) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file)."""
    value = text.encode()
    a, b = value[:5], value[5:]

    def rtf(body: bytes) -> bytes:
        return b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}Nothing\\par " + body + b"}"

    yield "body", rtf(value)
    yield "body in runs", rtf(a + b"{\\b " + b + b"}")
    yield "body over lines of the file", rtf(a + b"\r\n" + b)
    yield "hexadecimal letters", rtf(b"".join(b"\\'%02x" % letter for letter in value))
    yield "Unicode letters", rtf(b"".join(b"\\u%d?" % letter for letter in value))
    yield "Unicode letters without a stand-in", rtf(b"\\uc0 " + b"".join(b"\\u%d" % letter for letter in value))
    yield "no-break hyphens", rtf(value.replace(b"-", b"\\_"))
    yield "hidden text", rtf(b"{\\v " + value + b"}")
    yield "around hidden text", rtf(a + b"{\\v x}" + b)
    yield "deleted text", rtf(b"{\\deleted " + value + b"}")
    yield "around deleted text", rtf(a + b"{\\deleted 77}" + b)
    yield "before a change", rtf(a + b"{\\deleted " + b + b"}{\\revised 00}")
    yield "information", rtf(b"{\\info{\\author x}{\\subject " + value + b"}}")
    yield "user property", rtf(b"{\\*\\userprops{\\propname a}{\\staticval " + value + b"}}")
    yield "unknown destination", rtf(b"{\\*\\oddthing " + value + b"}")
    yield "field code", rtf(b'{\\field{\\*\\fldinst HYPERLINK "x:' + value + b'"}{\\fldrslt x}}')
    for word_ in (b"header", b"footerr", b"footnote", b"annotation", b"stylesheet"):
        yield word_.decode(), rtf(b"{\\" + word_ + b" " + a + b"{\\i " + b + b"}}")
    yield "comment's author", rtf(b"{\\*\\atnauthor " + value + b"}x")
    yield "bookmark", rtf(b"{\\*\\bkmkstart n" + value + b"}")
    yield "text box", rtf(b"{\\shp{\\*\\shpinst{\\shptxt " + value + b"}}}")
    yield "table cell", rtf(b"\\trowd\\intbl SSN\\cell " + value + b"\\cell\\row")
    yield "after the end", rtf(b"x") + value
    yield "custom data", rtf(b"{\\*\\datastore " + value.hex().encode() + b"}")
