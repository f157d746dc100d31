"""The terms of all record families, found in one pass: phrases of the lexicons, judged by the words around them.

A phrase is a mark of its family (``term.IDEA``), unless a longer phrase of another meaning holds it ("free lunch
theorem"), a neighbour vetoes it ("room 504"), or it needs company that is not there ("ED" without a word of special
education), or it stands in code (`records.code`). A term that heads a topic ("IEP training") is marked ``.topic`` at
half its score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detectors.finding import TERM, Finding
from detectors.records import context, lexicon, survey, typos
from detectors.records.code import code_spans
from detectors.records.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detectors.records.index import Match
    from detectors.records.words import Words

_SWALLOW = "NONE"
_ASKED_AFTER = frozenset({"P2", "MH", "SEXH", "IMM", "CPS", "DISC"})
"""Families that a survey on a protected area asks about: no records of those who shall answer."""
_TOPIC = "topic"
_CERTAIN = 0.9
"""Score of an ambiguous phrase in its company."""
_ALONE = 0.5
"""Score of an ambiguous phrase without it."""
_MISSPELT = 0.85
"""Factor on the score of a phrase that holds a mended word."""


class Mark(NamedTuple):
    """A judged phrase: its tag, the words it covers, its score and a reason code."""

    tag: str
    first: int
    last: int
    score: float
    why: str

    @property
    def family(self) -> str:
        """The tag without its detail."""
        return self.tag.partition(".")[0]


class _TermDetector:
    """See the file's docstring."""

    name = "records.terms"
    version = lexicon.VERSION + 2
    needs = ("",)
    entities = (
        *(TERM + tag for tag in lexicon.TAGS),
        *sorted({f"{TERM}{tag.partition('.')[0]}.{_TOPIC}" for tag in lexicon.TAGS}),
        f"{TERM}PPRA",
    )

    def find(self, text: str) -> Iterator[Finding]:
        """Marks in a folded text, by position."""
        words = words_of(text, lexicon.INDEX.vocabulary)
        mended = typos.mend(words)
        matches = lexicon.INDEX.matches(words)
        marks = list(_longest(_judged(words, mended, matches)))
        code = code_spans(text) if marks else []
        cues = [match for match in matches if match.entry.tag.startswith("~")]
        surveys = list(survey.questions(words, cues))
        for mark in marks:
            start, end = words.starts[mark.first], words.ends[mark.last - 1]
            if any(low <= start < high for low, high in code):
                continue
            if surveys and mark.family in _ASKED_AFTER and survey.asked_after(words, surveys, start, end):
                yield Finding(f"{TERM}{mark.family}.{_TOPIC}", start, end, mark.score / 2, self.name, _TOPIC)
            else:
                yield Finding(TERM + mark.tag, start, end, mark.score, self.name, mark.why)
        for start, end, score in surveys:
            yield Finding(f"{TERM}PPRA", start, end, score, self.name, "survey")


def _judged(words: Words, mended: frozenset[int], matches: Iterable[Match]) -> Iterator[Mark]:
    """What each match amounts to where it stands."""
    terms = [match for match in matches if not match.entry.tag.startswith("~")]
    swallowed = [(match.first, match.last) for match in terms if match.entry.tag == _SWALLOW]
    for match in terms:
        inside = any(first <= match.first and match.last <= last for first, last in swallowed)
        if not inside and match.entry.tag != _SWALLOW:
            mark = _mark(words, mended, match)
            if mark is not None:
                yield mark


def _mark(words: Words, mended: frozenset[int], match: Match) -> Mark | None:
    entry, first, last = match.entry, match.first, match.last
    if entry.veto and context.beside(words, first, last, entry.veto):
        return None
    score, why = entry.score, "term"
    if entry.company or entry.needs_company:
        if context.near(words, first, last, entry):
            score, why = max(score, _CERTAIN), "company"
        elif entry.needs_company:
            return None
        else:
            score, why = min(score, _ALONE), "alone"
    if mended and not mended.isdisjoint(range(first, last)):
        score, why = score * _MISSPELT, "misspelt"
    if context.heads_topic(words, first, last):
        return Mark(f"{entry.tag.partition('.')[0]}.{_TOPIC}", first, last, score / 2, "topic")
    return Mark(entry.tag, first, last, score, why)


def _longest(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Without the marks that stand inside a longer one of their family, or beside an equal one that says more."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.first, -each.last, -each.score, each.tag)):
        if not any(
            other.family == mark.family and other.first <= mark.first and mark.last <= other.last
            for other in _overlapping(kept, mark.first)
        ):
            kept.append(mark)
    yield from kept


def _overlapping(kept: list[Mark], first: int) -> Iterator[Mark]:
    """The latest kept marks; a phrase is short, so nothing further back than a few marks can reach `first`."""
    for mark in reversed(kept[-12:]):
        if mark.last > first:
            yield mark


DETECTOR = _TermDetector()
