"""Linking: which terms are about which person, and what that makes of the text.

Pure: pieces, findings and marks in, `Records` out. Two steps, so that an unchanged message needs no second look:
`read` one message (`messages` puts its parts together), then `gather` what all of them say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.linking.gather import gather
from detectors.linking.identify import residual
from detectors.linking.message import Message, messages
from detectors.linking.nouns import Reading
from detectors.linking.reading import read
from detectors.linking.relabel import relabelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding, Piece, Records

__all__ = ["Message", "Reading", "gather", "link", "messages", "read", "relabelled", "residual"]


def link(
    pieces: Sequence[Piece],
    findings: Sequence[Sequence[Finding]],
    marks: Sequence[Sequence[Finding]],
    *,
    year: int = 0,
) -> Records:
    """What the findings and marks of a conversation add up to.

    Args:
        pieces: all texts of the call, in order.
        findings: the protected values of each piece, sorted, never overlapping.
        marks: the terms of each piece, in any order.
        year: the current one, to tell an age from a date of birth; 0 leaves dates of birth without an age.
    """
    return gather([(message, read(message, year)) for message in messages(pieces, findings, marks)])
