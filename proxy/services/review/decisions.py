"""What reviewers do with held calls: look, reveal, decide. Every look and every word is recorded before it counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest, Forbidden, NotFound
from proxy.holding.view import CALL, VIEW, read_call
from proxy.review.digests import Digester
from proxy.review.pages import place
from proxy.review.reading import EDITS, proposed
from proxy.review.rows import stamp
from proxy.review.states import Mode, Reviewer, State, Vote, check_open, check_reviewer, end
from proxy.review.told import of_review
from proxy.services.review.shown import originals, shown_vote, summary
from proxy.services.review.words import DENIAL, GONE, Proposals, owed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from proxy.exchange import Caller
    from proxy.review.states import Hold, Terms
    from proxy.review.store import HoldStore
    from proxy.review.told import Owed
    from proxy.services.review.words import Word
    from proxy.services.written import Written

MOST_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Reviews:
    """The queue, for its reviewers.

    Attributes:
        holds: the queue itself.
        terms: the operator's.
        accountable: who may answer for decisions, and for which departments.
        key: behind the digests of content.
        clock: current time.
    """

    holds: HoldStore
    terms: Terms
    accountable: Mapping[str, tuple[str, ...]]
    key: bytes = field(repr=False)
    clock: Callable[[], datetime]

    async def queue(
        self, who: Caller, wanted: Iterable[str] = ("pending",), *, limit: int = 100, after: str = ""
    ) -> dict[str, Any]:
        """A page of held calls in these states, without any content.

        Args:
            who: the reviewer.
            wanted: states.
            limit: calls on a page.
            after: what ``next`` of the page before said; empty for the first.

        Returns:
            ``holds``, and ``next``: where the next page begins; None for the last.

        Raises:
            BadRequest: no such state, or no such place.
        """
        try:
            states = [State(each) for each in wanted]
        except ValueError:
            raise BadRequest(f"`state` may be {', '.join(State)}.", param="state") from None
        now = self.clock()
        found, end = await self.holds.queue(
            who.tenant, states, now=now, limit=min(limit, MOST_SHOWN), after=place(after)
        )
        people = await self.holds.people({who.id, who.person, *(name for hold in found for name in _behind(hold))})
        holds = [{**summary(hold, now), "yours": _person(who).same_person(*_behind(hold), people)} for hold in found]
        return {"holds": holds, "next": None if end is None else str(end)}

    async def view(self, who: Caller, ticket: str) -> dict[str, Any]:
        """One held call as it would leave; recorded as viewed.

        Raises:
            NotFound: no such ticket in this tenant.
        """
        hold = await self._told(who, ticket, lambda hold: of_review(hold, "viewed", reviewer=who.id))
        kept = await self.holds.content(hold, VIEW)
        votes = await self.holds.votes(ticket)
        segments = [] if kept is None else json.loads(kept)["segments"]
        shown = [{name: value for name, value in each.items() if name != "digest"} for each in segments]
        return {
            **summary(hold, self.clock()),
            "segments": shown,
            "purged": kept is None,
            "votes": [await self._shown_vote(hold, *each) for each in votes],
        }

    async def reveal(self, who: Caller, ticket: str, reason: object, *, written: Written) -> dict[str, Any]:
        """The original texts; recorded, with the reason, before they are shown.

        Raises:
            BadRequest: no reason.
            Forbidden: one's own call.
            Conflict: it no longer waits.
            NotFound: no such ticket, or its content was purged.
        """
        why = await written.reason(reason)
        hold = await self.holds.get(who.tenant, ticket, self.clock())
        await self._check(hold, who)
        check_open(hold, self.clock())
        kept = await self.holds.content(hold, CALL)
        if kept is None:
            raise NotFound(GONE)
        await self._told(who, ticket, lambda hold: of_review(hold, "revealed", reviewer=who.id, reason=why))
        return {"ticket": ticket, "segments": originals(read_call(kept))}

    async def decide(self, who: Caller, ticket: str, word: Word, *, written: Written) -> dict[str, Any]:
        """Release or deny, or add one's voice to a release that needs two.

        Raises:
            BadRequest: the word is not complete; `param` names what is missing.
            Forbidden: one's own call.
            Conflict: it no longer waits, or somebody else was faster.
            NotFound: no such ticket.
        """
        why = await written.reason(word.reason)
        hold = await self.holds.get(who.tenant, ticket, self.clock())
        await self._check(hold, who)
        proposal = await Proposals(self.holds, self.accountable).of(hold, word)
        release = proposal is not DENIAL
        vote = Vote(_person(who), release, proposal.mode, proposal.digest, proposal.responsible)
        now = self.clock()
        digester = Digester(self.key, hold.tenant, hold.caller, hold.provider, hold.model)
        after, agreeing = await self.holds.vote(
            who.tenant,
            ticket,
            vote,
            why,
            edits=json.dumps(proposal.edits).encode() if proposal.edits else None,
            segments=[digester.text(text) for text in proposal.edits.values()],
            terms=self.terms,
            now=now,
            owed=lambda before, after, votes: owed(
                before, after, vote, proposal, {"reason": why, "votes": votes, "now": now}
            ),
        )
        return {**summary(after, now), "votes": agreeing, "proposal": proposal.digest if release else None}

    async def end(self, who: Caller, ticket: str, reason: object, *, written: Written) -> dict[str, Any]:
        """End a release that was wrong; every replica asks the queue, so it counts nowhere from now on.

        It only tightens, so whoever released it, or whose call it was, may do it too.

        Raises:
            BadRequest: no reason.
            Conflict: no release of it counts now.
            NotFound: no such ticket.
        """
        why = await written.reason(reason)
        now = self.clock()
        after = await self.holds.change(
            who.tenant,
            ticket,
            lambda hold: end(hold, now),
            lambda _before, after: [of_review(after, "ended", reviewer=who.id, reason=why)],
        )
        return {"ticket": ticket, "state": after.state.value, "ended_at": stamp(now)}

    # ------------------------------------------------------------------ inside

    async def _check(self, hold: Hold, who: Caller) -> None:
        """Nobody reviews their own; who tries is recorded. Raises Forbidden."""
        people = await self.holds.people({who.id, who.person, hold.caller, hold.owner})
        try:
            check_reviewer(hold, _person(who), people)
        except Forbidden:
            await self._told(
                who, hold.ticket, lambda hold: of_review(hold, "refused", reviewer=who.id, cause="own_call")
            )
            raise

    async def _told(self, who: Caller, ticket: str, event: Callable[[Hold], Owed]) -> Hold:
        """Record something about a hold that does not change it."""
        return await self.holds.change(who.tenant, ticket, lambda hold: hold, lambda _before, after: [event(after)])

    async def _shown_vote(self, hold: Hold, vote: Vote, reason: str, at: str) -> dict[str, Any]:
        if vote.mode is not Mode.EDITED:
            return shown_vote(vote, reason, at, edits=None, view=None)
        kind = EDITS if hold.state is State.RELEASED else proposed(vote.proposal)
        edits, view = await self.holds.content(hold, kind), await self.holds.content(hold, VIEW)
        if edits is None or view is None:
            return shown_vote(vote, reason, at, edits=None, view=None)
        return shown_vote(vote, reason, at, edits=json.loads(edits), view=json.loads(view))


def _behind(hold: Hold) -> tuple[str, str]:
    return hold.caller, hold.owner


def _person(who: Caller) -> Reviewer:
    return Reviewer(who.id, who.owner)
