"""A redacted release: nothing is left in a text that tells who it is about (pure)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from proxy.examine import remaining
from proxy.exchange import Treatment
from proxy.transform.replace import transform

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from detectors.finding import Link, Place, Subject
    from proxy.examine import Examined
    from proxy.exchange import ParsedCall

DETAIL: Final = "DETAIL"
"""Label of what helps to tell who somebody is and is no identifier, where a redacted release removes it."""


def redacted(call: ParsedCall, examined: Examined, pieces: Collection[int], *, key: bytes) -> Examined:
    """The call with nothing left in these texts that tells who they are about (34 CFR 99.31(b)(1)).

    Whatever was found is removed for good, and so are the facts that help to tell the persons of held terms.
    """
    facts = _facts(examined.records.links, examined.records.subjects)
    findings: list[Sequence[Finding]] = []
    treatments: list[tuple[Treatment, ...]] = []
    for number, (found, treated) in enumerate(zip(examined.findings, examined.decision.treatments, strict=True)):
        if number not in pieces:
            findings.append(found)
            treatments.append(tuple(treated))
            continue
        removed = _with_facts(found, facts[number])
        findings.append(removed)
        treatments.append((Treatment.REDACT,) * len(removed))
    return replace(
        examined,
        findings=findings,
        decision=replace(examined.decision, treatments=tuple(treatments)),
        transformed=transform(call.segments, findings, treatments, key=key, recalled=call.recalled),
        left=remaining(examined.records, findings, treatments),
    )


def _facts(links: Sequence[Link], subjects: Sequence[Subject]) -> defaultdict[int, list[Place]]:
    """Piece -> places of what helps to tell the persons that terms are about."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    for number in {link.subject for link in links}:
        for each in subjects[number].evidence:
            found[each.place[0]].append(each.place)
    return found


def _with_facts(found: Sequence[Finding], facts: Sequence[Place]) -> list[Finding]:
    """The findings and, where none is, the facts; sorted and apart."""
    out = list(found)
    for _, start, end in sorted(set(facts)):
        if start < end and all(end <= each.start or each.end <= start for each in out):
            out.append(Finding(DETAIL, start, end, 1.0, "linking", "evidence"))
    return sorted(out, key=lambda each: each.start)
