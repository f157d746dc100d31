"""Two letters that changed places in quick typing: "unlce fawad picks up", and a name that stands again as "jaoquim".

A kin word with two neighbours exchanged is no English word, so what stands behind it is a name as behind the word
itself. A word that is a found name with two neighbours exchanged is that name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.cues import could_be_lower_name
from detectors.names.lexicon import (
    common_words,
    is_common,
    is_given,
    is_given_anywhere,
    is_place,
    is_surname,
    is_thing,
)
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.identifiers.linear import Match

_KIN: Final = [
    "mother",
    "father",
    "brother",
    "sister",
    "uncle",
    "auntie",
    "grandma",
    "grandpa",
    "grandmother",
    "grandfather",
    "grandson",
    "granddaughter",
    "cousin",
    "daughter",
    "guardian",
    "husband",
    "stepdad",
    "stepmom",
    "stepmother",
    "stepfather",
    "nephew",
    "parent",
    "student",
    "caregiver",
    "abuela",
    "abuelo",
    "hermana",
    "hermano",
    "tia",
    "tio",
    "aunt",
    "niece",
]
_SHORTEST: Final = 4
_NO_SLIPS: Final = word_set("untie tuna")
"""Words that are such slips by chance; "grandam" is one too, but nobody writes it."""
_SHORTEST_AGAIN: Final = 5
_MOST_NAMES: Final = 200
_WORD = re.compile(r"[^\W\d_]{5,}")
_PHONE_BEHIND = re.compile(r"[ ,:;(-]{1,4}(?:cell|ph|phone|tel|#)?[ :.]{0,2}\(?\d{3}[). -]{1,2}\d{3}")


def slips(word: str) -> frozenset[str]:
    """The word with each two neighbours exchanged, without itself."""
    made = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
    return frozenset(made) - {word}


def _kin_slips() -> tuple[str, ...]:
    made = {slip for word in _KIN if len(word) >= _SHORTEST for slip in slips(word)}
    return tuple(
        sorted(
            slip
            for slip in made
            if slip not in _NO_SLIPS and slip not in common_words() and not is_given_anywhere(slip)
        )
    )


KIN_SLIPS: Final = frozenset(_kin_slips())
"""Kin words with two letters exchanged, in lower case."""
_SLIPPED: Final = "|".join(sorted(KIN_SLIPS))
_CUED: Final = compile_pattern(
    rf"(?:^|[^\pL\pN])(?i:{_SLIPPED})(?i:(?:'s)?(?: name)?(?:,|:| is| was| named"
    rf"| called)? )({shape.LOWER_WORD})(?: ({shape.LOWER_WORD}))?"
)
_LISTED: Final = compile_pattern(
    r"(?i:\b(?:accommodations?|modifications?|lists?|plans?|charts?|goals?|reports?|notes?|packets?|schedules?"
    r"|summar(?:y|ies)"
    r"|letters?|forms?|referrals?|e-?mails?|contracts?|makeup work|homework|present levels|data sheets?|passes|iep"
    r"|504|bip|fba)"
    rf" (?:for|on|re|about)) ({shape.LOWER_WORD})(?: ({shape.LOWER_WORD}))?,? ?\(?"
    r"(?i:in |is in |who is in |a )?(?i:(?:\d{1,2}(?:st|nd|rd|th) ?(?:gr(?:ade(?:r)?)?)?|gr\.? ?\d{1,2}|grade \d{1,2}"
    r"|kinder(?:garten(?:er)?)?"
    r"|kdg|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) gr\w+|freshman"
    r"|sophomore|junior|senior))\b"
)


class _TypedWrongDetector:
    """See the file's docstring."""

    name = "names.typed_wrong"
    version = 1
    needs = ("",)
    entities = ("FAMILY_NAME", "STUDENT_NAME")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entity, pattern in (("FAMILY_NAME", _CUED), ("STUDENT_NAME", _LISTED)):
            for match in pattern.finditer(text):
                if _could_be(text, match):
                    second = match.group(2)
                    two = second is not None and could_be_lower_name(second.lower(), unknown_is_enough=True)
                    yield Finding(entity, match.start(1), match.end(2 if two else 1), 0.75, self.name, "cue")


def _could_be(text: str, match: Match) -> bool:
    """Whether the word is unknown or a given name; an English word that is one only with a telephone behind it."""
    word = match.group(1)
    if could_be_lower_name(word.lower(), unknown_is_enough=True):
        return True
    return is_given(word) and not is_thing(word) and _PHONE_BEHIND.match(text, match.end(1)) is not None


def with_slips(text: str, names: Sequence[Finding], entities: frozenset[str]) -> list[Finding]:
    """The names, and where one of their words stands again with two neighbours exchanged.

    Only words of five letters that no list has: "Mairo" behind "Mario" may be somebody, "trail" behind "Trial" is not.

    Args:
        text: the original text.
        names: findings, cut and judged.
        entities: base labels of names.
    """
    words: dict[str, Finding] = {}
    for each in names:
        if each.base in entities:
            for word in _WORD.findall(text, each.start, each.end):
                words.setdefault(word.lower(), each)
    if not words or len(words) > _MOST_NAMES:
        return list(names)
    wanted = {slip: each for word, each in words.items() for slip in slips(word) if _is_unknown(slip)}
    held = [(each.start, each.end) for each in names if each.base in entities]
    again = [
        replace(
            wanted[match.group().lower()],
            start=match.start(),
            end=match.end(),
            why="model",
            detector="names.typed_wrong",
        )
        for match in _WORD.finditer(text)
        if match.group().lower() in wanted and not any(low < match.end() and match.start() < high for low, high in held)
    ]
    return [*names, *again]


def _is_unknown(word: str) -> bool:
    return not (is_common(word) or is_place(word) or is_thing(word) or is_surname(word) or is_given(word))


DETECTOR = _TypedWrongDetector()
