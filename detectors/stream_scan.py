"""Structured identifiers only: pure, light to import, fast enough for the event loop.

Used where the name model cannot go: on the joints of segments, and on a provider's answer while it streams. It runs
the same identifier detectors as the engine and the same arbitration; no Presidio, no spaCy, no state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.arbitration import arbitrate
from detectors.identifiers import ALL
from detectors.identifiers.labels import label_phrase
from detectors.normalize import fold
from detectors.prefilter import Prefilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

IDENTIFIERS = Prefilter(ALL)
"""The identifier detectors, compiled once per process."""

_LABEL_END = ": "


def stream_scan(text: str, context: str = "") -> tuple[Finding, ...]:
    """Structured identifiers in `text`, sorted, never overlapping.

    Args:
        text: any text; offsets of the findings are code points in it.
        context: label words outside the text: a JSON key or column header, in any spelling.
    """
    candidates = run_detectors((IDENTIFIERS,), text, context)
    return arbitrate(text, candidates) if candidates else ()


def run_detectors(prefilters: Sequence[Prefilter], text: str, context: str = "") -> list[Finding]:
    """Unarbitrated candidates of all detectors in `prefilters`, with offsets in the original `text`.

    The label stands in front of the text while the detectors look, so that a key and a written label work alike.
    """
    label = label_phrase(context)
    prefix = label + _LABEL_END if label else ""
    view = fold(text)
    scanned = prefix + view.text
    shift = len(prefix)
    found: list[Finding] = []
    for prefilter in prefilters:
        for candidate in prefilter.candidates(scanned):
            if candidate.start >= shift:
                start, end = view.original(candidate.start - shift, candidate.end - shift)
                found.append(_moved(candidate, start, end))
    return found


def _moved(finding: Finding, start: int, end: int) -> Finding:
    if finding.start == start and finding.end == end:
        return finding
    return type(finding)(finding.entity, start, end, finding.score, finding.detector, finding.why)
