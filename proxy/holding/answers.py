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


def answers_to(segments: Sequence[Segment], records: Records, covered: frozenset[int]) -> frozenset[int]:
    """Numbers of the answers in a history that tell nothing more than the released texts before them.

    An answer repeats what it was asked about; were it held for that, no chat could go on after its release. Each term
    in it must be of a kind that a released text told of the same person, or else be of nobody who could be told; each
    signal of a kind that was released. What it adds to who somebody is counts as new (`_told_before`). That it is an
    answer is the client's word, as all of a history is.
    """
    if not covered:
        return frozenset()
    after = min(covered)
    answers = frozenset(
        number
        for number, segment in enumerate(segments)
        if number > after and segment.role == ANSWER and number not in covered
    )
    known = {(link.tag, link.subject) for link in records.links if link.place[0] in covered}
    kinds = {tag for tag, _ in known}
    signals = {signal.tag for signal in records.signals if signal.place[0] in covered}
    more = {
        link.place[0]
        for link in records.links
        if (link.tag, link.subject) not in known
        and not (link.tag in kinds and records.subjects[link.subject].identifiability in VAGUE)
    }
    return answers - more - {signal.place[0] for signal in records.signals if signal.tag not in signals}
