"""Values in disguise: the detectors once more, over the second looks at a text (`detectors.decoding`).

What a second look finds counts only where something was read anew. A finding in text that was decoded as a whole
stands for all of the encoded token (``why="decoded"``); of several in one token the gravest speaks for it, and the
terms of records beside it. A number that was only put together or read letter by letter keeps its reason, and where the
reading is bold that reason must be a label or a check digit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from detectors.decoding import hidden_look, second_looks
from detectors.decoding.rewriting import ENCODED
from detectors.entities import ENTITIES
from detectors.finding import Finding, is_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from detectors.decoding.look import Look
    from detectors.decoding.rewriting import Kind
    from detectors.prefilter import Prefilter


class Settle(Protocol):
    """From a text and its candidates to its findings."""

    def __call__(self, text: str, candidates: list[Finding], *, names: bool) -> Sequence[Finding]:
        """Findings, sorted, never overlapping; `names` says whether the text may hold names that no pattern finds."""
        ...


DECODED: Final = "decoded"
_LABEL_REACH: Final = 40
_STRETCH: Final = 200_000
_OVERLAP: Final = 400
_SPACE: Final = re.compile(r"\s")
_ENOUGH: Final = {
    "weak": frozenset({"label", "checksum", "placeholder"}),
    "labelled": frozenset({"label", "placeholder"}),
}
"""Reasons that make a finding of a bold reading; any other reading speaks for itself."""
_GRAVITY: Final = {"keep": 0, "generalize": 1, "pseudonymize": 2, "redact": 3}


def disguised(prefilters: Sequence[Prefilter], text: str, settle: Settle) -> list[Finding]:
    """Findings of all second looks at a folded text, with offsets in it; overlapping, and overlapping what is plain."""
    found: list[Finding] = []
    for start, end in _slices(text):
        seen = _seen(prefilters, second_looks(text[start:end]), settle)
        found += (
            seen if start == 0 else (replace(each, start=each.start + start, end=each.end + start) for each in seen)
        )
    return found


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """A long text in stretches that overlap, cut at white space: every escape is an object while it is looked at."""
    start = 0
    while len(text) - start > _STRETCH + _OVERLAP:
        space = _SPACE.search(text, start + _STRETCH)
        end = len(text) if space is None else space.start()
        yield start, end
        start = end - _OVERLAP
        if space is None:
            return
    yield start, len(text)


def invisible(prefilters: Sequence[Prefilter], text: str, settle: Settle) -> list[Finding]:
    """Findings in invisible characters of a text that is not folded."""
    look = hidden_look(text)
    return [] if look is None else _seen(prefilters, [look], settle)


def _seen(prefilters: Sequence[Prefilter], looks: Iterable[Look], settle: Settle) -> list[Finding]:
    found: list[Finding] = []
    for look in looks:
        candidates = [each for prefilter in prefilters for each in prefilter.candidates(look.text)]
        names = look.worded
        if candidates or names:
            found += _in_source(settle(look.text, candidates, names=names), look)
    return list(_gravest(found))


def _in_source(found: Iterable[Finding], look: Look) -> Iterator[Finding]:
    """Those that lie on something that was read anew, where it stands in the source."""
    for finding in found:
        readings = _counts(finding, look)
        span = look.original(finding.start, finding.end) if readings else None
        if span is not None:
            why = DECODED if look.nested or readings & ENCODED else finding.why
            yield replace(finding, start=span[0], end=span[1], why=why)


def _counts(finding: Finding, look: Look) -> set[Kind]:
    """The readings that a finding owes itself to; none when it was there to be seen before."""
    readings = look.readings(finding.start, finding.end)
    if readings:
        return readings if all(finding.why in _ENOUGH.get(kind, {finding.why}) for kind in readings) else set()
    # What was read anew may be its label, or what stood in the way beside it ("%20DE89...").
    reach = _LABEL_REACH if finding.why == "label" else 1
    return look.readings(max(0, finding.start - reach), min(finding.end + 1, len(look.text))) & ENCODED


def _gravest(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of the decoded values one for each span; all marks, and all else."""
    best: dict[tuple[int, int], Finding] = {}
    for finding in found:
        if is_mark(finding) or finding.why != DECODED:
            yield finding
            continue
        span = (finding.start, finding.end)
        known = best.get(span)
        if known is None or _gravity(finding) > _gravity(known):
            best[span] = finding
    yield from best.values()


def _gravity(finding: Finding) -> tuple[int, float]:
    info = ENTITIES.get(finding.base)
    return _GRAVITY[info.treatment] + 4 * (info.sensitivity == "X") if info is not None else 0, finding.score
