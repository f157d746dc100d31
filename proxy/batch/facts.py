"""What the audit record says of an upload: the findings, reasons and people of all its records, put together.

Pure, and gathered record by record, so that no second copy of all texts is held.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proxy import call_facts
from proxy.audit.subjects import index
from proxy.examine import MAX_PLACES, places_of
from proxy.exchange import Action

if TYPE_CHECKING:
    from detectors.finding import Finding
    from proxy.audit.subjects import SubjectKeys
    from proxy.examine import Examined
    from proxy.exchange import Decision, Json, ParsedCall, Treatment


@dataclass(slots=True)
class Gathered:
    """Facts of the records so far. Prints no value."""

    findings: list[tuple[Finding, ...]] = field(default_factory=list, repr=False)
    treatments: list[tuple[Treatment, ...]] = field(default_factory=list, repr=False)
    decision: Decision | None = None
    segments: int = 0
    scanned_chars: int = 0
    new_chars: int = 0
    places: list[str] = field(default_factory=list)
    content: dict[str, Json] = field(default_factory=dict)
    values: dict[tuple[str, str, str], None] = field(default_factory=dict, repr=False)
    """Entity, value, treatment of whatever the log's index of people knows."""

    def add(self, number: int, call: ParsedCall, examined: Examined) -> None:
        """One more record."""
        self.segments += len(call.segments)
        self.scanned_chars += sum(len(segment.text) for segment in call.segments)
        self.new_chars += examined.new_chars
        rows = zip(call.segments, examined.findings, examined.decision.treatments, strict=True)
        for segment, found, treated in rows:
            if found:
                self.findings.append(tuple(found))
                self.treatments.append(treated)
            for finding, treatment in zip(found, treated, strict=True):
                if finding.base in call_facts.INDEXED:
                    value = segment.text[finding.start : finding.end]
                    self.values[finding.entity, value, treatment.name.lower()] = None
        self.decision = examined.decision if self.decision is None else _both(self.decision, examined.decision)
        if len(self.places) < MAX_PLACES:
            here = [f"[{number}].{place}" for place in places_of(call, examined)]
            self.places = [*self.places, *here][:MAX_PLACES]
        one = call_facts.of_content(call, examined.findings, examined.decision, examined.left, None)
        self.content = _merged(self.content, one)

    def whole(self) -> Decision | None:
        """The verdict on all of them, with the treatments of `findings`; None where nothing was examined."""
        return None if self.decision is None else replace(self.decision, treatments=tuple(self.treatments))

    @property
    def allowed(self) -> bool:
        """Whether the policy stops none of them."""
        return self.decision is None or self.decision.action is Action.FORWARD

    def detail(self, keys: SubjectKeys | None) -> dict[str, Json]:
        """For `CallRecord.gathered`."""
        people = {} if keys is None else index(self.values, keys).detail()
        sizes = {"segments": self.segments, "scanned_chars": self.scanned_chars}
        return {**sizes, **self.content, **people}


def _both(one: Decision, other: Decision) -> Decision:
    """The stricter of two verdicts, with the reasons of both; treatments are kept elsewhere."""
    reasons = {(reason.rule, reason.action): reason for reason in (*one.reasons, *other.reasons)}
    in_order = sorted(reasons.values(), key=lambda reason: reason.rule)
    in_order.sort(key=lambda reason: (reason.action, reason.severity.value), reverse=True)  # stable
    return replace(
        one,
        action=max(one.action, other.action),
        reasons=tuple(in_order),
        severity=max(one.severity, other.severity),
        tags=tuple(sorted({*one.tags, *other.tags})),
        relaxed=tuple(dict.fromkeys((*one.relaxed, *other.relaxed))),
        shadow=tuple({reason.rule: reason for reason in (*one.shadow, *other.shadow)}.values()),
    )


def _merged(one: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    if not one:
        return other
    return {
        "turn": max(one["turn"], other["turn"]),
        "regimes": sorted({*one["regimes"], *other["regimes"]}),
        "wa_breach_pi": one["wa_breach_pi"] or other["wa_breach_pi"],
        "under13": one["under13"] or other["under13"],
        "residual": max(one["residual"], other["residual"], key=call_facts.SURELY.index),
        "residual_score": max(one["residual_score"], other["residual_score"]),
    }
