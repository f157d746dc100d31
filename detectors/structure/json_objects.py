"""Objects of JSON, also inside prose or a code fence, cut off, with comments, single quotes or keys without quotes.

One pass: a value begins at a brace with a key in it and is read token by token until it closes or stops making
sense; reading goes on from there, so no character is read twice. An object in a list is a row of its own; an object
under a key of another object belongs to its row, and the key stands in front of the labels inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.structure.labels import LabelBook
from detectors.structure.region import Cell, Region, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive repetition and an optional closing quote: a string that never ends is read once, to the end of its line.
_STRING = r""""(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?"""
_KEY = r"""(?:"(?:[^"\\\n]|\\.){1,80}+"|'(?:[^'\\\n]|\\.){1,80}+'|[A-Za-z_]\w{0,40}+)\s{0,20}+:"""
_OPEN = re.compile(rf"\{{\s{{0,200}}+{_KEY}(?!:)")
_LIST_BEFORE = re.compile(r"\[\s{0,200}$")
_TOKEN = re.compile(
    rf"\s*+(?:(?P<string>{_STRING})|(?P<mark>[{{}}\[\],:])|(?P<bare>[\w.+-]++)|(?P<skip>//[^\n]*+|\.\.\.|\u2026))"
)
_DEEPEST = 64


@dataclass(slots=True)
class _Frame:
    """An object or list that is open. `row` is shared with the frames inside until one of them begins a row."""

    is_object: bool
    path: str
    row: _OpenRow | None
    key: str = ""
    begins: bool = False


@dataclass(slots=True)
class _OpenRow:
    start: int
    cells: list[Cell] = field(default_factory=list)


def json_regions(text: str) -> Iterator[Region]:
    """Every JSON value of `text` that has an object with keys, from left to right."""
    position = 0
    book = LabelBook()
    while (found := _OPEN.search(text, position)) is not None:
        reader = _Reader(text, book)
        start = _list_start(text, position, found.start())
        position = max(reader.read(start), found.start() + 1)
        if reader.rows:
            rows = sorted(reader.rows, key=lambda row: (row.start, -row.end))
            yield Region("json", tuple(rows), extent=(start, position))


def _list_start(text: str, low: int, brace: int) -> int:
    """Where the list begins whose first element opens at `brace`, else the brace itself."""
    opened = _LIST_BEFORE.search(text, max(low, brace - 200), brace)
    return brace if opened is None else opened.start()


class _Reader:
    """Reads one value; `rows` are its objects."""

    def __init__(self, text: str, book: LabelBook) -> None:
        self.rows: list[Row] = []
        self._text = text
        self._book = book
        self._stack: list[_Frame] = []
        self._pending: tuple[int, int] | None = None

    def read(self, start: int) -> int:
        """Where reading stopped: after the value, or before what does not belong to it."""
        position = start
        while (match := _TOKEN.match(self._text, position)) is not None:
            if not self._take(match):
                break
            position = match.end()
            if not self._stack:
                return position
        while self._stack:
            self._close(position)
        return position

    def _take(self, match: re.Match[str]) -> bool:
        kind = match.lastgroup
        if kind == "mark":
            return self._mark(match.group(kind), match.start(kind), match.end())
        if kind == "skip":
            return True
        return self._value(*_inside(self._text, *match.span(kind or 0)))

    def _mark(self, mark: str, start: int, end: int) -> bool:
        if mark in "{[":
            return self._open(start, is_object=mark == "{")
        if mark in "}]":
            self._flush()
            self._close(end)
        elif mark == ":":
            return self._name()
        else:
            self._flush()
        return True

    def _open(self, start: int, *, is_object: bool) -> bool:
        if len(self._stack) >= _DEEPEST:
            return False
        outer = self._stack[-1] if self._stack else None
        path = "" if outer is None else outer.key if outer.is_object else outer.path
        begins = is_object and (outer is None or not outer.is_object)
        row = _OpenRow(start) if begins else (outer.row if outer is not None else None)
        self._stack.append(_Frame(is_object, path, row, path, begins))
        return True

    def _close(self, end: int) -> None:
        if not self._stack:
            return
        frame = self._stack.pop()
        if frame.begins and frame.row is not None and frame.row.cells:
            self.rows.append(Row(tuple(frame.row.cells), frame.row.start, end))

    def _name(self) -> bool:
        """A colon: what came before it is the key of what follows."""
        frame = self._stack[-1]
        if self._pending is None or not frame.is_object:
            return False
        words = self._book[self._text[self._pending[0] : self._pending[1]]]
        frame.key = f"{frame.path} {words}".strip()[-120:]
        self._pending = None
        return True

    def _value(self, start: int, end: int) -> bool:
        if self._pending is not None:
            return False  # two values without a comma between them: this is prose
        self._pending = (start, end)
        return True

    def _flush(self) -> None:
        """The end of a value: a cell of the row, if it has a row."""
        frame = self._stack[-1] if self._stack else None
        if self._pending is not None and frame is not None and frame.row is not None:
            frame.row.cells.append(Cell(frame.key or frame.path, *self._pending))
        self._pending = None


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice without its quotes."""
    quote = text[start]
    if quote in "\"'":
        start += 1
        if end > start and text[end - 1] == quote:
            end -= 1
    return start, end
