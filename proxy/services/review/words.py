"""What a reviewer says, turned into a proposal: how exactly a call is released, so that a second person can agree."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest, Conflict, NotFound
from proxy.holding.responsible import DECISION_ROW, check_accountable
from proxy.holding.view import VIEW, with_values
from proxy.review.reading import proposed
from proxy.review.rows import stamp
from proxy.review.states import Mode
from proxy.review.told import of_review, waited_s

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from proxy.review.states import Hold, Vote
    from proxy.review.store import HoldStore
    from proxy.review.told import Owed

LONGEST_EDIT: Final = 1_000_000
GONE: Final = "The content of this call was purged after its time; the caller can send it again."


@dataclass(frozen=True, slots=True)
class Edit:
    """A text in place of another one; `segment` is its number in the view."""

    segment: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer says about a held call.

    Attributes:
        decision: ``release`` or ``deny``.
        reason: why; it passes the detectors before it is stored.
        mode: ``as_is``, ``redacted`` or ``edited``, for a release.
        edits: the texts, for an edited release.
        agree: proposal of another reviewer that this one agrees with, in place of `mode` and `edits`.
        responsible: id of who answers for the decision, where row 22 asks.
    """

    decision: str
    reason: str = field(repr=False)
    mode: str = ""
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    agree: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a call is released, and the digest by which another reviewer agrees to exactly that."""

    mode: Mode | None
    digest: str
    responsible: str = ""
    edits: Mapping[str, str] = field(default_factory=dict, repr=False)


DENIAL: Final = Proposal(None, "deny")


@dataclass(frozen=True, slots=True)
class Proposals:
    """Makes proposals of words.

    Attributes:
        holds: the queue.
        accountable: who may answer for decisions, and for which departments.
    """

    holds: HoldStore
    accountable: Mapping[str, tuple[str, ...]]

    async def of(self, hold: Hold, word: Word) -> Proposal:
        """The proposal.

        Raises:
            BadRequest: the word is not complete; `param` names what is missing.
            Conflict: nobody proposes what it agrees with.
            NotFound: the content that it edits was purged.
        """
        if word.decision not in {"release", "deny"}:
            raise BadRequest("Say what you decide: `decision` is release or deny.", param="decision")
        if word.decision == "deny":
            return DENIAL
        if word.agree:
            return await self._agreed(hold, word.agree)
        responsible = self._responsible(hold, word.responsible)
        try:
            mode = Mode(word.mode)
        except ValueError:
            raise BadRequest(f"Say how it is released: `mode` is one of {', '.join(Mode)}.", param="mode") from None
        edits = await self._edits(hold, word.edits) if mode is Mode.EDITED else {}
        digest = hashlib.sha256(json.dumps([mode, responsible, sorted(edits.items())]).encode()).hexdigest()[:32]
        return Proposal(mode, digest, responsible, edits)

    async def _agreed(self, hold: Hold, agree: str) -> Proposal:
        votes = [vote for vote, _, _ in await self.holds.votes(hold.ticket)]
        found = next((vote for vote in votes if vote.release and vote.proposal == agree), None)
        if found is None:
            raise Conflict("Nobody proposes that now. Look at the call again.", details={"ticket": hold.ticket})
        edits: dict[str, str] = {}
        if found.mode is Mode.EDITED:
            kept = await self.holds.content(hold, proposed(agree))
            if kept is None:
                raise NotFound(GONE)
            edits = json.loads(kept)
        return Proposal(found.mode, agree, found.responsible, edits)

    def _responsible(self, hold: Hold, named: str) -> str:
        if DECISION_ROW not in hold.rules:
            return ""
        if not named:
            raise BadRequest(
                "This asks the AI about a decision on a person: name who answers for it in `responsible`.",
                param="responsible",
            )
        check_accountable(self.accountable, named, hold.unit, "responsible")
        return named

    async def _edits(self, hold: Hold, edits: Sequence[Edit]) -> dict[str, str]:
        """Digest of the original text -> the new one, with the caller's own values behind its placeholders."""
        kept = await self.holds.content(hold, VIEW)
        if kept is None:
            raise NotFound(GONE)
        view = json.loads(kept)
        digests = {each["segment"]: each["digest"] for each in view["segments"]}
        if not edits or any(each.segment not in digests or len(each.text) > LONGEST_EDIT for each in edits):
            raise BadRequest(
                "An edited release needs `edits`: a list of `segment`, its number in the view, and `text`.",
                param="edits",
            )
        return {digests[each.segment]: with_values(each.text, view["tokens"]) for each in edits}


def owed(before: Hold, after: Hold, vote: Vote, proposal: Proposal, told: Mapping[str, Any]) -> list[Owed]:
    """What the audit is owed for a vote, and for the decision that it makes.

    Args:
        before: the hold as it was.
        after: as it is now.
        vote: the vote.
        proposal: what it is for.
        told: ``reason``, ``votes`` (how many agree) and ``now``.
    """
    now: datetime = told["now"]
    facts: dict[str, Any] = {
        "decision": "release" if vote.release else "deny",
        "mode": None if vote.mode is None else vote.mode.value,
        "edits": len(proposal.edits) or None,
        "responsible": vote.responsible,
        "votes": told["votes"],
        "people": before.people,
    }
    by = vote.reviewer.id
    events = [of_review(before, "voted", reviewer=by, reason=told["reason"], **facts)]
    if after.state is not before.state:
        until = None if after.ends_at is None else stamp(after.ends_at)
        waited = waited_s(before, now)
        events.append(of_review(after, after.state.value, reviewer=by, until=until, waited_s=waited, **facts))
    return events
