"""Everyday words of the languages that families here write, and which of these languages stands round a place.

`lexicons/everyday.txt` has a line for each word: ``de|fieber``; ``de?|winter`` where somebody bears the word as a name
(it shows the language, and is still a name where it looks like one).
"""

from __future__ import annotations

import re
from functools import cache

from detectors.names.lexicon import common_words, everyday

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_REACH = 100
"""Characters to either side that show the language."""
_ENOUGH = 2
"""Words of a language that are no English ones, so near, make it that language."""


@cache
def _by_word() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Word -> languages that have it, languages in which it is nobody's name."""
    having: dict[str, set[str]] = {}
    nameless: dict[str, set[str]] = {}
    for line in everyday():
        language, _, word = line.partition("|")
        having.setdefault(word, set()).add(language[:2])
        if not language.endswith("?"):
            nameless.setdefault(word, set()).add(language)
    return {word: (frozenset(each), frozenset(nameless.get(word, ()))) for word, each in having.items()}


_NONE: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def _known(word: str) -> tuple[frozenset[str], frozenset[str]]:
    low = word.replace("\u2019", "'").lower()
    return _by_word().get(low, _NONE)


def nameless_in(word: str) -> frozenset[str]:
    """The languages in which a word is an everyday one that nobody is called."""
    return _known(word)[1]


def languages_of(word: str) -> frozenset[str]:
    """The languages of which a word is an everyday one, whoever else may bear it as a name."""
    return _known(word)[0]


def is_word_of(word: str, language: str) -> bool:
    """Whether a word is an everyday one of a language, whoever else may bear it as a name."""
    return language in _known(word)[0]


def is_nameless(word: str, language: str) -> bool:
    """Whether a word is an everyday one of a language that nobody is called."""
    return language in _known(word)[1]


def languages_round(text: str, start: int, end: int) -> frozenset[str]:
    """The languages of which two words at least, no English ones, stand near ``text[start:end]`` and outside of it."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    seen: dict[str, set[str]] = {}
    for match in _WORD.finditer(text, low, high):
        if start < match.end() and match.start() < end:
            continue
        word = match.group().replace("\u2019", "'").lower()
        if word.isascii() and word in common_words():
            continue
        for language in _known(word)[0]:
            seen.setdefault(language, set()).add(word)
    return frozenset(language for language, words in seen.items() if len(words) >= _ENOUGH)
