"""Things that are called after people: a case in court, a book and its author, a grant, a method, a prize.

A word that names such a thing once in a text names no child elsewhere in it, unless a cue beside it says so: "Perkins
funds may be used ...; the rest of Perkins goes to ..." is about a grant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_common, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = r"\p{Lu}[\pL'\x{2019}-]*"
_WORDS: Final = rf"{_WORD}(?: {_WORD}){{0,3}}"
_CASE: Final = compile_pattern(rf"({_WORDS})\.? vs?\.? (?:the )?({_WORDS})")
_THING: Final = (
    r"grants?|act|funding|dollars|loans?|curriculum|kits?|method|index|scale|inventory|algorithm|checksum|theorem"
    r"|lemma|awards?|medal|prize|phonics|textbooks?|foundation|scholarships?|taxonomy|syndrome|disease|amendment"
    r"|certification|approach|protocol|conjecture|equation|constant|effect|experiment"
)
_CALLED: Final = compile_pattern(rf"(?:^|[^\pL\pN.'\x{{2019}}])({_WORD}(?:[ -]{_WORD})?) (?:{_THING})(?:[^\pL\pN]|$)")
_DECIDED: Final = compile_pattern(
    rf"(?:^|[^\pL\pN])(?i:the) ({_WORD}(?:[ -]{_WORD})?) "
    r"(?:Decision|Ruling|Treaty|Doctrine|Accords?|Compromise|Proclamation|Amendment|Act|Expedition|Massacre|Rebellion)(?:[^\pL\pN]|$)"
)
"""Behind an article only: "Emma Decision: eligible" is a line of a form."""
_IS_THING: Final = compile_pattern(
    rf"(?:^|[^\pL\pN])({_WORD}) (?:is|was|are) an? (?:[a-z]+ ){{0,2}}(?:{_THING})(?:[^\pL\pN]|$)"
)
_BOOK: Final = compile_pattern(
    r"(?i)(?:book|novel|chapter|read-?aloud|stor(?:y|ies)|poem|author|illustrat|unit on|plot|libro|novela)"
)
_TITLE: Final = compile_pattern(rf"({_WORDS})[\"\x{{201D}}_*]{{0,2}},? by (?:[\pL.]+ )?{_WORD}")
_NEAR: Final = 120
_POSSESSIVES: Final = ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s", "s'")


def namesakes(text: str) -> frozenset[str]:
    """Words of such things, in the plain form of `lexicon.plain`. Linear time."""
    return frozenset(
        plain(word)
        for phrase in _phrases(text)
        if not phrase.endswith(_POSSESSIVES)
        for word in phrase.replace("-", " ").split()
        if not is_common(word)
    )


def _phrases(text: str) -> Iterator[str]:
    for match in _CASE.finditer(text):
        yield match.group(1)
        yield match.group(2)
    for pattern in (_CALLED, _DECIDED, _IS_THING):
        for match in pattern.finditer(text):
            yield match.group(1)
    for match in _TITLE.finditer(text):
        if _BOOK.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR]):
            yield match.group(1)
