"""``key: value`` and ``key=value``: forms, notes, YAML, log lines, conditions of SQL; one per line or several.

A key stands at the start of a line or after a mark that ends the value before it (bar, semicolon, comma, bracket, tab,
two spaces); after a single space only when it is a label of a person's record. Keys that stand above an indented block
are written in front of the keys in it. Lines that follow each other are one row, until a label comes again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.structure.labels import LabelBook, word_set
from detectors.structure.lines import Span, lines, trimmed
from detectors.structure.meaning import is_known, is_label, is_label_word
from detectors.structure.region import Cell, Region, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_KEY = 45
_MOST_WORDS = 5
_MOST_LAST_WORDS = 3
_SIGN = re.compile(r"(?<![:=!<>+*/-])[:=](?![:=/\\>~])|\s(?i:i?like|in \()\s?(?=')")
_BOUNDARY = re.compile(r"[|;,\t{\[]|\((?!\w{1,2}\))| {2}|[.!?] ")
_BULLET = re.compile(r"[ \t]*+(?:[-*\u2022\u00b7]+[ \t]+|\d{1,3}[.)][ \t]+|\*\*|#{1,6} )?")
_KEY = re.compile(r"[\"'`*_]{0,3}[^\W\d_](?:[^\W_]|[ _/.#()'&*\"`?-]){0,44}$")
_NAMED = re.compile(r"[\w.$-]{1,44}(?=[\"'`)\]]{0,2}[ \t]?$)")
_QUOTE = re.compile(r"[^\W\d]{0,8}[ \t]?([\"'`])")
_VALUE_END = re.compile(r"[|;\t]| {3}")
_FIRST_WORD = re.compile(r"([^\W\d_]{1,8}) (?=\S)")
_LEAD = word_set(
    "for the a re fw fwd please call email text contact tell ask about with and or is to on of our my this that her his"
    " their same hi hello dear add new para el la de"
)
_EDGE = " \t,;|*\"'`"


@dataclass(slots=True)
class _Pair:
    """A key and where its value lies."""

    label: str
    key: int
    start: int
    end: int


@dataclass(slots=True)
class _Block:
    """Lines with pairs that follow each other."""

    rows: list[Row] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    span: Span = (0, 0)
    above: list[tuple[int, str]] = field(default_factory=list)
    """(indentation, label) of the keys whose values are the lines below."""

    def add(self, pairs: list[_Pair], indent: int, line: Span) -> None:
        while self.above and self.above[-1][0] >= indent:
            self.above.pop()
        prefix = self.above[-1][1] if self.above else ""
        for pair in pairs:
            label = f"{prefix} {pair.label}".strip()
            if label in self.seen:
                self.close()
            self.seen.add(label)
            self.span = (self.span[0] if self.cells else pair.key, line[1])
            self.cells.append(Cell(label, pair.start, pair.end))
        if len(pairs) == 1 and pairs[0].start == pairs[0].end:
            self.above.append((indent, f"{prefix} {pairs[0].label}".strip()[-_LONGEST_KEY:]))

    def close(self) -> None:
        if self.cells:
            end = max(self.span[0], self.cells[-1].end)
            self.rows.append(Row(tuple(self.cells), self.span[0], end))
        self.cells, self.seen = [], set()

    def region(self) -> Iterator[Region]:
        self.close()
        if self.rows:
            yield Region("pairs", tuple(self.rows))


def pair_regions(text: str, taken: Sequence[Span]) -> Iterator[Region]:
    """Every block of pairs outside of `taken`."""
    block = _Block()
    reader = _Reader(text)
    for start, end in lines(text, taken):
        pairs = reader.pairs(start, end)
        if pairs:
            block.add(pairs, _indent(text, start, end), (start, end))
        else:
            yield from block.region()
            block = _Block()
    yield from block.region()


def _indent(text: str, start: int, end: int) -> int:
    mark = _BULLET.match(text, start, end)
    return 0 if mark is None else mark.end() - start


class _Reader:
    """Finds the pairs of one line after the other, and remembers what their labels mean."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._book = LabelBook()
        self._known: dict[str, bool] = {}
        self._inner: dict[str, bool] = {}

    def pairs(self, start: int, end: int) -> list[_Pair]:
        """The pairs of one line, their values cut at the next key."""
        text = self._text
        found: list[_Pair] = []
        low = start
        for sign in _SIGN.finditer(text, start, end):
            high, after = sign.span()
            if high < low:
                continue
            key = self._named(low, high) if text[high] != ":" else self._key(start, low, high)
            if key is None or not self._may_follow(high, end, key[1]):
                continue
            if found:
                found[-1].end = min(found[-1].end, key[0])
            low = _after_quotes(text, after, end)
            found.append(_Pair(key[1], key[0], after, low if low > after else end))
        for pair in found:
            _trim(text, pair)
        return found

    def _named(self, low: int, high: int) -> tuple[int, str] | None:
        """The name before an equals sign, without the alias of its table."""
        named = _NAMED.search(self._text, max(low, high - _LONGEST_KEY), high)
        words = self._book[named.group().rpartition(".")[2]] if named is not None else ""
        return (named.start(), words) if named is not None and words else None

    def _key(self, line: int, low: int, high: int) -> tuple[int, str] | None:
        """Start and label of the key that ends before the colon at `high`, not before `low`."""
        text = self._text
        begin = max(low, high - _LONGEST_KEY)
        fresh = begin == line
        for mark in _BOUNDARY.finditer(text, begin, high):
            begin, fresh = mark.end(), True
        bullet = _BULLET.match(text, begin, high)
        begin = bullet.end() if bullet is not None else begin
        if fresh:
            begin = _after_lead(text, begin, high)
            whole = text[begin:high]
            if _KEY.match(whole) and len(whole.split()) <= _MOST_WORDS:
                words = self._book[whole]
                if words and (low == line or self._is_known(words)):
                    return begin, words
        return self._last_words(begin, high)

    def _last_words(self, begin: int, high: int) -> tuple[int, str] | None:
        """The last words before the colon, up to three, as far as all of them belong to labels."""
        text = self._text
        start = high
        for _ in range(_MOST_LAST_WORDS):
            end = start
            while end > begin and text[end - 1] == " ":
                end -= 1
            word = max(text.rfind(" ", begin, end) + 1, begin)
            if word >= end or not text[word].isalpha() or not self._is_inner(self._book[text[word:end]]):
                break
            start = word
        words = self._book[text[start:high]] if start < high else ""
        return (start, words) if words and is_label(words) else None

    def _is_inner(self, word: str) -> bool:
        known = self._inner.get(word)
        if known is None:
            known = self._inner[word] = bool(word) and is_label_word(word)
        return known

    def _is_known(self, label: str) -> bool:
        known = self._known.get(label)
        if known is None:
            known = self._known[label] = is_known(label)
        return known

    def _may_follow(self, sign: int, end: int, label: str) -> bool:
        """A colon with a value glued to it is a time, an address of a page or code, unless the label is a known one."""
        text = self._text
        if sign + 1 >= end:
            return text[sign] == ":"
        return text[sign] != ":" or text[sign + 1] in " \t\"'*" or self._is_known(label)


def _after_lead(text: str, begin: int, high: int) -> int:
    """Without the words that lead to a label in a sentence ("please call the guardian:")."""
    while (word := _FIRST_WORD.match(text, begin, high)) is not None and word.group(1).lower() in _LEAD:
        begin = word.end()
    return begin


def _after_quotes(text: str, start: int, end: int) -> int:
    """Where a value in quotes ends, else `start`."""
    low = start
    while low < end and text[low] in " \t":
        low += 1
    opened = _QUOTE.match(text, low, end)
    if opened is None:
        return start
    close = text.find(opened.group(1), opened.end(), end)
    return start if close < 0 else close + 1


def _trim(text: str, pair: _Pair) -> None:
    start, end = trimmed(text, pair.start, pair.end)
    opened = _QUOTE.match(text, start, end)
    if opened is not None and text.find(opened.group(1), opened.end(), end) >= 0:
        start = opened.end()
        end = text.find(opened.group(1), start, end)
    else:
        cut = _VALUE_END.search(text, start, end)
        end = end if cut is None else cut.start()
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
    while end > start and text[end - 1] == "%":  # wildcards of SQL
        end -= 1
    while start < end and text[start] == "%":
        start += 1
    pair.start, pair.end = start, max(start, end)
