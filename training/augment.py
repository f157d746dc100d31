"""Noise over passages: casing, lost punctuation, broken lines. Offsets follow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from training.corpus import Passage

_DROPPED = frozenset('.,!?"')


def noisy(passage: Passage, rng: random.Random) -> Passage:
    """The passage as somebody else would have typed it; half of the time unchanged."""
    draw = rng.random()
    if draw < 0.18:
        return recased(passage, str.lower)
    if draw < 0.30:
        return recased(passage, str.upper)
    if draw < 0.34:
        return unpunctuated(recased(passage, str.lower))
    if draw < 0.38:
        return names_recased(passage, rng)
    return passage


def recased(passage: Passage, change: object) -> Passage:
    """In another case; characters whose length would change stay."""
    text = "".join(new if len(new := change(char)) == 1 else char for char in passage.text)  # type: ignore[operator]
    return replace(passage, text=text)


def names_recased(passage: Passage, rng: random.Random) -> Passage:
    """Only the spans in lower or upper case, or with one letter swapped: as hurried people type names."""
    text = list(passage.text)
    for start, end, _ in passage.spans:
        draw = rng.random()
        for index in range(start, end):
            char = text[index]
            new = char.lower() if draw < 0.5 else char.upper()
            text[index] = new if len(new) == 1 else char
        if draw > 0.8 and end - start > 5:
            middle = rng.randrange(start + 1, end - 2)
            if text[middle].isalpha() and text[middle + 1].isalpha():
                text[middle], text[middle + 1] = text[middle + 1], text[middle]
    return replace(passage, text="".join(text))


def unpunctuated(passage: Passage) -> Passage:
    """Without the marks that a voice transcript lacks."""
    kept = [index for index, char in enumerate(passage.text) if char not in _DROPPED]
    place = {old: new for new, old in enumerate(kept)}
    spans = []
    for start, end, label in passage.spans:
        inside = [place[index] for index in range(start, end) if index in place]
        if inside:
            spans.append((inside[0], inside[-1] + 1, label))
    return replace(passage, text="".join(passage.text[index] for index in kept), spans=tuple(spans))
