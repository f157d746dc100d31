"""Label words, and the pattern of a label with its value.

A label is a word or phrase that says what the value after it is: ``SSN:``, ``student_id=``, ``"dob": "``, ``born on``.
Between label and value stand punctuation and a few small words, within about thirty characters.
"""

from __future__ import annotations

import re

_SEPARATOR = r"""["'\\\s:=#>*|()\[\].,\-]"""
_SMALL_WORDS = (
    "number|numbers|num|no|nr|nbr|id|is|was|are|were|code|value|text|date|de|del|la|el|es|for|of|the|her|his|their|my"
    "|case|intake|from|last|year|child|student|kid|mother|father|mom|dad|parent|new|old|full|on|file"
    "|ends in|ending in|char|varchar"
)
GAP = rf"(?:{_SEPARATOR}{{0,4}}\b(?:{_SMALL_WORDS})\b(?:'s)?){{0,4}}{_SEPARATOR}{{0,5}}?"
"""Between a label and its value: punctuation and up to four small words."""

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_CONTEXT = 60


def labelled(label: str, value: str, *, gap: str = GAP) -> str:
    """An re2 pattern, case-insensitive, whose group 1 is the value after one of the `label` alternatives."""
    return rf"(?i)(?:^|[^\pL\pN])(?:{label}){gap}({value})"


def label_phrase(context: str) -> str:
    """A key or header as words: ``guardianPhone``, ``guardian_phone`` and ``Guardian Phone`` are ``guardian phone``.

    A path of keys keeps its last words. Empty when there is nothing to read.
    """
    spaced = _NOT_WORD.sub(" ", _WORD_START.sub(" ", context)).strip().lower()
    return spaced[-_LONGEST_CONTEXT:].lstrip()
