"""What a reviewer's release does to a call that is held: which rows it lifts, and what it sends in place of a text.

Pure. A release remembers texts by digest. A row is lifted when nothing that speaks for it stands outside those texts:
the call is weighed again without what they hold, and a row that is still to be held stays held. So a history that a
chat resends is not held again, while every new word is decided afresh. The history holds answers too, which no reviewer
saw: one that this guard relayed, behind released texts, and that tells nothing more than they do goes with them
(`answers_to`). Blocks are never touched here: only a decision to hold comes this far.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detectors.linking import residual
from proxy.call_facts import SURELY
from proxy.examine import treated_places
from proxy.exchange import Action, Relaxed
from proxy.holding.answers import answers_to
from proxy.policy.relax import under_exception
from proxy.review.states import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from detectors.finding import Finding, Records, Subject
    from proxy.examine import Examined
    from proxy.exchange import Decision, Reason, Segment
    from proxy.review.states import Hold


@dataclass(frozen=True, slots=True)
class Release:
    """A release that counts now.

    Attributes:
        ticket: of the hold.
        content: digest of the call that was held.
        rules: rows that it lifts.
        texts: digests of the texts that it covers.
        mode: how it was released.
        responsible: who answers for the decision that the AI is asked about (row 22).
        edits: digest of an original text -> what a reviewer put in its place.
    """

    ticket: str
    content: str
    rules: frozenset[str]
    texts: frozenset[str]
    mode: Mode
    responsible: str = ""
    edits: Mapping[str, str] = field(default_factory=dict, repr=False)


def release_of(hold: Hold, edits: Mapping[str, str], also: Iterable[str] = ()) -> Release:
    """The release that a released hold amounts to; `also` are digests of texts that it covers beside its own."""
    return Release(
        hold.ticket,
        hold.content,
        frozenset(hold.rules),
        frozenset((*hold.segments, *also)),
        hold.mode or Mode.AS_IS,
        hold.responsible,
        edits,
    )


@dataclass(frozen=True, slots=True)
class Presented:
    """A call as it is compared with releases.

    Attributes:
        segments: its texts.
        examined: what is known of it.
        digests: of the texts, in order.
        content: digest of the whole.
        relayed: numbers of the texts that went out through this guard as answers, under a release that counts.
    """

    segments: Sequence[Segment]
    examined: Examined = field(repr=False)
    digests: Sequence[str]
    content: str
    relayed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Lifted:
    """A decision after the releases had their say.

    Attributes:
        decision: with the rows that were lifted, each naming its ticket.
        used: the releases that lifted something.
    """

    decision: Decision
    used: tuple[Release, ...] = ()


# --------------------------------------------------------------------------- which texts matter


def held_pieces(examined: Examined) -> frozenset[int]:
    """Numbers of the texts in which something is held: terms about persons, what tells who they are, signals.

    Where no term and no signal speaks, what was found speaks by itself.
    """
    records = examined.records
    subjects = [records.subjects[link.subject] for link in records.links]
    places = [
        *(link.place for link in records.links),
        *(signal.place for signal in records.signals),
        *(each.place for subject in subjects for each in subject.evidence),
    ]
    if not places:
        return frozenset(number for number, found in enumerate(examined.findings) if found)
    return frozenset(place[0] for place in places)


def remembered_pieces(segments: Sequence[Segment], examined: Examined) -> frozenset[int]:
    """Numbers of the texts that a release remembers: all that hold anything, and the other parts of their messages."""
    records = examined.records
    mentions = (place[0] for subject in records.subjects for place in subject.mentions)
    found = {number for number, each in enumerate(examined.findings) if each}
    telling = held_pieces(examined) | found | set(mentions)
    scopes = {segments[number].scope for number in telling} - {""}
    return frozenset(telling | {number for number, segment in enumerate(segments) if segment.scope in scopes})


# --------------------------------------------------------------------------- lifting


def lift(call: Presented, releases: Sequence[Release]) -> Lifted:
    """The decision with every row lifted that the releases (those that count for this caller and tool) cover."""
    decision = call.examined.decision
    eased: list[Reason] = []
    relaxed: list[Relaxed] = []
    used: dict[str, Release] = {}
    for reason in decision.reasons:
        by = _lifting(reason, call, releases) if reason.action is Action.HOLD else ()
        if not by:
            eased.append(reason)
            continue
        eased.append(under_exception(reason, Action.FORWARD))
        relaxed.append(Relaxed(reason.rule, by[0].ticket, Action.HOLD, Action.FORWARD))
        used |= {each.ticket: each for each in by}
    return Lifted(with_reasons(decision, eased, relaxed), tuple(used.values()))


def with_reasons(decision: Decision, reasons: Iterable[Reason], relaxed: Iterable[Relaxed]) -> Decision:
    """The decision with other reasons, strictest first, and what was relaxed beside what was already."""
    ranked = tuple(sorted(reasons, key=lambda each: (-each.action, -int(each.severity.value[1:]), each.rule)))
    return replace(
        decision,
        reasons=ranked,
        action=max(reason.action for reason in ranked),
        relaxed=(*decision.relaxed, *relaxed),
    )


def _lifting(reason: Reason, call: Presented, releases: Sequence[Release]) -> tuple[Release, ...]:
    """The releases that lift this row, or none."""
    able = [each for each in releases if reason.rule in each.rules]
    same = tuple(each for each in able if each.content == call.content)
    if same:
        return same[:1]
    covering = [each for each in able if not each.texts.isdisjoint(call.digests)]
    covered = covered_by(call, covering)
    weigh = call.examined.weigh
    if not covered or weigh is None:
        return ()
    findings, records = _without(call, covered)
    rest = weigh(findings, records=records)
    held = {each.rule for each in rest.reasons if each.action > Action.FORWARD}
    return () if reason.rule in held else tuple(covering)


def covered_by(call: Presented, releases: Sequence[Release]) -> frozenset[int]:
    """Numbers of the texts that one of the releases remembers."""
    return frozenset(
        number for number, digest in enumerate(call.digests) if any(digest in each.texts for each in releases)
    )


def _without(call: Presented, covered: frozenset[int]) -> tuple[list[Sequence[Finding]], Records]:
    """Findings and records of what was not released."""
    examined, records = call.examined, call.examined.records
    findings = [() if number in covered else found for number, found in enumerate(examined.findings)]
    lifted = covered | answers_to(call.segments, records, covered, call.relayed)
    whole = lifted - _torn(call.segments, lifted)
    told = _told_before(examined, covered)
    links = tuple(link for link in records.links if not (link.place[0] in lifted and link.subject in told))
    signals = tuple(signal for signal in records.signals if signal.place[0] not in whole)
    anything = links or signals or any(findings)
    tags = records.tags if anything else frozenset[str]()
    return findings, replace(records, links=links, signals=signals, tags=tags)


def _torn(segments: Sequence[Segment], covered: frozenset[int]) -> frozenset[int]:
    """Texts of messages of which some other part is new: what a message signals, its parts say together."""
    new = {segment.scope for number, segment in enumerate(segments) if number not in covered} - {""}
    return frozenset(number for number in covered if segments[number].scope in new)


def _told_before(examined: Examined, covered: frozenset[int]) -> frozenset[int]:
    """Numbers of the subjects of whom the rest of the call tells no more than the released texts did.

    A released term about "the student" is held again when a new message says who that is.
    """
    records = examined.records
    treated = treated_places(examined.findings, examined.decision.treatments)
    elsewhere = [
        each.place for subject in records.subjects for each in subject.evidence if each.place[0] not in covered
    ]
    known, known_after = residual(records, elsewhere), residual(records, [*treated, *elsewhere])
    after = examined.left
    return frozenset(
        number
        for number, subject in enumerate(records.subjects)
        if _no_surer(subject, known[number]) and _no_surer(after[number], known_after[number])
    )


def _no_surer(now: Subject, before: Subject) -> bool:
    return SURELY.index(now.identifiability) <= SURELY.index(before.identifiability)
