"""A text as memory asks about it first: could this value stand here at all? Never a no that should be a yes.

One pass over the text and a look-up per value, where looking for every value would search the text for each.
"""

from __future__ import annotations

import re
from functools import cached_property

from detectors.known_identifiers import UNWRITTEN
from detectors.known_names import WORD, lower

_NO_DIGIT = re.compile(r"[^0-9]+")


class WhatIsThere:
    """The words, the digits and the letters of one text, each read when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lowered = lower(text)

    def __repr__(self) -> str:
        return f"WhatIsThere(<{len(self._text)} chars>)"

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(WORD.findall(self._lowered))

    @cached_property
    def _digits(self) -> str:
        return _NO_DIGIT.sub("", self._text)

    @cached_property
    def _bare(self) -> str:
        return self._lowered.translate(UNWRITTEN)

    def may_name(self, surface: str) -> bool:
        """Whether a word of the name stands here, or all of them in one."""
        words = WORD.findall(lower(surface))
        return not self._words.isdisjoint(words) or "".join(word for word in words if not word.isdigit()) in self._words

    def may_identify(self, surface: str) -> bool:
        """Whether the identifier stands here, in any way of writing it that memory follows."""
        lowered = surface.lower().strip()
        if lowered in self._lowered or lowered.translate(UNWRITTEN) in self._bare:
            return True
        digits = _NO_DIGIT.sub("", surface)
        # A number is followed with and without its country code, so its last digits decide.
        return bool(digits) and digits[1:] in self._digits
