"""Every type of value in every disguise, and how many are found: the suite behind the tests and the bench."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disguises import DISGUISES
from protected_values import TYPES, values

from detectors.finding import Piece
from detectors.joints import in_piece, scan_strip, strips
from detectors.overlaps import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disguises import Sent

    from detectors.finding import Finding

THRESHOLDS = {"plain": 0.99, "unicode": 0.99, "encoded": 0.97, "encoded twice": 0.95, "split": 0.97}
"""Least share of values that must be covered, by group."""


@dataclass(slots=True)
class Outcome:
    """Counts by (group, disguise, type)."""

    found: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def counts(self, *, group: str = "", disguise: str = "", kind: str = "") -> tuple[int, int]:
        """Found and tried, of what fits."""
        wanted = (group, disguise, kind)
        keys = [key for key in self.tried if all(want in {"", have} for want, have in zip(wanted, key, strict=True))]
        return sum(self.found[key] for key in keys), sum(self.tried[key] for key in keys)

    def share(self, *, group: str = "", disguise: str = "", kind: str = "") -> float:
        """Found among tried, of what fits; 1 when nothing was tried."""
        found, tried = self.counts(group=group, disguise=disguise, kind=kind)
        return found / tried if tried else 1.0


def run(scan: Callable[[str, str], Sequence[Finding]], count: int) -> Outcome:
    """The suite with `count` values of each type."""
    outcome = Outcome()
    for kind in TYPES:
        for value, sentence in values(kind, count):
            for disguise in DISGUISES:
                sent = disguise.apply(value, sentence)
                if sent is not None:
                    key = (disguise.group, disguise.name, kind.name)
                    outcome.tried[key] += 1
                    outcome.found[key] += covered(sent, findings(sent.texts, scan))
    return outcome


def findings(texts: Sequence[str], scan: Callable[[str, str], Sequence[Finding]]) -> list[tuple[Finding, ...]]:
    """Findings in each of the messages, joints included."""
    found = [tuple(scan(text, "")) for text in texts]
    pieces = [Piece(text) for text in texts]
    additions: dict[int, list[Finding]] = {}
    for strip in strips(pieces):
        sliced = [pieces[part.piece].text[part.start : part.end] for part in strip]
        for part in scan_strip(strip, sliced, scan):
            index, finding = in_piece(strip, part)
            additions.setdefault(index, []).append(finding)
    return [placed(each, additions.get(index, ())) for index, each in enumerate(found)]


def covered(sent: Sent, found: Sequence[Sequence[Finding]]) -> bool:
    """Whether findings cover every letter and digit of the value, wherever it stands; what is invisible, wholly."""
    return all(map(_covered, sent.texts, sent.spans, found))


def _covered(text: str, span: tuple[int, int], found: Sequence[Finding]) -> bool:
    hidden = {place for each in found for place in range(each.start, each.end)}
    shown = [place for place in range(*span) if text[place].isalnum()]
    return hidden.issuperset(shown or [place for place in range(*span) if not text[place].isspace()])
