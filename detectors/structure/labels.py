"""Keys and headers as words, however they are written.

``guardianPhone``, ``guardian_phone``, ``Guardian Phone:`` and ``GUARDIAN PHONE`` are ``guardian phone``; ``D.O.B.`` is
``dob``; ``SIS #`` is ``sis number``; ``dirección`` is ``direccion``.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
"""Characters. What is longer is a sentence, not a label."""

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z]{3})(?=\d{1,4}\b)")
_NOT_WORD = re.compile(r"[\W_]+")
_SINGLES = re.compile(r"\b[a-z](?: [a-z]\b)+")


def word_set(words: str) -> frozenset[str]:
    """A set from words with spaces between them: the form in which lists of words stay readable."""
    return frozenset(words.split())


def label_words(key: str) -> str:
    """The label as lower-case words without accents, one space between them; empty when it says nothing.

    Args:
        key: a key, a header, or the words before a colon; longer than `LONGEST` it is no label.
    """
    if len(key) > LONGEST:
        return ""
    spaced = _WORD_START.sub(" ", key.replace("#", " number "))
    words = _NOT_WORD.sub(" ", spaced).strip().lower()
    if not words.isascii():
        words = "".join(char for char in unicodedata.normalize("NFD", words) if unicodedata.category(char) != "Mn")
    return _SINGLES.sub(lambda match: match.group().replace(" ", ""), words)


class LabelBook(dict[str, str]):
    """`label_words` of every key of one text, worked out once each: lists repeat their keys. Lives for one call."""

    def __missing__(self, key: str) -> str:
        """The words of a key that was not asked for yet."""
        words = self[key] = label_words(key)
        return words
