"""Headers of messages, and the line that a mail program writes over a quoted one.

``From: A B <a@b>`` and what follows until the empty line is one row; ``On Tue, Nov 3, 2026, A B <a@b> wrote:`` too.
Persons get the label of their header and ``name``; addresses stay in the text for the detector of addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.structure.lines import Span, lines, trimmed
from detectors.structure.region import Cell, Region, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER = re.compile(
    r"[ \t*]{0,4}(from|to|cc|bcc|subject|date|sent|re|reply-to|de|para|asunto|fecha|enviado)\*{0,2}:\*{0,2}[ \t]*+",
    re.IGNORECASE,
)
_PEOPLE = frozenset({"from", "to", "cc", "bcc", "reply-to", "de", "para"})
_FEWEST = 2
_LONGEST_LINE = 250
_WROTE = re.compile(
    r"(?:On|El) [^\n]{3,60}?(?:\d{4},?|[AaPp]\.?[Mm]\.?,?|\d:\d\d,?|day,?|,) "
    r"(?=[^\Wa-z\d_])((?:(?![AaPp]\.?[Mm]\.?,? )[^\n<>,:\d]){2,60}?) ?(?:<[^<>\n]{3,80}>)? ?(?:wrote|escribi\u00f3):"
)
_WITH_ADDRESS = re.compile(r"\s{0,4}[\"']?([^<>;\"'\n]{2,60}?)[\"']?\s{0,4}[<\[][^<>\[\]\n]{0,80}[>\]]\s{0,4}[;,]?")
_BARE = re.compile(r"[^;]+")
_COMMA = re.compile(r"[^,]+")


def mail_regions(text: str, taken: Sequence[Span]) -> Iterator[Region]:
    """Every block of at least two header lines, and every line of attribution."""
    block: list[tuple[str, Span, int]] = []
    for start, end in lines(text, taken):
        header = _HEADER.match(text, start, end)
        if header is not None:
            block.append((header.group(1).lower(), trimmed(text, header.end(), end), start))
            continue
        yield from _headers(text, block)
        block = []
        wrote = _WROTE.match(text, start, end) if end - start < _LONGEST_LINE else None
        if wrote is not None:
            yield Region("mail", (Row((Cell("from name", *trimmed(text, *wrote.span(1))),), start, end),))
    yield from _headers(text, block)


def _headers(text: str, block: list[tuple[str, Span, int]]) -> Iterator[Region]:
    if len({name for name, _, _ in block}) >= _FEWEST:
        cells = [cell for name, span, _ in block for cell in _cells(text, name, span)]
        yield Region("mail", (Row(tuple(cells), block[0][2], block[-1][1][1]),))


def _cells(text: str, name: str, span: Span) -> Iterator[Cell]:
    if name not in _PEOPLE:
        yield Cell(name, *span)
        return
    for start, end in _people(text, *span):
        yield Cell(f"{name} name", *trimmed(text, start, end))


def _people(text: str, start: int, end: int) -> Iterator[Span]:
    """Display names: before an address in brackets, else between semicolons, or commas between full names."""
    if "<" in text[start:end] or "[" in text[start:end]:
        yield from (match.span(1) for match in _WITH_ADDRESS.finditer(text, start, end))
        return
    for match in _BARE.finditer(text, start, end):
        parts = list(_COMMA.finditer(text, *match.span()))
        if all(len(part.group().split()) > 1 for part in parts):
            yield from (part.span() for part in parts)
        else:
            yield match.span()
