"""Passages into arrays: word pieces, kinds, and for each unit the set of labels that would not be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detectors.tagger.wordpiece import CLS, GAPS, SEP, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.tagger.wordpiece import WordPiece
    from training.corpus import Passage

TAGS = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION", "B-ADDRESS", "I-ADDRESS", "B-ORG", "I-ORG")
NUMBER = {tag: number for number, tag in enumerate(TAGS)}
WINDOW = 128
EDGE_KIND = 6 * len(GAPS)


@dataclass(frozen=True, slots=True)
class Window:
    """One example.

    Attributes:
        ids: piece ids with the two edge marks.
        kinds: shape and gap of each piece.
        allowed: bit mask of tags per piece; 0 where no loss is taken (later pieces, edges).
    """

    ids: np.ndarray
    kinds: np.ndarray
    allowed: np.ndarray


def windows(passage: Passage, tokenizer: WordPiece) -> Iterator[Window]:
    """The passage in windows of at most `WINDOW` pieces."""
    units = tokenizer.units(passage.text)
    masks = _masks(passage, units.starts, units.ends)
    ids: list[int] = []
    kinds: list[int] = []
    allowed: list[int] = []
    for pieces, kind, mask in zip(units.pieces, units.kinds, masks, strict=True):
        if len(ids) + len(pieces) > WINDOW - 2:
            yield _window(ids, kinds, allowed)
            ids, kinds, allowed = [], [], []
        ids += pieces
        kinds += [kind, *[inside(kind)] * (len(pieces) - 1)]
        allowed += [mask, *[0] * (len(pieces) - 1)]
    if ids:
        yield _window(ids, kinds, allowed)


def _window(ids: list[int], kinds: list[int], allowed: list[int]) -> Window:
    return Window(
        np.array([CLS, *ids, SEP], dtype=np.int32),
        np.array([EDGE_KIND, *kinds, EDGE_KIND], dtype=np.int16),
        np.array([0, *allowed, 0], dtype=np.int16),
    )


def _masks(passage: Passage, starts: list[int], ends: list[int]) -> list[int]:
    """Outside a span, any label that this text does not mark may still be right."""
    outside = 1
    for label in {"PERSON", "LOCATION", "ADDRESS", "ORG"} - passage.annotated:
        outside |= 1 << NUMBER[f"B-{label}"] | 1 << NUMBER[f"I-{label}"]
    masks = [outside] * len(starts)
    spans = iter(passage.spans)
    span = next(spans, None)
    fresh = True
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        while span is not None and start >= span[1]:
            span, fresh = next(spans, None), True
        if span is not None and end > span[0] and start < span[1]:
            masks[index] = 1 << NUMBER[("B-" if fresh else "I-") + span[2]]
            fresh = False
    return masks
