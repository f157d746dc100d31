"""Probabilities of tags per unit into spans. An operating point is the least probability that makes a unit a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detectors.tagger.wordpiece import GAPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from detectors.tagger.wordpiece import Units

TAGS = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION", "B-ADDRESS", "I-ADDRESS", "B-ORG", "I-ORG")
LABELS = ("O", "PERSON", "LOCATION", "ADDRESS", "ORG")
PERSON = 1
_ENDS_WITH_LINE = np.array([True, True, False, True])
"""For each label after O, in order: whether the next line begins another."""
_LINE = GAPS.index("line")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of units with one label.

    Attributes:
        label: one of `LABELS` without O.
        start: offset in the text, characters.
        end: exclusive.
        score: mean probability of the label over the units.
    """

    label: str
    start: int
    end: int
    score: float


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax over the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    result: NDArray[np.float32] = shifted / shifted.sum(-1, keepdims=True)
    return result


def spans(text: str, units: Units, tags: NDArray[np.float32], least: float) -> list[Span]:
    """Spans of one text, sorted, never overlapping.

    Args:
        text: the text.
        units: its units.
        tags: (units, tags) probabilities.
        least: a unit is a person's when B and I together reach this; other labels need the largest share.
    """
    if not len(tags):
        return []
    by_label = np.concatenate([tags[:, :1], tags[:, 1::2] + tags[:, 2::2]], axis=1)
    best = by_label.argmax(1)
    person = by_label[:, PERSON] >= least
    best = np.where(person, PERSON, np.where(best == PERSON, 0, best))
    begins: NDArray[np.bool_] = tags[:, 1::2] > tags[:, 2::2]
    found = []
    begins |= _new_lines(units)[:, None] & _ENDS_WITH_LINE
    for first, last in _runs(best.tolist(), begins):
        label = int(best[first])
        trimmed = _trimmed(text, units, first, last)
        if trimmed is not None:
            low, high = trimmed
            score = float(by_label[low:high, label].mean())
            found.append(Span(LABELS[label], units.starts[low], units.ends[high - 1], score))
    return found


def _new_lines(units: Units) -> NDArray[np.bool_]:
    """Which units are the first of a line: only an address runs over lines."""
    return np.array([kind % len(GAPS) == _LINE for kind in units.kinds], dtype=np.bool_)


def _runs(best: Sequence[int], begins: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of one label: a unit that is likelier to begin than to go on begins another."""
    first = -1
    for index, label in enumerate(best):
        if first >= 0 and (label != best[first] or begins[index, label - 1]):
            yield first, index
            first = -1
        if label and first < 0:
            first = index
    if first >= 0:
        yield first, len(best)


def _trimmed(text: str, units: Units, first: int, last: int) -> tuple[int, int] | None:
    """Without marks at the edges, but with the full stop of an initial; nothing when no letter is left."""
    low, high = first, last
    while low < high and not text[units.starts[low]].isalnum():
        low += 1
    while high > low and not text[units.starts[high - 1]].isalnum() and not _closes_initial(text, units, low, high):
        high -= 1
    return (low, high) if low < high else None


def _closes_initial(text: str, units: Units, low: int, high: int) -> bool:
    at = units.starts[high - 1]
    if text[at : units.ends[high - 1]] != "." or high - 2 < low:
        return False
    before = text[units.starts[high - 2] : units.ends[high - 2]]
    return before.isalpha() and (len(before) == 1 or before in {"Jr", "Sr"}) and units.ends[high - 2] == at
