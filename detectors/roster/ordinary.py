"""When a name of the roster is also ordinary words: "Grace Hope", "Will May", "Mark Price".

The rule. A name with a word that is no English word counts however it is written ("grace okonkwo"), except that a
small ordinary word beside a capitalised one is a word ("will Okonkwo come?"). A name of ordinary words only counts

- where a cue stands beside it: a title, a kin or student word, a label before it, a possessive behind it;
- where it fills a line or a cell by itself and is capitalised;
- where its capitals can only mean a name: every word has one, and at least one of them stands neither at the start of
  a sentence, nor in a heading whose other words have capitals too, nor belongs to a month;
- or on a line without small letters, where capitals say nothing, when its first word is a given name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.names import shape
from detectors.names.lexicon import is_calendar, is_common, is_given
from detectors.ordinary_words import ORDINARY_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.roster.folding import Word, Words
    from detectors.roster.runs import Run

_REACH: Final = 48
_LINE: Final = 120
# Alternations after a word boundary, over at most `_REACH` characters: stdlib `re` is safe here.
_CUE: Final = re.compile(
    rf"(?:\b(?:{shape.STUDENT_CUES}|{shape.FAMILY_CUES}|{shape.PATIENT_CUES}|name|named|nombre|last|first|signed|attn)"
    rf"(?: is| was|:|,| ?=| ?-)?[\s\"'(]{{1,3}}|\b(?:{shape.TITLES})\.?\s|[a-z_]:[ \"']{{0,2}})$",
    re.IGNORECASE,
)
_POSSESSIVE: Final = re.compile(r"['\u2019]s\b")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:\n\t|>*\u2022][\s\"'(>*-]*)$")
_CELL_START: Final = re.compile(r"(?:^|[\n\t|;,])[ \"'*>-]*(?:\d{1,3}[.)][ ])?$")
_CELL_END: Final = re.compile(r"[ \"']*(?:$|[\r\n\t|;,])")


def is_ordinary(folded: str) -> bool:
    """Whether it is a word of texts as well as of names."""
    return folded in ORDINARY_WORDS or is_common(folded) or is_calendar(folded)


def is_name(text: str, words: Words, run: Run) -> bool:
    """Whether a run that the roster has as a name is one here: the rule above."""
    own = [word for word in words.between(run.first, run.last) if not word.minor]
    ordinary = [word for word in own if is_ordinary(word.folded)]
    if not ordinary:
        return True
    small = any(text[word.start].islower() for word in ordinary)
    if len(ordinary) < len(own):
        plain = [word for word in own if word not in ordinary]
        return not small or all(text[word.start].islower() for word in plain)
    start, end = own[0].start, own[-1].end
    if _CUE.search(text[max(0, start - _REACH) : start]) or _POSSESSIVE.match(text, end):
        return True
    return not small and (_fills_a_cell(text, start, end) or _telling(text, words, run, own))


def _fills_a_cell(text: str, start: int, end: int) -> bool:
    return bool(_CELL_END.match(text, end) and _CELL_START.search(text[max(0, start - _REACH) : start]))


def _telling(text: str, words: Words, run: Run, own: Sequence[Word]) -> bool:
    if _shouted(text, own[0].start):
        return is_given(own[0].folded) and not any(is_calendar(word.folded) for word in own)
    if _in_heading(text, words, run):
        return False
    return any(not is_calendar(word.folded) and not _starts_sentence(text, word.start) for word in own)


def _shouted(text: str, start: int) -> bool:
    """Whether the line has no small letter, as far as a reader would look."""
    low, high = text.rfind("\n", max(0, start - _LINE), start), text.find("\n", start, start + _LINE)
    line = text[low + 1 if low >= 0 else max(0, start - _LINE) : high if high >= 0 else start + _LINE]
    return line.isupper()


def _in_heading(text: str, words: Words, run: Run) -> bool:
    """Whether a neighbour on the line has a capital too, so that capitals say nothing."""
    if run.last + 1 < len(words):
        after = words[run.last + 1]
        if text[words[run.last].end : after.start] == " " and text[after.start].isupper():
            return True
    if run.first > 0:
        before = words[run.first - 1]
        spaced = text[before.end : words[run.first].start] == " "
        return spaced and text[before.start].isupper() and not _starts_sentence(text, before.start)
    return False


def _starts_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text[max(0, start - 8) : start]) is not None
