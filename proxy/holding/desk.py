"""Step 7's third way: a call that must wait for a person, and one that a person has already released.

Only calls whose decision is to hold come here. What was released for this caller and tool is looked up, what it covers
is lifted, and what is left is held: under the ticket it has already, or under a new one. The call itself ends at once
with `HeldForReview`; nobody waits on a connection for a reviewer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from proxy.attachments.editing import reread
from proxy.errors import Conflict, NotFound
from proxy.exchange import Action, Severity
from proxy.holding.error import denied, ended, held
from proxy.holding.redacting import redacted
from proxy.holding.released import Presented, covered_by, held_pieces, lift, release_of
from proxy.holding.responsible import answered, check_accountable
from proxy.holding.view import RESPONSIBLE_HEADER, opening
from proxy.review.digests import Digester
from proxy.review.reading import EDITS
from proxy.review.states import Mode, State, first_sent
from proxy.review.told import of_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from proxy.errors import HeldForReview
    from proxy.examine import Examined
    from proxy.exchange import Caller, Decision, ParsedCall, Path
    from proxy.holding.released import Release
    from proxy.holding.view import Case
    from proxy.review.answers import AnswerStore
    from proxy.review.states import Hold, Terms
    from proxy.review.store import HoldStore

TICKET_HEADER: Final = "x-chaperone-ticket"


@dataclass(frozen=True, slots=True)
class Passage:
    """A call that may go on to step 7's verdict, thanks to a release or to the person who answers for it."""

    call: ParsedCall
    examined: Examined = field(repr=False)
    content: str = ""
    releases: tuple[Release, ...] = ()
    responsible: str = ""

    @property
    def tickets(self) -> tuple[str, ...]:
        """Of the releases."""
        return tuple(each.ticket for each in self.releases)


@dataclass(frozen=True, slots=True)
class Known:
    """A hold that counts, its digests told under the key in use.

    Attributes:
        words: digest under an older key -> the same text's under the one in use.
    """

    hold: Hold
    words: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, hold: Hold, words: Mapping[str, str]) -> Known:
        """The hold, whichever key it was made under."""
        segments = tuple(words.get(each, each) for each in hold.segments)
        return cls(replace(hold, content=words.get(hold.content, hold.content), segments=segments), words)

    def now(self, digest: str) -> str:
        """A digest under the key in use; one that says nothing of this call is left as it is."""
        return self.words.get(digest, digest)


