"""What a labelled identifier is: the words that announce it, and what its value looks like.

Bare digits say nothing (62.7 % of ten-digit strings pass as a telephone number); the word beside them does. So most
identifiers are `Labelled` entries: phrases, a value, an exact check. `label_scan` looks for all of them in one pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Accept

Reach: TypeAlias = Literal["wide", "near"]
"""How far the value may stand from its label. ``wide``: up to five small words and a name ("SSN for Ann Lee is ...").
``near``: punctuation and a word for "number"; for labels that prose uses often (case, plan, group)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One kind of identifier that its label makes known.

    Attributes:
        detector: name of the detector file (``identifiers.ssn``).
        entity: what it reports when `accept` is None, suffix included.
        labels: phrases (see `phrases`).
        value: re2 pattern of the value, no groups, no regard to case.
        accept: exact check, or None; gives the entity.
        score: confidence; between two labels for one value of equal length, the higher wins.
        reach: how far the value may stand from the label.
        before: whether the value may also stand before its label ("304981 is her student number").
        more: further entities that `accept` may give.
    """

    detector: str
    entity: str
    labels: tuple[str, ...]
    value: str
    accept: Accept | None = None
    score: float = 0.9
    reach: Reach = "wide"
    before: bool = True
    more: tuple[str, ...] = ()
