"""Two who are to eat, play or sit together: "Lunch with Cassidy and Ifrah." Where one is a name, the other is too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import (
    is_brand,
    is_calendar,
    is_common,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_public_figure,
    is_short_name,
    is_surely_given,
    is_thing,
    is_town,
)
from detectors.names.made_up import MadeUp
from detectors.ordinary_words import WORD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.identifiers.linear import Match

_ONE: Final = r"\p{Lu}\p{Ll}[\pL'-]{1,24}"
_TOGETHER: Final = compile_pattern(
    r"(?i:\b(?:lunch(?:es)?|recess|snack|game|games|plays?|playing|walks?|walking|reads?|reading|sits?|sitting|eats?"
    r"|eating|partners?"
    r"|paired|pairs?|buddy|buddies|bunch|friends?|group|works?|working|talks?|talking|shares?|sharing|turns?|time"
    r"|conversation|chats?"
    r"|rides?|riding|carpools?|practice[sd]?|joins?|interacts?|greets?|initiat\w+|conflict|fight\w*|argu\w+"
    r"|separated?|apart|project"
    r"|sleepover|playdate|meet\w*|check-?in|lunch bunch|peers?)(?: [a-z]+){0,5}?"
    r" (?:with|between|from|near|beside|to|like|as)(?: (?:peers|friends|classmates|her friends|his friends|either"
    r"|both))?(?: (?:like|such as|,))?)"
    rf" ({_ONE})(?:, ({_ONE}))?,? (?:and|or|&|\+) ({_ONE})(?:[.,;:!?)\n]|$| \(?\p{{Ll}}| \d)"
)


class _FriendDetector:
    """See the file's docstring."""

    name = "names.friends"
    version = 1
    needs = (" and ", " or ", "&", " + ")
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        found = [
            match.span(group)
            for match in _TOGETHER.finditer(text)
            for group in _people(match)
            if match.group(group) is not None
        ]
        if found and not MadeUp(text).is_framed():
            yield from (Finding("STUDENT_NAME", *span, 0.65, self.name, "row") for span in found)


def _people(match: Match) -> tuple[int, ...]:
    """The groups that are people: all where one is surely a given name and none is something else."""
    words = [(group, match.group(group)) for group in (1, 2, 3) if match.group(group) is not None]
    if not any(_is_sure(word) for _, word in words) or any(is_public_figure(word) for _, word in words):
        return ()
    return tuple(group for group, word in words if _could_be(word))


def _is_sure(word: str) -> bool:
    other = is_common(word) or is_place(word) or is_calendar(word) or is_thing(word) or is_brand(word)
    return is_surely_given(word) or ((is_given_anywhere(word) or is_short_name(word)) and not other)


def _could_be(word: str) -> bool:
    """Whether a word beside a name is one too: no subject, place, product or word of the language."""
    if _is_sure(word) or word.lower() in WORD_NAMES:
        return True
    other = is_common(word) or is_place(word) or is_calendar(word) or is_thing(word) or is_brand(word) or is_town(word)
    return not other and not is_organisation_word(word)


DETECTOR = _FriendDetector()
