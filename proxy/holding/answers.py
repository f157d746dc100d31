"""Answers in the history that a chat sends again: which of them go with the texts that a reviewer released (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Records
    from proxy.exchange import Segment

ANSWER: Final = "assistant"
"""Role of the texts that an AI wrote, whatever an API calls it (`proxy.exchange.Segment`)."""
VAGUE: Final = frozenset({"none", "watch"})
"""How surely somebody can be told, where nobody can."""


_ANSWERED: Final = frozenset({"content", "text"})
"""The last step to what an AI wrote, in every API."""
_TOLD_IT: Final = frozenset({"results", "outputs", "output"})
"""Steps to what a tool told an AI, which the Responses API keeps beside its answers."""


def answers_to(
    segments: Sequence[Segment], records: Records, covered: frozenset[int], relayed: frozenset[int]
) -> frozenset[int]:
    """Numbers of the answers in a history that tell nothing more than the released texts before them.

    An answer repeats what it was asked about; were it held for that, no chat could go on after its release. Each term
    in it must be of a kind that a released text before it told of the same person, or else be of nobody who could be
    told. What signals anything (a decision, a privileged memo) names nobody, so it never goes with anything, nor does
    what no later message answers. What an answer adds to who somebody is counts as new (`_told_before`). That it is an
    answer is not the client's word: the guard itself has `relayed` it (`holding.hearing`).
    """
    signalling = {signal.place[0] for signal in records.signals}
    asked = max((number for number, segment in enumerate(segments) if segment.role in {"user", "tool"}), default=-1)
    return frozenset(
        number
        for number, segment in enumerate(segments[:asked] if asked > 0 else ())
        if number in relayed
        and number not in covered
        and number not in signalling
        and _is_answer(segment)
        and _tells_nothing_more(number, records, frozenset(each for each in covered if each < number))
    )


def _is_answer(segment: Segment) -> bool:
    path = segment.path
    return segment.role == ANSWER and path[-1:] != () and path[-1] in _ANSWERED and _TOLD_IT.isdisjoint(path)


def _tells_nothing_more(number: int, records: Records, before: frozenset[int]) -> bool:
    known = {(link.tag, link.subject) for link in records.links if link.place[0] in before}
    kinds = {tag for tag, _ in known}
    return bool(before) and all(
        (link.tag, link.subject) in known
        or (link.tag in kinds and records.subjects[link.subject].identifiability in VAGUE)
        for link in records.links
        if link.place[0] == number
    )