@dataclass(frozen=True, slots=True)
class Marking:
    """Which answers have to be acknowledged, and whether that shows.

    Attributes:
        marks: whether answers say that they wait; else they are only counted.
        least: severity from which an answer is flagged.
    """

    marks: bool = False
    least: Severity = Severity.S3

    def flags(self, decision: Decision) -> bool:
        """Whether a person must acknowledge the answer to such a call."""
        return decision.severity >= self.least or bool(decision.relaxed)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where held calls are taken in and released ones let through.

    Attributes:
        holds: the queue.
        answers: reviews of answers.
        terms: the operator's.
        marking: which answers have to be acknowledged.
        accountable: id of a person who may answer for decisions -> departments that they answer for; none: all.
        keys: behind the digests of content: the one in use, then those of secrets that were in use before.
        clock: current time.
        new_id: makes ids.
        queue: whether calls are held here; else a call that would be is refused.
    """

    holds: HoldStore
    answers: AnswerStore
    terms: Terms
    marking: Marking
    accountable: Mapping[str, tuple[str, ...]]
    keys: Sequence[bytes] = field(repr=False)
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    queue: bool = True

    async def admit(self, case: Case) -> Passage:
        """Let a released call through, or hold it. Without a queue the decision is left as it is.

        Raises:
            HeldForReview: it waits, under the ticket in the error's details.
            Blocked: a reviewer has denied this content.
            BadRequest | NotFound: a header names a person or a ticket that is not known.
            StateUnavailable | AuditUnavailable: the queue cannot be used; nothing may be forwarded.
        """
        person = self._responsible(case)
        examined = answered(case.examined, person)
        if not self.queue:
            return Passage(case.call, examined, responsible=person)
        shown = _presented(case.call, examined, self._digester(case))
        known, named = await self._known(case, shown)
        denials = (each.hold for each in known if each.hold.state is State.DENIED)
        refused = next((hold for hold in denials if hold.content == shown.content), None)
        if refused is not None:  # whoever answers for it, whatever a release remembers of it: the stricter word counts
            raise denied(case.call, case.examined, refused)
        if examined.decision.action is not Action.HOLD:
            return Passage(case.call, examined, responsible=person)
        passage = await self._released(case, shown, known, person)
        if passage.examined.decision.action is not Action.HOLD:
            await self._settled(passage)
            return passage
        raise await self._held(case, shown, known, named)

    async def sent(self, passage: Passage, request_id: str, caller: Caller) -> None:
        """The intent of a released call is durable: note the first time that the held content itself goes out.

        Raises:
            Blocked: a release has ended while the call was recorded.
            StateUnavailable | AuditUnavailable: the queue cannot be used; nothing may be forwarded.
        """
        now = self.clock()
        for release in passage.releases:
            standing = await self.holds.get(caller.tenant, release.ticket, now)
            if standing.state is not State.RELEASED:
                raise ended(release.ticket)
            if release.content == passage.content:
                await self._note_sent(release.ticket, request_id, caller)

    async def _note_sent(self, ticket: str, request_id: str, caller: Caller) -> None:
        now = self.clock()
        try:
            await self.holds.change(
                caller.tenant,
                ticket,
                lambda hold: first_sent(hold, now),
                lambda before, after: (
                    [] if before == after else [of_hold(after, "sent", caller=caller.id, request_id=request_id)]
                ),
            )
        except Conflict as error:
            raise ended(ticket) from error

    async def notices(self, caller: Caller, decision: Decision, request_id: str) -> Mapping[str, str]:
        """Headers of an answer that a person must acknowledge (docs/headers.md).

        Raises:
            StateUnavailable: it cannot be noted, where answers are marked.
        """
        if not self.marking.flags(decision):
            return {}
        if not self.marking.marks:
            self.answers.note(request_id, caller, self.clock())
            return {}
        waiting = await self.answers.await_review(request_id, caller, self.clock())
        return {
            "x-ai-review": "required; unacknowledged",
            "x-ai-review-ack": f"/v1/review-acks/{request_id}",
            "x-ai-review-open": str(waiting),
        }

    # ------------------------------------------------------------------ known

    def _digester(self, case: Case) -> Digester:
        return Digester.of(self.keys[0], case.caller, case.tool)

    async def _known(self, case: Case, shown: Presented) -> tuple[list[Known], Hold | None]:
        """What counts for the call, and the hold that its ticket names; made under whichever key, told in today's.

        Raises:
            NotFound: the ticket is not the caller's.
        """
        words = _older(case, shown, self.keys[1:])
        named = await self._named(case)
        found = await self.holds.counting(
            case.caller.tenant,
            case.caller.id,
            case.tool.provider,
            case.tool.model,
            contents={shown.content} | {old for old, now in words.items() if now == shown.content},
            texts={*shown.digests, *words},
            now=self.clock(),
        )
        told = [Known.of(hold, words) for hold in found]
        return told, None if named is None else Known.of(named, words).hold

    # ------------------------------------------------------------------ released

    async def _released(self, case: Case, shown: Presented, known: Sequence[Known], person: str) -> Passage:
        digester = self._digester(case)
        releases = [release for hold in known if (release := await self._release(hold, digester)) is not None]
        call, shown_now = case.call, shown
        changed = _changed(shown, releases)
        if changed:
            call = await reread(case.arrival.codec, case.call, changed, case.opened)
            examined = answered(await case.again(call), person)
            shown_now = replace(_presented(call, examined, digester), content=shown.content)
        lifted = lift(shown_now, releases)
        edits = [each for each in releases if not each.edits.keys().isdisjoint(shown.digests)]
        used = tuple({each.ticket: each for each in (*lifted.used, *edits)}.values())
        examined = replace(shown_now.examined, decision=lifted.decision)
        hidden = _hidden(shown_now, lifted.used)
        if hidden:
            examined = redacted(call, examined, hidden, key=case.key)
        named = person or next((each.responsible for each in used if each.responsible), "")
        return Passage(call, examined, shown.content, used, named)

    async def _release(self, known: Known, digester: Digester) -> Release | None:
        hold = known.hold
        if hold.state is not State.RELEASED:
            return None
        if hold.mode is not Mode.EDITED:
            return release_of(hold, {})
        kept = await self.holds.content(hold, EDITS)
        if kept is None:
            return None
        edits = {known.now(digest): text for digest, text in json.loads(kept).items()}
        return release_of(hold, edits, also=map(digester.text, edits.values()))

    async def _settled(self, passage: Passage) -> None:
        """No release is acted upon before the log has it."""
        for ticket in passage.tickets:
            await self.holds.settle(ticket)

    # ------------------------------------------------------------------ held

    async def _held(self, case: Case, shown: Presented, known: Sequence[Known], named: Hold | None) -> HeldForReview:
        waiting = (
            each.hold for each in known if each.hold.state is State.PENDING and each.hold.content == shown.content
        )
        standing = next(waiting, None) or await self._open(case, shown)
        other = named is not None and named.content != shown.content
        return held(case.call, case.examined, standing, other_content=other)

    async def _open(self, case: Case, shown: Presented) -> Hold:
        now, ticket = self.clock(), "hold_" + self.new_id().replace("-", "")
        hold, contents = opening(case, shown, self.terms, ticket=ticket, now=now)
        return await self.holds.open(hold, contents, most_open=self.terms.most_open, now=now)

    # ------------------------------------------------------------------ headers

    def _responsible(self, case: Case) -> str:
        """The accountable person that the caller names, checked against the list. Raises BadRequest."""
        named = case.arrival.headers.get(RESPONSIBLE_HEADER, "").strip()
        if named:
            check_accountable(self.accountable, named, case.caller.unit, RESPONSIBLE_HEADER)
        return named

    async def _named(self, case: Case) -> Hold | None:
        """The hold whose ticket the caller sent along. Raises NotFound: it is not theirs."""
        ticket = case.arrival.headers.get(TICKET_HEADER, "").strip()
        if not ticket:
            return None
        hold = await self.holds.get(case.caller.tenant, ticket, self.clock())
        if hold.caller != case.caller.id:
            raise NotFound("There is no held call with this ticket.")
        return hold


def _presented(call: ParsedCall, examined: Examined, digester: Digester) -> Presented:
    digests = [digester.text(segment.text) for segment in call.segments]
    content = digester.content(call.segments, {digests[number] for number in held_pieces(examined)})
    return Presented(call.segments, examined, digests, content)


def _older(case: Case, shown: Presented, keys: Sequence[bytes]) -> dict[str, str]:
    """Digest under a key that was in use before -> the digest now, for the call and each of its texts."""
    words: dict[str, str] = {}
    for key in keys:
        old = _presented(case.call, shown.examined, Digester.of(key, case.caller, case.tool))
        words |= dict(zip(old.digests, shown.digests, strict=True))
        words[old.content] = shown.content
    return words


def _hidden(call: Presented, used: Sequence[Release]) -> frozenset[int]:
    """Texts that leave redacted: what such a release remembers, and all of the very call that was released so.

    A release remembers some thousands of texts (`held_view.MOST_TEXTS`); its reviewer meant every one of the call.
    """
    hiding = [each for each in used if each.mode is Mode.REDACTED]
    if any(each.content == call.content for each in hiding):
        return frozenset(range(len(call.segments)))
    return covered_by(call, hiding)


def _changed(shown: Presented, releases: Sequence[Release]) -> dict[Path, str]:
    """The texts that reviewers put in place of others, by their places."""
    edits = {digest: text for release in releases for digest, text in release.edits.items()}
    return {
        segment.path: edits[digest]
        for segment, digest in zip(shown.segments, shown.digests, strict=True)
        if digest in edits
    }
