"""Structured identifiers only: pure, light to import, fast enough for the event loop.

Used where the name model cannot go: on the joints of segments, and on a provider's answer while it streams. It runs
the same identifier detectors as the engine and the same arbitration; no Presidio, no spaCy, no state. Answers
(`stream_scan`) are folded, and decoded where they hold escapes: a machine that reads them word by word has the whole of
``kim%40example.org`` in hand. Joints are always decoded (`joint_scan`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from detectors.arbitration import arbitrate
from detectors.disguises import disguised, invisible
from detectors.identifiers import ALL
from detectors.identifiers.labels import label_phrase
from detectors.normalize import fold
from detectors.prefilter import Prefilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.disguises import Settle
    from detectors.finding import Finding
    from detectors.identifiers.pattern import Detector


class Scan(Protocol):
    """A scanner of one text."""

    def __call__(self, text: str, context: str = "") -> tuple[Finding, ...]:
        """Findings, sorted, never overlapping."""
        ...


IDENTIFIERS = Prefilter(ALL)
"""The identifier detectors, compiled once per process."""

_LABEL_END = ": "
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}|&#?[0-9A-Za-z]{2,8};|\\[ux][0-9A-Fa-f]{2}|=[0-9A-F]{2}")
"""Percent, HTML, backslash and quoted-printable escapes: the only ones that a value of one word comes in."""


def stream_scan(text: str, context: str = "") -> tuple[Finding, ...]:
    """Structured identifiers in `text`, sorted, never overlapping.

    Args:
        text: any text; offsets of the findings are code points in it.
        context: label words outside the text: a JSON key or column header, in any spelling.
    """
    candidates = run_detectors((IDENTIFIERS,), text, context, settle=_if_escaped(text))
    return arbitrate(text, candidates) if candidates else ()


def joint_scan(text: str, context: str = "") -> tuple[Finding, ...]:
    """As `stream_scan`, disguised values included."""
    candidates = run_detectors((IDENTIFIERS,), text, context, settle=_arbitrated)
    return arbitrate(text, candidates) if candidates else ()


def scanners(more: Sequence[Detector]) -> tuple[Scan, Scan]:
    """`stream_scan` and `joint_scan` that also look for what `more` detectors find (an agency's own identifiers)."""
    if not more:
        return stream_scan, joint_scan
    prefilters = (IDENTIFIERS, Prefilter(more))

    def scan_stream(text: str, context: str = "") -> tuple[Finding, ...]:
        return arbitrate(text, run_detectors(prefilters, text, context, settle=_if_escaped(text)))

    def scan_joint(text: str, context: str = "") -> tuple[Finding, ...]:
        return arbitrate(text, run_detectors(prefilters, text, context, settle=_arbitrated))

    return scan_stream, scan_joint


def run_detectors(
    prefilters: Sequence[Prefilter], text: str, context: str = "", *, settle: Settle | None = None
) -> list[Finding]:
    """Unarbitrated candidates of all detectors in `prefilters`, with offsets in the original `text`.

    The label stands in front of the text while the detectors look, so that a key and a written label work alike.

    Args:
        prefilters: the detectors.
        text: any text.
        context: label words outside the text.
        settle: from a text and its candidates to its findings; given, encoded and scattered values are looked for too.
    """
    label = label_phrase(context)
    prefix = label + _LABEL_END if label else ""
    view = fold(text)
    scanned = prefix + view.text
    shift = len(prefix)
    candidates = [each for prefilter in prefilters for each in prefilter.candidates(scanned)]
    if settle is not None:
        candidates += disguised(prefilters, scanned, settle)
    found: list[Finding] = []
    for candidate in candidates:
        if candidate.start >= shift:
            start, end = view.original(candidate.start - shift, candidate.end - shift)
            found.append(_moved(candidate, start, end))
    if settle is not None:
        found += invisible(prefilters, text, settle)
    return found


def _if_escaped(text: str) -> Settle | None:
    return _arbitrated if _ESCAPED.search(text) else None


def _arbitrated(text: str, candidates: list[Finding], *, names: bool) -> tuple[Finding, ...]:  # noqa: ARG001  as `Settle`
    return arbitrate(text, candidates)


def _moved(finding: Finding, start: int, end: int) -> Finding:
    if finding.start == start and finding.end == end:
        return finding
    return type(finding)(finding.entity, start, end, finding.score, finding.detector, finding.why)
