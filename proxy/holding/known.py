"""What the queue knows of a call: the holds that count for it, found by digests under whichever key they were made.

A secret may be rotated while calls wait. Holds are looked up under the keys that were in use before as well, and told
in today's digests.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proxy.holding.answers import ANSWER
from proxy.holding.released import Presented, held_pieces
from proxy.review.digests import Digester

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from proxy.examine import Examined
    from proxy.exchange import ParsedCall, Segment
    from proxy.holding.released import Release
    from proxy.holding.view import Case
    from proxy.review.states import Hold
    from proxy.review.store import HoldStore


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
class Relayed:
    """The answers that releases remember, under whichever key, and the texts that were denied.

    Attributes:
        digesters: for this caller and tool, of the key in use and of those before.
        answers: digests of answers.
        denied: digests of what a caller said and a reviewer has denied, under any of the keys.
    """

    digesters: tuple[Digester, ...] = ()
    answers: frozenset[str] = field(default=frozenset(), repr=False)
    denied: frozenset[str] = field(default=frozenset(), repr=False)

    def among(self, segments: Sequence[Segment]) -> frozenset[int]:
        """Numbers of the texts that are such an answer, and were not denied since."""
        return frozenset(number for number, each in enumerate(segments) if each.role == ANSWER and self._has(each.text))

    def _has(self, text: str) -> bool:
        return any(each.answer(text) in self.answers for each in self.digesters) and not any(
            each.said(text) in self.denied for each in self.digesters
        )


NOTHING_RELAYED = Relayed()


def presented(
    call: ParsedCall, examined: Examined, digester: Digester, relayed: Relayed = NOTHING_RELAYED
) -> Presented:
    """The call as it is compared with what was held before."""
    digests = [digester.text(segment.text) for segment in call.segments]
    content = digester.content(call.segments, {digests[number] for number in held_pieces(examined)})
    return Presented(call.segments, examined, digests, content, relayed.among(call.segments))


async def relayed_under(
    holds: HoldStore, case: Case, releases: Sequence[Release], keys: Sequence[bytes], now: datetime
) -> Relayed:
    """What releases remember of the answers in a call. Raises StateUnavailable."""
    answers = [each.text for each in case.call.segments if each.role == ANSWER]
    if not releases or not answers:
        return NOTHING_RELAYED
    digesters = tuple(Digester.of(key, case.caller, case.tool) for key in keys)
    asked = {each.answer(text) for each in digesters for text in answers}
    said = {each.said(text) for each in digesters for text in answers}
    found = await holds.remembered({each.ticket for each in releases}, asked)
    return Relayed(digesters, found, await holds.denied(case.caller, case.tool, said, now))


def older(case: Case, shown: Presented, keys: Sequence[bytes]) -> dict[str, str]:
    """Digest under a key that was in use before -> the digest now, for the call and each of its texts."""
    words: dict[str, str] = {}
    for key in keys:
        old = presented(case.call, shown.examined, Digester.of(key, case.caller, case.tool))
        words |= dict(zip(old.digests, shown.digests, strict=True))
        words[old.content] = shown.content
    return words


async def counting(
    holds: HoldStore, case: Case, shown: Presented, words: Mapping[str, str], now: datetime
) -> list[Known]:
    """The holds of this caller and tool that count for the call.

    Args:
        holds: the queue.
        case: the call.
        shown: its digests under the key in use.
        words: as `older` gives them.
        now: current time.

    Raises:
        StateUnavailable: the queue does not answer.
    """
    found = await holds.counting(
        case.caller.tenant,
        case.caller.id,
        case.tool.provider,
        case.tool.model,
        contents={shown.content} | {old for old, today in words.items() if today == shown.content},
        texts={*shown.digests, *words},
        now=now,
    )
    return [Known.of(hold, words) for hold in found]
