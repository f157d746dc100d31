"""A call that may go on, and how releases make a held one such a call."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proxy.attachments.editing import reread
from proxy.holding.known import presented
from proxy.holding.redacting import redacted
from proxy.holding.released import covered_by, lift, release_of
from proxy.holding.responsible import answered
from proxy.review.reading import EDITS
from proxy.review.states import Mode, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.examine import Examined
    from proxy.exchange import ParsedCall, Path
    from proxy.holding.known import Known, Relayed
    from proxy.holding.released import Presented, Release
    from proxy.holding.view import Case
    from proxy.review.digests import Digester
    from proxy.review.store import HoldStore


@dataclass(frozen=True, slots=True)
class Passage:
    """A call on its way to step 6's verdict, with what it owes to releases and to the person who answers for it."""

    call: ParsedCall
    examined: Examined = field(repr=False)
    content: str = ""
    releases: tuple[Release, ...] = ()
    responsible: str = ""

    @property
    def tickets(self) -> tuple[str, ...]:
        """Of the releases."""
        return tuple(each.ticket for each in self.releases)


async def releases_of(holds: HoldStore, known: Sequence[Known], digester: Digester) -> list[Release]:
    """The releases among what is known, with the texts that reviewers wrote. Raises StateUnavailable."""
    return [release for each in known if (release := await _release(holds, each, digester)) is not None]


async def _release(holds: HoldStore, known: Known, digester: Digester) -> Release | None:
    hold = known.hold
    if hold.state is not State.RELEASED:
        return None
    if hold.mode is not Mode.EDITED:
        return release_of(hold, {})
    kept = await holds.content(hold, EDITS)
    if kept is None:
        return None
    edits = {known.now(digest): text for digest, text in json.loads(kept).items()}
    return release_of(hold, edits, also=map(digester.text, edits.values()))


async def passage_under(
    case: Case, shown: Presented, releases: Sequence[Release], digester: Digester, *, person: str, relayed: Relayed
) -> Passage:
    """The call with what reviewers wrote into it and with every row lifted that the releases cover.

    It may go on if its decision is to forward. An edited call is examined anew, for its new words were not released.

    Args:
        case: the call.
        shown: the call as it came, compared.
        releases: those that count for it.
        digester: makes the digests of a changed call.
        person: who answers for it; empty where nobody was named.
        relayed: the answers that the releases remember.
    """
    call, shown_now = case.call, replace(shown, relayed=relayed.among(shown.segments))
    changed = _changed(shown, releases)
    if changed:
        call = await reread(case.arrival.codec, case.call, changed, case.opened)
        examined = answered(await case.again(call), person)
        shown_now = replace(presented(call, examined, digester, relayed), content=shown.content)
    lifted = lift(shown_now, releases)
    edits = [each for each in releases if not each.edits.keys().isdisjoint(shown.digests)]
    used = tuple({each.ticket: each for each in (*lifted.used, *edits)}.values())
    examined = replace(shown_now.examined, decision=lifted.decision)
    hidden = _hidden(shown_now, lifted.used)
    if hidden:
        examined = redacted(call, examined, hidden, key=case.key)
    named = person or next((each.responsible for each in used if each.responsible), "")
    return Passage(call, examined, shown.content, used, named)


def _hidden(call: Presented, used: Sequence[Release]) -> frozenset[int]:
    """Texts that leave redacted: what such a release remembers, and all of the very call that was released so.

    A release remembers some thousands of texts (`view.MOST_TEXTS`); its reviewer meant every one of the call.
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
