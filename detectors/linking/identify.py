"""How surely a reader could tell who somebody is: directly, or by facts that together single a person out.

34 CFR 99.3 "personally identifiable information" (e), (f), (g); weights of regulation.md, section 3.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from detectors.finding import DIRECT, Identifiability, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detectors.finding import Evidence, Place, Records

_LINKABLE, _WATCH = 5, 3
REQUESTER: Final = "requester"
"""A named person asks about the one: a "targeted request" (34 CFR 99.3 (g))."""
_HARD: Final = (
    frozenset({"zip5", "dob", "sex"}),
    frozenset({"dob", "school"}),
    frozenset({"school", "grade", "rare"}),
    frozenset({"unique_event", REQUESTER}),
)
"""Facts that single a person out whatever their weights (Sweeney 2000 for the first)."""


def judged(evidence: Iterable[Evidence]) -> tuple[Identifiability, int]:
    """Identifiability, and the sum of the indirect identifiers' weights, each kind counted once."""
    kinds: dict[str, int] = {}
    direct = False
    for each in evidence:
        direct = direct or each.weight >= DIRECT
        if each.weight < DIRECT:
            kinds[each.kind] = max(each.weight, kinds.get(each.kind, 0))
    weight = sum(kinds.values())
    if direct:
        return "identified", weight
    if weight >= _LINKABLE or any(rule <= kinds.keys() for rule in _HARD):
        return "linkable", weight
    return ("watch" if weight >= _WATCH else "none"), weight


def residual(records: Records, treated: Iterable[Place]) -> tuple[Subject, ...]:
    """The subjects as the reader of the transformed text meets them (34 CFR 99.31(b): a reasonable determination).

    Args:
        records: what `link` returned.
        treated: piece, start and end of each finding that is pseudonymized, redacted or generalized. Evidence that
            overlaps one of them counts as gone.

    Returns:
        One subject for each of `records.subjects`, in the same order, with identifiability, weight and evidence
        recomputed from what is left.
    """
    by_piece: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece, start, end in treated:
        by_piece[piece].append((start, end))
    for spans in by_piece.values():
        spans.sort()
    gone = {(piece, start, end) for piece, spans in by_piece.items() for start, end in spans if start < end}
    return tuple(_without(subject, gone, by_piece) for subject in records.subjects)


def _without(subject: Subject, gone: set[Place], treated: dict[int, list[tuple[int, int]]]) -> Subject:
    """The subject without what was treated: mostly the very span of a finding, which is looked up."""
    left = tuple(
        each
        for each in subject.evidence
        if each.place not in gone and not _overlaps(each.place, treated.get(each.place[0], ()))
    )
    if len(left) == len(subject.evidence):
        return subject
    identifiability, weight = judged(left)
    return Subject(subject.role, identifiability, weight, subject.under13, subject.mentions, left)


def _overlaps(place: Place, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the sorted spans overlaps the place; findings never overlap one another, so neighbours suffice."""
    _, start, end = place
    first = max(bisect_right(spans, (start, start)) - 1, 0)
    last = bisect_left(spans, (end, end))
    return any(low < end and start < high for low, high in spans[first : last + 1])
