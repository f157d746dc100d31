"""A text as memory asks about it first: could this value stand here at all? Never a no that should be a yes.

One pass over the text and a look-up per value, where looking for every value would search the text for each.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from detectors.known_identifiers import UNWRITTEN
from detectors.known_names import WORD, lower

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_DIGIT = re.compile(r"[^0-9]+")


def spelled(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a name in lower case, and all of them in one, without numbers."""
    words = tuple(WORD.findall(lower(name)))
    return words, "".join(word for word in words if not word.isdigit())


class WhatIsThere:
    """The words, the digits and the letters of one text, each read when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.lowered = lower(text)

    def __repr__(self) -> str:
        return f"WhatIsThere(<{len(self._text)} chars>)"

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the text, in lower case."""
        return frozenset(WORD.findall(self.lowered))

    def of(self, text: str) -> bool:
        """Whether this is what is there in `text`."""
        return text is self._text

    @cached_property
    def _digits(self) -> str:
        return _NO_DIGIT.sub("", self._text)

    @cached_property
    def _bare(self) -> str:
        return self.lowered.translate(UNWRITTEN)

    def may_name(self, words: Sequence[str], fused: str) -> bool:
        """Whether a word of the name stands here, or all of them in one: a name as `spelled` gives it."""
        return not self.words.isdisjoint(words) or fused in self.words

    def may_identify(self, surface: str) -> bool:
        """Whether the identifier stands here, in any way of writing it that memory follows."""
        lowered = surface.lower().strip()
        if lowered in self.lowered or lowered.translate(UNWRITTEN) in self._bare:
            return True
        digits = _NO_DIGIT.sub("", surface)
        # A number is followed with and without its country code, so its last digits decide.
        return bool(digits) and digits[1:] in self._digits
