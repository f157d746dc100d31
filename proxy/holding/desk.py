"""Step 6's third way: a call that must wait for a person, and one that a person has already released.

Only calls whose decision is to hold come here. What was released for this caller and tool is looked up, what it covers
is lifted, and what is left is held: under the ticket it has already, or under a new one. The call itself ends at once
with `HeldForReview`; nobody waits on a connection for a reviewer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import Conflict, NotFound
from proxy.exchange import Action
from proxy.holding.error import denied, ended, held
from proxy.holding.hearing import Hearing
from proxy.holding.known import Known, counting, older, presented, relayed_under
from proxy.holding.passage import Passage, passage_under, releases_of
from proxy.holding.responsible import answered, check_accountable
from proxy.holding.view import RESPONSIBLE_HEADER, opening
from proxy.review.digests import Digester
from proxy.review.states import State, first_sent
from proxy.review.told import of_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from proxy.errors import HeldForReview
    from proxy.exchange import Caller, Decision, Tool
    from proxy.holding.marking import Marking
    from proxy.holding.released import Presented
    from proxy.holding.view import Case
    from proxy.review.answers import AnswerStore
    from proxy.review.states import Hold, Terms
    from proxy.review.store import HoldStore

TICKET_HEADER: Final = "x-chaperone-ticket"


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
        digester = Digester.of(self.keys[0], case.caller, case.tool)
        shown = presented(case.call, examined, digester)
        known, named = await self._known(case, shown)
        denials = (each.hold for each in known if each.hold.state is State.DENIED)
        refused = next((hold for hold in denials if hold.content == shown.content), None)
        if refused is not None:  # whoever answers for it, whatever a release remembers of it: the stricter word counts
            raise denied(case.call, case.examined, refused)
        if examined.decision.action is not Action.HOLD:
            return Passage(case.call, examined, responsible=person)
        releases = await releases_of(self.holds, known, digester)
        relayed = await relayed_under(self.holds, case, releases, self.keys, self.clock())
        passage = await passage_under(case, shown, releases, digester, person=person, relayed=relayed)
        if passage.examined.decision.action is not Action.HOLD:
            for ticket in passage.tickets:  # no release is acted upon before the log has it
                await self.holds.settle(ticket)
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

    def hearing(self, passage: Passage, caller: Caller, tool: Tool) -> Hearing | None:
        """Who listens to the answer, so that it is known when the chat sends it again; None for a call never held."""
        if not passage.releases:
            return None
        return Hearing(self.holds, Digester.of(self.keys[0], caller, tool), passage.tickets, self.clock)

    async def notices(self, caller: Caller, decision: Decision, request_id: str) -> Mapping[str, str]:
        """Headers of an answer that a person must acknowledge. Raises as `Marking.headers`."""
        return await self.marking.headers(self.answers, caller, decision, request_id, self.clock())

    # ------------------------------------------------------------------ known

    async def _known(self, case: Case, shown: Presented) -> tuple[list[Known], Hold | None]:
        """What counts for the call, and the hold that its ticket names; made under whichever key, told in today's.

        Raises:
            NotFound: the ticket is not the caller's.
        """
        words = older(case, shown, self.keys[1:])
        named = await self._named(case)
        known = await counting(self.holds, case, shown, words, self.clock())
        return known, None if named is None else Known.of(named, words).hold

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
        digester = Digester.of(self.keys[0], case.caller, case.tool)
        hold, contents = opening(case, shown, self.terms, digester, ticket=ticket, now=now)
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
