"""What the queue knows of a call: the holds that count for it, found by digests under whichever key they were made.

A secret may be rotated while calls wait. Holds are looked up under the keys that were in use before as well, and told
in today's digests.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proxy.holding.released import Presented, held_pieces
from proxy.review.digests import Digester

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from proxy.examine import Examined
    from proxy.exchange import ParsedCall
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


def presented(call: ParsedCall, examined: Examined, digester: Digester) -> Presented:
    """The call as it is compared with what was held before."""
    digests = [digester.text(segment.text) for segment in call.segments]
    content = digester.content(call.segments, {digests[number] for number in held_pieces(examined)})
    return Presented(call.segments, examined, digests, content)


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
