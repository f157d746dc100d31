"""Books that classes read: a name inside a title ("The One and Only Ivan") and who acts in a book that the text names.

A title of several words is one wherever it stands in capitals; one word ("Wonder", "Emma") only beside what is said of
books. A character's first name is nobody only near its title, in words that say nothing of a child's record.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from detectors.names.lexicon import books, plain

# Alternations of words behind a fixed start, over a few dozen characters: stdlib `re` is linear here.
_WORD = re.compile(r"[^\W_](?:[^\W_]|['\u2019.-](?=[^\W_]))*")
_READ_BEFORE = re.compile(
    r"(?i)(?:\bread(?:s|ing|-?aloud)?(?: of| is|:)?|\bchapters? (?:\d+|one|two) (?:of|in)|\bch\.? ?\d+ (?:of"
    r"|in)|\bnovel(?: is| study)?[:,]?"
    r"|\bbook(?: is|:| called)?|\bplay(?: is|:)?|\b(?:film|movie)(?: of)?|\bcopies of|\bunit on|\bquiz on|\bfinished"
    r"|\bquestions (?:about|on|for)) [\"*_\u201c'(]?$"
)
_READ_BEHIND = re.compile(
    r"[\"*_\u201d')]?,? ?(?:\(?(?:ch\.?|chs\.?|chapters?|pages?|act|scene) ?\d|\(?by [A-Z])", re.IGNORECASE
)
_WROTE = re.compile(
    r"(?i)\b(?:by|authors?(?: is|:)?|writers?|poets?|novelist|poems? (?:of|from)|illustrat(?:ed by|or)"
    r"|books? (?:of|by|from))"
    r" (?:[^\W\d_][\w.'-]*,? (?:and |& )?){0,3}$"
)
_RECORD = re.compile(
    r"(?i)\b(?:iep|504|bip|sits?|seats?|absen\w+|meds|seizures?|inhaler|mom|dad|guardian|grandma|nurse"
    r"|counselor|adhd|autis\w+"
    r"|cried|crying|hit|pushed|bit|bites|bitten|vomited|threw|kicked|punched|fought|missed|fell|hurt|sent (?:out|home)"
    r"|dyslexi\w+|bus|referr\w+|suspen\w+|struggl\w+|behind|scored|wcpm|period \d|my students?|gr(?:ade)? ?\d|recess)\b"
)
_SENTENCE = re.compile(r"[.!?;\n]\s")
_REACH: Final = 400
_BESIDE: Final = 40
_MOST_WORDS: Final = 12


@cache
def _by_first() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The words of titles by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for title in _characters():
        out.setdefault(title[0], []).append(title)
    return {first: tuple(titles) for first, titles in out.items()}


@cache
def _characters() -> dict[tuple[str, ...], frozenset[str]]:
    """First names of characters by the words of their title."""
    return {
        tuple(plain(word) for word in _WORD.findall(title)): frozenset(map(plain, people.split()))
        for title, _, people in books()
    }


@cache
def _authors() -> frozenset[tuple[str, ...]]:
    """The words of authors' names; a few of them are what many people are called."""
    return frozenset(tuple(plain(word) for word in _WORD.findall(author)) for _, author, _ in books() if author)


class Books:
    """The titles that stand in one text; looked for when it is first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._titles: list[tuple[int, int, frozenset[str]]] | None = None

    def holds(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lies in a title, or is the first name of a character of a title close by."""
        text = self._text
        if self._titles is None:
            self._titles = _found(text)
        if self._is_author(start, end):
            return True
        return any(low <= start and end <= high for low, high, _ in self._titles) or self._acts(start, end)

    def _is_author(self, start: int, end: int) -> bool:
        """Whether it is an author, beside the title of a book or what is said of authors."""
        if tuple(plain(word) for word in _WORD.findall(self._text, start, end)) not in _authors():
            return False
        near = any(low - _REACH < start < high + _REACH for low, high, _ in self._titles or ())
        return near or _WROTE.search(self._text, max(0, start - _BESIDE), start) is not None

    def _acts(self, start: int, end: int) -> bool:
        name = plain(self._text[start:end])
        if not any(name in people and low - _REACH < start < high + _REACH for low, high, people in self._titles or ()):
            return False
        before = _SENTENCE.split(self._text[max(0, start - _BESIDE) : start])[-1]
        behind = _SENTENCE.split(self._text[end : end + _BESIDE])[0]
        return _RECORD.search(f"{before} {behind}") is None


def _found(text: str) -> list[tuple[int, int, frozenset[str]]]:
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    lowered = [plain(text[start:end]) for start, end in words]
    first = _by_first()
    out: list[tuple[int, int, frozenset[str]]] = []
    for place, word in enumerate(lowered):
        for title in first.get(word, ()):
            size = len(title)
            if size > _MOST_WORDS or tuple(lowered[place : place + size]) != title:
                continue
            low, high = words[place][0], words[place + size - 1][1]
            if _is_written_as_title(text, low, high, words[place + size - 1][0]) and (
                size > 1 or _is_read(text, low, high)
            ):
                out.append((low, high, _characters()[title]))
    return out


def _is_written_as_title(text: str, low: int, high: int, last: int) -> bool:
    return text[last].isupper() and (text[low].isupper() or text[low].isdigit()) and "\n\n" not in text[low:high]


def _is_read(text: str, low: int, high: int) -> bool:
    return (
        _READ_BEFORE.search(text, max(0, low - _BESIDE), low) is not None or _READ_BEHIND.match(text, high) is not None
    )
