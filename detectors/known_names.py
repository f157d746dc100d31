"""Names that were found somewhere in a conversation, and where else they stand. Half of document memory.

A name model sees a few words at a time: it finds "Maria Delgado" in one sentence and misses "Maria" in the next. What
is looked for: the whole name in any case and with any usual joint ("DELGADO, Maria", "maria_delgado",
"MariaDelgado"), and each word of it alone, but then only capitalised, three letters or more, and not an ordinary word
unless a title stands before it, a possessive behind it, or it stands where only a person does. A name that was written
in lower case is followed in lower case too, unless it is an English word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from detectors.names.lexicon import is_common
from detectors.ordinary_words import INSTITUTION_WORDS, ORDINARY_WORDS, PARTICLES, WORD_NAMES
from detectors.word_signs import acts_as_person, owns_something

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s_.\-'\u2019]{1,2}|,\s?|\s[A-Za-z]\.?\s")
"""What may stand between two words of one name: a space, hyphen, apostrophe, "Last, First", a middle initial."""
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|coach|principal|nurse|judge|officer|aunt|auntie|uncle|tia|tio"
    r"|grandma|grandpa|sra?|srta|student|named|child|daughter|son|sister|brother|mother|father|mom|dad)\.?\s$",
    re.IGNORECASE,
)
_TITLE_REACH = 12
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_NEXT_WORD = re.compile(r"\s([A-Z][^\W\d_]+)")
_SHORTEST_ALONE = 3
_SHORTEST_FUSED = 8
_MAX_SHARING = 50
"""Names that share one word; in a longer roster the rest are found word by word."""
_MAX_SEARCHED = 100
"""Words that are searched one by one."""
_MAX_WORDS = 6
"""A longer "name" is a mistake of the model, or a list."""


@dataclass(frozen=True, slots=True)
class Name:
    """One full name: its words, lower case, in order, and the entity it was found as."""

    words: tuple[str, ...] = field(repr=False)
    entity: str
    lowered: bool = False
    """Whether it was written in lower case: then capitals tell nothing about it."""

    @property
    def fused(self) -> str:
        """The name as an identifier writes it: ``mariadelgado``."""
        return "".join(self.words)


class _Hit(NamedTuple):
    start: int
    end: int
    word: str

    def __repr__(self) -> str:
        return f"_Hit({self.start}, {self.end})"


def lower(text: str) -> str:
    """Lower case without moving an offset: some capitals (a dotted I) have two lower-case characters."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


