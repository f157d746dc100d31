"""Which kind of text a text is: by its own shape first, by what was declared where the shape leaves it open."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

import orjson


class TextKind(Enum):
    """Kinds of plain text, and mail, which is plain text with parts of its own inside."""

    TEXT = auto()
    CSV = auto()
    JSON = auto()
    JSONL = auto()
    HTML = auto()
    MARKDOWN = auto()
    XML = auto()
    MAIL = auto()


_DECLARED: Final = {
    "text/csv": TextKind.CSV,
    "text/tab-separated-values": TextKind.CSV,
    "application/csv": TextKind.CSV,
    "text/html": TextKind.HTML,
    "application/xhtml+xml": TextKind.HTML,
    "text/markdown": TextKind.MARKDOWN,
    "text/x-markdown": TextKind.MARKDOWN,
    "text/xml": TextKind.XML,
    "application/xml": TextKind.XML,
    "message/rfc822": TextKind.MAIL,
}
_NAMED: Final = {
    "csv": TextKind.CSV,
    "tsv": TextKind.CSV,
    "htm": TextKind.HTML,
    "html": TextKind.HTML,
    "xhtml": TextKind.HTML,
    "md": TextKind.MARKDOWN,
    "markdown": TextKind.MARKDOWN,
    "xml": TextKind.XML,
    "svg": TextKind.XML,
    "eml": TextKind.MAIL,
    "mht": TextKind.MAIL,
    "mhtml": TextKind.MAIL,
}

_HTML: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE | re.DOTALL
)
_XML: Final = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|svg\b)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[A-Za-z!/?]")
_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_MAIL_MARKS: Final = frozenset({"mime-version", "message-id", "received", "return-path", "delivered-to", "x-mailer"})
_MAIL_FIELDS: Final = frozenset({"from", "to", "subject", "date", "cc", "bcc", "reply-to", "sender"})
_START: Final = 4096
_FEW_FIELDS: Final = 2
_MOST_LINES: Final = 200
_DELIMITERS: Final = ",\t;|"


def text_kind(text: str, declared: str, name: str) -> TextKind:  # noqa: PLR0911  one line a kind
    """The kind of a text; JSON and mail only where it really is."""
    said = _said(declared, name)
    shaped = _json(text) or (TextKind.MAIL if _is_mail(text, claimed=said is TextKind.MAIL) else None)
    if shaped:
        return shaped
    if said in {TextKind.HTML, TextKind.XML}:
        return said if _MARKUP.search(text) else TextKind.TEXT
    if said is TextKind.MARKDOWN:
        return said
    if _HTML.match(text[:_START]):
        return TextKind.HTML
    if _XML_DECLARED.match(text[:_START]):
        return TextKind.XML
    if said is TextKind.CSV or _is_table(text):
        return TextKind.CSV
    return TextKind.TEXT


def _said(declared: str, name: str) -> TextKind | None:
    media = declared.partition(";")[0].strip().lower()
    return _DECLARED.get(media) or _NAMED.get(name.rpartition(".")[2].lower())


def _json(text: str) -> TextKind | None:
    start = text.lstrip()[:1]
    if start not in {"{", "["}:
        return None
    if _parses(text):
        return TextKind.JSON
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.lstrip()[:1] in {"{", "["} and _parses(line) for line in lines):
        return TextKind.JSONL
    return None


def _parses(text: str) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_mail(text: str, *, claimed: bool) -> bool:
    """Whether it begins with header fields as mail has them (RFC 5322): several known ones, one that programs write."""
    names: set[str] = set()
    position = 0
    if text.startswith("From "):  # an mbox line
        position = text.find("\n") + 1
    while len(names) < _MOST_LINES and (match := _HEADER.match(text, position)):
        names.add(match[1].lower())
        position = match.end()
    known = len(names & _MAIL_FIELDS) + len(names & _MAIL_MARKS)
    if claimed:
        return known > 0
    return bool(names & _MAIL_MARKS) and known >= _FEW_FIELDS


def _is_table(text: str) -> bool:
    lines = [line for line in text[: _START * 4].splitlines()[:_MOST_LINES] if line.strip()]
    if len(lines) > 1 and len(text) > _START * 4:
        lines.pop()  # may have been cut
    if len(lines) < _FEW_FIELDS:
        return False
    for mark in _DELIMITERS:
        counts = {line.count(mark) for line in lines}
        if len(counts) == 1 and counts != {0}:
            return True
    return False
