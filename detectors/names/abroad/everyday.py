"""Candidates for names that are everyday words of the language round them: "Bitte", "Krankenhaus", "Venez".

The name model learned English, where a capital says more than in German, and where "Bonjour" begins no sentence. Words
at the edges of a candidate go the same way, the rest stays. What a list, a field or a cue in that language found stays
whole; so does what somebody is called anywhere (`abroad.words`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detectors.names.abroad.words import languages_of, languages_round, nameless_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from detectors.finding import Finding

_DOUBTFUL: Final = frozenset({"model", "model.other", "form", "lexicon", "cue"})
_NAMES: Final = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters of no other language of families here; marks alone ("à", "é") are French too."""
_LONGEST = 120
"""Characters. A longer candidate is no name, and not looked at word by word."""
_LONGEST_WORD: Final = 24
_AROUND: Final = 200


def without_everyday(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings without names that are everyday words in their language, and names without such words at an edge.

    Args:
        text: the original text.
        findings: from `names.repair`, cut to what may be a name.
    """
    # What the detector of this package finds comes as "row", which is never doubted: a cue speaks for its name.
    return [kept for each in findings for kept in _kept(text, each)]


def _kept(text: str, finding: Finding) -> Iterator[Finding]:
    if finding.base not in _NAMES or finding.why not in _DOUBTFUL or finding.end - finding.start > _LONGEST:
        yield finding
        return
    words = [match.span() for match in _WORD.finditer(text, finding.start, finding.end)]
    if not words:
        yield finding
        return
    if _is_lower_vietnamese(text, finding, words):
        return
    words[0] = (_begin(text, words[0][0]), words[0][1])
    # A name in lower case beside capitals is rare: there any word of the language counts ("leo" is today in Swahili).
    of = languages_of if text[finding.start : finding.end].islower() and _has_capitals(text, finding) else nameless_in
    if not any(of(text[low:high]) for low, high in (words[0], words[-1])):
        yield finding
        return
    languages = languages_round(text, finding.start, finding.end)
    kept = _trimmed(text, words, languages, of) if languages else words
    if len(kept) == len(words):
        yield finding
    elif kept:
        yield replace(finding, start=kept[0][0], end=kept[-1][1])


def _begin(text: str, start: int) -> int:
    """Where the word begins that the model cut at an apostrophe: "hui" of "aujourd'hui"."""
    begin = start
    while begin > max(0, start - _LONGEST_WORD) and (text[begin - 1].isalpha() or text[begin - 1] in "'\u2019"):
        begin -= 1
    return begin


def _trimmed(
    text: str, words: list[tuple[int, int]], languages: AbstractSet[str], of: Callable[[str], AbstractSet[str]]
) -> list[tuple[int, int]]:
    while words and not languages.isdisjoint(of(text[slice(*words[0])])):
        words = words[1:]
    while words and not languages.isdisjoint(of(text[slice(*words[-1])])):
        words = words[:-1]
    return words


def _has_capitals(text: str, finding: Finding) -> bool:
    return any(map(str.isupper, text[max(0, finding.start - _AROUND) : finding.end + _AROUND]))


def _is_lower_vietnamese(text: str, finding: Finding, words: list[tuple[int, int]]) -> bool:
    """Whether the model took words of Vietnamese for a name though they stand in lower case beside capitals.

    Vietnamese writes names with capitals. A note without any capital says nothing, and keeps what the model found.
    """
    value = text[finding.start : finding.end]
    if not finding.why.startswith("model") or not value.islower() or _VIETNAMESE.search(value) is None:
        return False
    return _has_capitals(text, finding) and "vi" in languages_round(text, words[0][0], words[-1][1])
