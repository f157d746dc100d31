"""Lines that are cut into cells by one mark: tabs, bars, semicolons, commas, or columns of spaces.

A block is a run of such lines with one mark. Rule lines (``|---|``, ``+----+``) belong to the block without being rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detectors.structure.labels import label_words
from detectors.structure.lines import Span, lines, trimmed
from detectors.structure.meaning import is_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ALIGNED: Final = "  "
"""The mark of columns that are aligned by two or more spaces."""

_FEWEST = (("\t", 1), ("|", 2), (";", 2), (",", 2))
_ALTERNATION = re.compile(r"\S\|[^\s|]*[\\?*()\"']|[\\?*()\"'][^\s|]*\|\S|\|\|")
"""Bars of a regular expression, a shell or a type, not of a table."""
_CODE_LIST = re.compile(
    r"[ \t]*[*(\[{@]|[ \t]+[\"'].*[\"'],[ \t]*$|[ \t]*[\w.]+\(.*[\"']|(?:import|from|def|return|class)\b"
)
"""Arguments and lists of strings in code."""
_LONGEST_NARROW = 160
_GAP = re.compile(r" {2,}+(?=\S)|[ \t]*+\t[ \t]*+")
_RULE = re.compile(r"[-+=|: \t_]*+$")
_ITEM = re.compile(r"\d{1,2}[.)][ \t]++[^\W\d_][\w /#.()'-]{0,30}:\s")
"""A numbered field of a form: "2. When: Oct. 7, 2026, 10:41" is no row, whatever commas its value has."""
_PAIR = re.compile(r"[^\W\d_][\w /#.()'-]{0,30}(?:[:=](?:\s|$)|=)")


@dataclass(slots=True)
class Block:
    """A run of lines with one mark.

    Attributes:
        mark: what cuts the cells.
        rows: the spans of the cells of each line, trimmed, quotes excluded.
        extents: the span of each line.
    """

    mark: str
    rows: list[list[Span]] = field(default_factory=list)
    extents: list[Span] = field(default_factory=list)


def blocks(text: str, taken: Sequence[Span]) -> Iterator[Block]:
    """Every run of lines outside of `taken` that could be a table."""
    block = Block("")
    for start, end in lines(text, taken):
        if _is_rule(text, start, end):
            continue
        mark = mark_of(text, start, end, block.mark) or _narrow(text, start, end)
        cells = list(cells_of(text, start, end, mark)) if mark else []
        if _are_pairs(text, cells):
            mark = ""
        if mark != block.mark:
            if block.rows:
                yield block
            block = Block(mark)
        if mark:
            block.rows.append(cells)
            block.extents.append((start, end))
    if block.rows:
        yield block


def _is_rule(text: str, start: int, end: int) -> bool:
    """Dashes under a header or between rows; an empty line is none, it ends the block."""
    return (
        end - start > 1
        and text[start] in "-+=|: \t"
        and _RULE.match(text, start, end) is not None
        and (text.count("-", start, end) + text.count("=", start, end) > 1)
    )


def mark_of(text: str, start: int, end: int, current: str = "") -> str:
    """What cuts the line into cells, or an empty string; the mark of the block before it needs to stand there once."""
    for mark, fewest in _FEWEST:
        if text.count(mark, start, end) >= (1 if mark == current else fewest) and not (
            (mark == "|" and _ALTERNATION.search(text, start, end))
            or (mark == "," and _CODE_LIST.match(text, start, end))
        ):
            return mark
    if text.find(ALIGNED, start, end) < 0:
        return ""
    cells = list(_aligned(text, start, end))
    enough = len(cells) >= (2 if current == ALIGNED else 3)
    return ALIGNED if enough else ""


def _narrow(text: str, start: int, end: int) -> str:
    """The mark of a table of two columns, when its first line says so: a spaced bar, or two labels with one mark."""
    if end - start > _LONGEST_NARROW:
        return ""
    if text.count(" | ", start, end) == 1:
        return "|"
    for mark in ",;":
        if text.count(mark, start, end) == 1:
            left, _, right = text[start:end].partition(mark)
            return mark if all(is_label(label_words(side.strip("\"' "))) for side in (left, right)) else ""
    return ""


def _are_pairs(text: str, cells: list[Span]) -> bool:
    """A line of ``key: value`` pairs between the marks is no row of a table."""
    if cells and _ITEM.match(text, *cells[0]) is not None:
        return True
    return 2 * sum(_PAIR.match(text, *cell) is not None for cell in cells) >= max(len(cells), 1)


def cells_of(text: str, start: int, end: int, mark: str) -> Iterator[Span]:
    """Cells of one line; a mark inside double quotes does not cut, the outer bars of Markdown do not count."""
    if mark == ALIGNED:
        yield from _aligned(text, start, end)
        return
    if mark == "|":
        start, end = _without_outer_bars(text, start, end)
    quotes = mark != "|" and text.find('"', start, end) >= 0
    position = start
    while position <= end:
        cut = _next_mark(text, position, end, mark) if quotes else text.find(mark, position, end)
        cut = end if cut < 0 else cut
        yield _unquoted(text, *trimmed(text, position, cut))
        position = cut + 1


def _without_outer_bars(text: str, start: int, end: int) -> Span:
    start, end = trimmed(text, start, end)
    if start < end and text[start] == "|":
        start += 1
    if start < end and text[end - 1] == "|":
        end -= 1
    return start, end


def _next_mark(text: str, position: int, end: int, mark: str) -> int:
    """The next mark outside of quotes; a quote opens only at the start of a cell, as in RFC 4180."""
    low = position
    while low < end and text[low] == " ":
        low += 1
    if low < end and text[low] == '"':
        close = _closing(text, low + 1, end)
        if close >= 0:
            position = close
    return text.find(mark, position, end)


def _closing(text: str, position: int, end: int) -> int:
    """After the quote that closes a cell; a doubled quote stands for one."""
    while True:
        quote = text.find('"', position, end)
        if quote < 0:
            return -1
        if text[quote + 1 : quote + 2] != '"' or quote + 1 >= end:
            return quote + 1
        position = quote + 2


def _aligned(text: str, start: int, end: int) -> Iterator[Span]:
    start, end = trimmed(text, start, end)
    position = start
    for gap in _GAP.finditer(text, start, end):
        yield position, gap.start()
        position = gap.end()
    if position < end:
        yield position, end


def _unquoted(text: str, start: int, end: int) -> Span:
    if end - start > 1 and text[start] == text[end - 1] and text[start] in "\"'":
        return start + 1, end - 1
    return start, end