class KnownNames:
    """All names of a conversation, by word."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], Name] = {}
        self._by_word: dict[str, list[Name]] = {}
        self._fused: dict[str, Name] = {}

    def learn(self, surface: str, entity: str) -> None:
        """Remember a name as it was written. The first entity it was found as is the one it keeps."""
        words = tuple(word for word in WORD.findall(lower(surface)) if not word.isdigit())
        if not words or len(words) > _MAX_WORDS or words in self._names:
            return
        name = self._names[words] = Name(words, entity, surface.islower())
        for word in dict.fromkeys(words):
            sharing = self._by_word.setdefault(word, [])
            if len(sharing) < _MAX_SHARING:
                sharing.append(name)
        if len(words) > 1 and len(name.fused) >= _SHORTEST_FUSED:
            self._fused.setdefault(name.fused, name)

    def find(
        self, text: str, lowered: str, *, prose: bool, words: AbstractSet[str] | None = None
    ) -> Iterator[tuple[int, int, str]]:
        """Spans and entities, in order.

        Args:
            text: the text.
            lowered: `text` in lower case, at the same offsets.
            prose: whether it is running text.
            words: the words of `lowered`, where they are known already.
        """
        words = set(WORD.findall(lowered)) if words is None else words
        present = words & self._by_word.keys()
        fused = words & self._fused.keys()
        if not present and not fused:
            return
        hits: list[_Hit] = []
        for hit in _standing(present | fused, lowered):
            if hit.word in present:
                hits.append(hit)
            else:
                yield hit.start, hit.end, self._fused[hit.word].entity
        for run, names in self._runs(lowered, hits):
            entity = _accepted(text, run, names, prose=prose)
            if entity is not None:
                yield run[0].start, run[-1].end, entity

    def _runs(self, text: str, hits: Sequence[_Hit]) -> Iterator[tuple[list[_Hit], list[Name]]]:
        """Neighbouring words of one name, together with the names they may be."""
        run: list[_Hit] = []
        names: list[Name] = []
        for hit in hits:
            mine = self._by_word[hit.word]
            common = [name for name in names if hit.word in name.words] if run else mine
            if run and common and _BETWEEN.fullmatch(text, run[-1].end, hit.start) and not _repeats(run, hit):
                run.append(hit)
                names = common
                continue
            if run:
                yield _without_tail(run), names
            starts = hit.word not in PARTICLES or any(name.words[0] == hit.word for name in mine)
            run, names = ([hit], mine) if starts else ([], [])
        if run:
            yield _without_tail(run), names


def _standing(words: AbstractSet[str], lowered: str) -> list[_Hit]:
    """Where these words stand as words, in order.

    A few words are searched one by one: 0.1 ms for twenty names in 10,000 characters, against 0.7 for a look at every
    word of them.
    """
    if len(words) > _MAX_SEARCHED:
        return [_Hit(*match.span(), match.group()) for match in WORD.finditer(lowered) if match.group() in words]
    hits: list[_Hit] = []
    size = len(lowered)
    for word in words:
        start = lowered.find(word)
        while start >= 0:
            end = start + len(word)
            if not (start and lowered[start - 1].isalnum()) and not (end < size and lowered[end].isalnum()):
                hits.append(_Hit(start, end, word))
            start = lowered.find(word, end)
    return sorted(hits)


def _without_tail(run: list[_Hit]) -> list[_Hit]:
    """No name ends with a particle."""
    last = len(run)
    while last > 1 and run[last - 1].word in PARTICLES:
        last -= 1
    return run[:last]


def _repeats(run: Sequence[_Hit], hit: _Hit) -> bool:
    """Whether the word is in the run: "Maria, Maria" are two mentions, not one name."""
    return any(each.word == hit.word for each in run)


def _accepted(text: str, run: Sequence[_Hit], names: Sequence[Name], *, prose: bool) -> str | None:
    """The entity when this run of words stands for a known name, else None."""
    full = next((name for name in names if len(name.words) == len(run)), None)
    if len(run) > 1:
        name = full or names[0]
        return name.entity if full or any(_capitalised(text, hit) for hit in run) else None
    hit = run[0]
    if hit.word in ORDINARY_WORDS:
        return names[0].entity if _is_ordinary_name(text, hit, names) else None
    if len(hit.word) < _SHORTEST_ALONE:
        return full.entity if full and _capitalised(text, hit) else None
    if _is_place(text, hit) or not (
        full or _capitalised(text, hit) or _is_value(text, hit, prose=prose) or _is_lower_name(hit, names)
    ):
        return None
    return (full or names[0]).entity


def _is_ordinary_name(text: str, hit: _Hit, names: Sequence[Name]) -> bool:
    """Whether an ordinary word is the name here; without a mark only the given name of a full one can be."""
    given = hit.word in WORD_NAMES and any(len(name.words) > 1 and name.words[0] == hit.word for name in names)
    if not _capitalised(text, hit):
        return given and any(name.lowered for name in names) and owns_something(text, hit.start, hit.end)
    return _marked_as_name(text, hit) or (given and acts_as_person(text, hit.start, hit.end))


def _is_lower_name(hit: _Hit, names: Sequence[Name]) -> bool:
    """Whether a word in lower case belongs to a name that was written so, and is no English word."""
    return len(hit.word) > _SHORTEST_ALONE and any(name.lowered for name in names) and not is_common(hit.word)


def _is_value(text: str, hit: _Hit, *, prose: bool) -> bool:
    """A metadata value that consists of this word."""
    return not prose and text.strip() == text[hit.start : hit.end]


def _capitalised(text: str, hit: _Hit) -> bool:
    """Upper case, or of a script that has no cases."""
    return not text[hit.start].islower()


def _marked_as_name(text: str, hit: _Hit) -> bool:
    before = text[max(0, hit.start - _TITLE_REACH) : hit.start]
    return bool(_TITLE.search(before) or _POSSESSIVE.match(text, hit.end))


def _is_place(text: str, hit: _Hit) -> bool:
    following = _NEXT_WORD.match(text, hit.end)
    return following is not None and following.group(1).lower() in INSTITUTION_WORDS
