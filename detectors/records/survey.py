"""PPRA: questions put to students about one of the eight protected areas (20 U.S.C. 1232h(b)).

Three cues must stand in the same or neighbouring sentences: an instrument (survey, screener) or a request to ask,
those asked (students), and a protected area. A survey of staff or of parents about themselves is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from detectors.records.words import sentence_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.records.index import Match
    from detectors.records.words import Words

_SCORE = 0.85
_REACH, _AHEAD = 240, 30
_END = re.compile(r"[.!?]\s|\n")
_ASKS = re.compile(
    r"\b(?:about|whether|if|on|regarding|asks?|asking|questions?|does|do|how|sobre|acerca|si|preguntando)\b|:",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?<=[a-z,:;)-] )[A-Z][a-z]+|'s\b|\u2019s\b|\b(?:because|since|after|told|said|says|wrote|reported|results?"
    r"|answers?"
    r"|responses?|his|her|he|she|caught|smelled|admitted)\b"
)


def questions(words: Words, cues: Sequence[Match]) -> Iterator[tuple[int, int, float]]:
    """Start, end and score of each instrument that asks students about a protected area; offsets in the text."""
    instruments = _by_tag(cues, "~survey")
    if not instruments or not (areas := _by_tag(cues, "~area")):
        return
    starts = sentence_numbers(words.text)

    def sentence(match: Match) -> int:
        return bisect_right(starts, words.starts[match.first])

    topics = {sentence(match) for match in areas}
    minors = {sentence(match) for match in _by_tag(cues, "~minors")}
    adults = {sentence(match) for match in _by_tag(cues, "~adults")}
    seen: set[int] = set()
    for match in instruments:
        here = sentence(match)
        around = {here - 1, here, here + 1}
        asked = here in minors or (here not in adults and not around.isdisjoint(minors))
        if asked and here not in seen and not around.isdisjoint(topics):
            seen.add(here)
            yield words.starts[match.first], words.ends[match.last - 1], _SCORE


def asked_after(words: Words, spans: Sequence[tuple[int, int, float]], start: int, end: int) -> bool:
    """Whether what stands there is what a survey is to ask: behind its instrument, in its sentence, with nobody named.

    "A survey for these students about drug use at home" tells of nobody; "about Ana's father, who drinks" does.
    """
    for low, high, _ in spans:
        between = words.text[high:start] if low < start else "."
        if len(between) < _REACH and _END.search(between) is None and _ASKS.search(words.text[low:start]) is not None:
            told = _TELLS.search(words.text[high : end + _AHEAD]) is not None
            return not told
    return False


def _by_tag(cues: Sequence[Match], tag: str) -> list[Match]:
    return [match for match in cues if match.entry.tag == tag]
