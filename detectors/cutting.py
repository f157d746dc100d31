"""Long text into chunks for the name model, without cutting a name.

The model's cost grows with the text and its view is a few words wide, so chunks may go to different workers. A cut
at the end of a paragraph or sentence can lose nothing. Where there is none in reach (tables, lists, text without
punctuation), the next chunk starts a little earlier, so that one of the two sees the whole name, and `joined` makes
one finding of the two halves. Cuts depend only on the text before them: appending to a text moves none of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 400
"""Characters. Below this the model's fixed cost per chunk shows."""
LONGEST = 1_200
OVERLAP = 80
"""Characters seen twice at a cut that might go through a name."""

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_SENTENCE = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mrs?|Ms|Mx|Dr|Drs|Prof|St|Sr|Jr|Sta|Sra|Srta|Dra|Rev|Hon|Lt|Sgt|Capt|Gen|no|vs|cf|e\.g|i\.e))$"
)
_LINE = re.compile(r"\n")
_SPACE = re.compile(r"\s")
_NAMES_END_HERE = frozenset(".!?:;|}]")
"""At the end of a line: no name goes on in the next. A comma is not among them: "Delgado,\nMaria"."""


def cut(text: str) -> list[tuple[int, int]]:
    """Spans of `text`, each at most `LONGEST` characters, that together cover it; empty text gives none.

    Linear in the length of the text: each step looks at `LONGEST` characters and moves on by more than
    ``SHORTEST - OVERLAP``.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > LONGEST:
        end, clean = _next_cut(text, start + SHORTEST, start + LONGEST)
        spans.append((start, end))
        start = end if clean else _step_back(text, end)
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _next_cut(text: str, low: int, high: int) -> tuple[int, bool]:
    """The best place to cut in ``low..high``, and whether no name can run across it."""
    if end := _last(_PARAGRAPH, text, low, high):
        return end, True
    if end := _last_sentence(text, low, high):
        return end, True
    if end := _last(_LINE, text, low, high):
        return end, text[end - 2] in _NAMES_END_HERE
    return _last(_SPACE, text, low, high) or high, False


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> int:
    """End of the last match in the window, or 0."""
    end = 0
    for match in pattern.finditer(text, low, high):
        end = match.end()
    return end


def _last_sentence(text: str, low: int, high: int) -> int:
    end = 0
    for match in _SENTENCE.finditer(text, low, high):
        if not _ABBREVIATION.search(text[max(low - 8, match.start() - 8) : match.start()]):
            end = match.end()
    return end


def _step_back(text: str, end: int) -> int:
    """Where the chunk after an unsafe cut starts: `OVERLAP` earlier, at a word if there is one."""
    start = end - OVERLAP
    space = _SPACE.search(text, start, end - 1)
    return space.end() if space else start


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of all chunks of one text, with the halves and doubles from overlaps made one."""
    out: list[Finding] = []
    for each in sorted(findings, key=lambda f: (f.start, f.end)):
        if out and each.start < out[-1].end and each.base == out[-1].base:
            out[-1] = _union(out[-1], each)
        else:
            out.append(each)
    return out


def _union(left: Finding, right: Finding) -> Finding:
    entity = left.entity if left.end - left.start >= right.end - right.start else right.entity
    end, score = max(left.end, right.end), max(left.score, right.score)
    return Finding(entity, left.start, end, score, left.detector, left.why)
