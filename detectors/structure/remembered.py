"""Answers about labels, kept from text to text: the same few hundred headers and keys stand in all of them.

Only the hash of a label is kept, with an answer that holds no words: what somebody wrote cannot be read back.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Label = TypeVar("Label", bound="Hashable")
Answer = TypeVar("Answer")

_MOST: Final = 8_192
_UNKNOWN: Final = object()


def remembered(ask: Callable[[Label], Answer]) -> Callable[[Label], Answer]:
    """A pure function that remembers its answers by `hash`, which is keyed per process: 64 bits, nothing to aim at.

    All are forgotten when there are `_MOST`: a text of nothing but new labels costs what it did before.
    """
    answers: dict[int, object] = {}

    @wraps(ask)
    def answer(label: Label) -> Answer:
        key = hash(label)
        known = answers.get(key, _UNKNOWN)
        if known is _UNKNOWN:
            if len(answers) >= _MOST:
                answers.clear()
            known = answers[key] = ask(label)
        return cast("Answer", known)

    return answer
