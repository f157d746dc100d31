"""The words of a text, as the lexicons spell them: lower case, without accents and possessives, with their offsets.

Letters and digits make a word; what stands between two words (`joined`, `assigned`) says whether a phrase may run on.
``freeLunch`` and ``free_lunch`` are read as two words, as in keys of JSON and headers of tables.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_COMPOUND = re.compile(r"\b(?:[A-Za-z]?[a-z]+(?:[A-Z]+[a-z]*){1,5}|[A-Za-z]{3,12}[0-9]{1,4})\b")
"""Words run together (``lunchStatus``), or a word and its year or number (``WIDA26``, ``Tier2``); longer and odder runs
are keys and digests, and stay whole."""
_POSSESSIVE = re.compile(r"'(?:s|d|ve|ll|re)$")
_ODD_LETTERS = str.maketrans("\u0111\u0142\u00f8", "dlo")
_JOIN = re.compile(r" ?[-/&+'\"*_%] ?|\.|[ >]*\n[ >]*| {2,3}|[-'\"*_]{2}")
_ASSIGN = re.compile(r"[\"'\])*]{0,3}\s{0,3}[:=|\t,>-]\s{0,3}[\"'(\[*]{0,3}|\s?[(#]\s?")
_LONGEST_GAP = 6
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n|\n[ \t]*(?:[-*\u2022]|[0-9]{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one text, as parallel lists.

    Attributes:
        text: the text they are from.
        low: each word in its plain form.
        raw: each word as written.
        starts: first character of each.
        ends: one past the last character of each.
    """

    text: str
    low: list[str]
    raw: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.low)

    def __repr__(self) -> str:
        return f"Words(<{len(self.low)} words>)"

    def joined(self, index: int) -> bool:
        """Whether word `index` runs on from the word before it: a space, a hyphen, a slash, one line break."""
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        return gap == " " or (len(gap) <= _LONGEST_GAP and (not gap or _JOIN.fullmatch(gap) is not None))

    def assigned(self, index: int) -> bool:
        """Whether word `index` is the value of the word before it: a colon, an equals sign, a cell border."""
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        return len(gap) <= _LONGEST_GAP and _ASSIGN.fullmatch(gap) is not None


def plain(word: str) -> str:
    """Lower case, without accents and possessive. Length may change: offsets are kept beside it."""
    low = word.lower()
    if "'" in low:
        low = _POSSESSIVE.sub("", low)
    return low if low.isascii() else _without_accents(low)


def _without_accents(word: str) -> str:
    kept = (char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")
    return "".join(kept).translate(_ODD_LETTERS)


def words_of(text: str, known: Container[str] = frozenset()) -> Words:
    """The words of a folded text. Linear in its length.

    Args:
        text: a folded text.
        known: words (lower case) that stay whole although written like two ("EpiPen").
    """
    low: list[str] = []
    raw: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    lowered = text.lower() if text.isascii() else None
    compound = _COMPOUND.search(text) is not None
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = text[start:end]
        easy = word if lowered is None else lowered[start:end]
        if compound and _runs_together(word, easy) and word.lower() not in known:
            for part in _PART.finditer(word):
                low.append(part.group().lower())
                raw.append(part.group())
                starts.append(start + part.start())
                ends.append(start + part.end())
        else:
            low.append(plain(word) if lowered is None or "'" in word else easy)
            raw.append(word)
            starts.append(start)
            ends.append(end)
    return Words(text, low, raw, starts, ends)


def _runs_together(word: str, easy: str) -> bool:
    """The first test is for speed: a word in lower case, or with a capital only in front, is one word."""
    return (word[1:] != easy[1:] or word[-1].isdigit()) and _COMPOUND.fullmatch(word) is not None


def sentence_numbers(text: str) -> list[int]:
    """Where each sentence after the first begins, ascending: the sentence of an offset is `bisect` on this list."""
    return [match.end() for match in _SENTENCE_END.finditer(text)]
