# ruff: noqa: RUF001  # the letters of other scripts are meant
"""The name that stands behind a cue: its words, as far as they go, and the names that "and" joins to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.names.abroad.words import is_nameless, is_word_of
from detectors.names.cyrillic import is_given_name
from detectors.names.lexicon import common_words, is_given_anywhere, is_place, is_surname, is_town, plain
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.names.abroad.cue import Cue

# One class after another with fixed bounds, from a given place: stdlib `re` is linear here.
_WORD = re.compile(r"[^\W\d_]{1,24}(?:['\u2019-][^\W\d_]{1,24}){0,3}")
_INITIAL = re.compile(r"[^\W\d_]\.(?=[ \n,]|$)")
_GAP = re.compile(r"[ \t]{0,2}[,:(\u2013-]{0,1}[ \t]{0,2}\n?[\"'(\u201e\u00ab]?[ \t]?")
_END_GAP = re.compile(r"[ \t]{0,2}[,.!:\u2013-]{0,3}[ \t\r\n]{0,6}[-\u2013~]?[ \t]?")
_BETWEEN = re.compile(r" {1,2}|\n(?=[^\n])")
_LINKS: Final = re.compile(
    r"(?:qui s'appelle|s'appelle|prénommée?|nommée?|heißt|heisst|namens|que se chama|se chama|chamad[ao]|chama-se"
    r"|che si chiama|si chiama|o imieniu|ma na imię|pe nume|care se numește|по имени|на ім'я|зовут|звати|tên là|tên|là"
    r"|bé|cháu|em|la yiraahdo|oo la yiraahdo|la dhaho|anayeitwa|anaitwa|aitwaye|ki rele|rele|si|sina|die|der|la|il"
    r"|[oae]"
    r"|petite?|mały|mała|ia|etan)[ :]{1,2}[\"'(\u201e\u00ab]?"
)
_ALONE: Final = re.compile(r"[ \t]{0,2}[.!]?[ \t]{0,2}(?:$|[\r\n(,]|\d)")
_AND: Final = re.compile(r"(?:, | (?:et|und|e|ed|y|i|și|та|й|і|и|và|iyo|na|ak|at|ma|oo) | & )(?=[^\W\d_])")
_PARTICLES: Final = word_set("de da do dos das di du del della von van der den al el bin binti ibn abu la le d' y")
_NOUN: Final = re.compile(
    r"(?:ung|heit|keit|schaft|tion|schmerzen|krankheit|probleme?n?|aufgaben?|stunden?|termine?|unterricht|schule|arzt"
    r"|tests?"
    r"|entzündung|medikamente?|karte|kurs|zeit|kinder|zeug|chen|lein|ismus|tät|nis)$"
)
"""How German nouns end, and names do not: every noun has a capital there."""
_MOST_WORDS: Final = 5
_MOST_JOINED: Final = 6
_SHORTEST: Final = 2
_AROUND: Final = 200


class Reader:
    """Reads names in one text.

    Args:
        text: the folded text.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def names(self, cue: Cue, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Spans of the names behind the cue at ``start:end``; none where another word stands there."""
        text = self._text
        at = (_END_GAP if cue.kind == "end" else _GAP).match(text, end)
        if at is None or (at.end() == end and text[end - 1 : end].isalnum()):
            return
        begin = at.end()
        link = _LINKS.match(text, begin) if cue.kind in {"kin", "of"} else None
        span = self._name(cue, start, begin) or (self._name(cue, start, link.end()) if link else None)
        if span is None or not self._fits(cue, *span):
            return
        yield span
        for _ in range(_MOST_JOINED if cue.kind in {"kin", "of"} else 0):
            joint = _AND.match(text, span[1])
            span = self._name(cue, start, joint.end()) if joint else None
            if span is None or not (joint and self._joins(joint.group(), *span)):
                return
            yield span

    def _fits(self, cue: Cue, start: int, end: int) -> bool:
        """Whether what was read can be the name that this cue announces: signatures end lines, no place has kin."""
        value = self._text[start:end]
        if cue.kind == "end":
            return _ALONE.match(self._text, end) is not None
        if cue.kind == "of" and " " not in value:
            return not (is_place(value) or is_town(value)) or is_given_anywhere(value)
        listed = is_given_anywhere(value) or is_surname(value)
        return cue.language != "de" or " " in value or listed or _NOUN.search(value) is None

    def _joins(self, joint: str, start: int, end: int) -> bool:
        first = self._text[start:end].split()[0]
        return not joint.startswith(",") or is_given_anywhere(first) or is_given_name(first.lower())

    def _name(self, cue: Cue, cue_start: int, start: int) -> tuple[int, int] | None:
        first = _INITIAL.match(self._text, start) or _WORD.match(self._text, start)
        if first is None:
            return None
        if self._text[cue_start:start].isupper():
            return self._in_capitals(cue, first)
        return self._capitalised(cue, first) if first.group()[0].isupper() else self._lower(cue, first)

    def _capitalised(self, cue: Cue, first: re.Match[str]) -> tuple[int, int] | None:
        if _everyday(first.group(), cue.language) or len(first.group()) < _SHORTEST:
            return None
        end = first.end()
        pending = end
        for _ in range(_MOST_WORDS - 1):
            gap = _BETWEEN.match(self._text, pending)
            word = (_INITIAL.match(self._text, gap.end()) or _WORD.match(self._text, gap.end())) if gap else None
            if word is None or (gap is not None and gap.group() == "\n" and cue.kind == "end"):
                break
            value = word.group()
            if value[0].isupper() and not _everyday(value, cue.language):
                end = pending = word.end()
            elif value in _PARTICLES:
                pending = word.end()
            else:
                break
        return first.start(), end

    def _in_capitals(self, cue: Cue, first: re.Match[str]) -> tuple[int, int] | None:
        """In a note all in capitals: the word behind the cue, and the next one where it is no word of the language."""
        if _everyday(first.group(), cue.language) or len(first.group()) < _SHORTEST:
            return None
        gap = _BETWEEN.match(self._text, first.end())
        word = _WORD.match(self._text, gap.end()) if gap else None
        if word is None or len(word.group()) <= _SHORTEST or is_word_of(word.group(), cue.language):
            return first.span()
        return first.start(), word.end() if is_surname(word.group()) else first.end()

    def _has_capitals(self, at: int) -> bool:
        return any(map(str.isupper, self._text[max(0, at - _AROUND) : at + _AROUND]))

    def _lower(self, cue: Cue, first: re.Match[str]) -> tuple[int, int] | None:
        """A name without a capital, as in quick messages: one that a list has, or whatever follows "my name is"."""
        value = first.group()
        if len(value) <= _SHORTEST or _everyday(value, cue.language) or cue.kind == "title" or cue.told:
            return None
        if is_word_of(value, cue.language) and self._has_capitals(first.start()):
            return None  # "mtoto ana homa" of somebody who writes capitals: no Ana
        listed = is_given_anywhere(value) or is_given_name(value) or (cue.language == "vi" and is_surname(value))
        unlisted = cue.kind == "name" and not is_word_of(value, cue.language)
        if not listed and (not unlisted or (value.isascii() and plain(value) in common_words())):
            return None
        end = first.end()
        for _ in range(_MOST_WORDS - 2):
            gap = _BETWEEN.match(self._text, end)
            word = _WORD.match(self._text, gap.end()) if gap and gap.group() != "\n" else None
            if word is None or _everyday(word.group(), cue.language) or not _bears(word.group()):
                break
            end = word.end()
        return first.start(), end


def _bears(word: str) -> bool:
    return is_surname(word) or is_given_anywhere(word)


def _everyday(word: str, language: str) -> bool:
    if language in {"uk", "ru"}:  # notes mix the two, and cues of both are alike
        return is_nameless(word, "uk") or is_nameless(word, "ru")
    return is_nameless(word, language)
