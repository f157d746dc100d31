"""Terms in Chinese, which is written without spaces: phrases are looked for as they stand, in both scripts.

The words of the other languages are found by `terms`. A text of ASCII letters alone is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import TERM, Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.records import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCORE = 0.9


def _phrases() -> dict[str, str]:
    """The family of every phrase."""
    return {phrase: tag for line in lexicon.lines("chinese") for tag, *found in [line.split()] for phrase in found}


_PHRASES = _phrases()
_PATTERN = compile_pattern("|".join(sorted(_PHRASES, key=lambda phrase: (-len(phrase), phrase))))


class _UnspacedDetector:
    """See the file's docstring."""

    name = "records.unspaced"
    version = lexicon.VERSION
    needs = ("",)
    entities = tuple(sorted({TERM + tag for tag in _PHRASES.values()}))

    def find(self, text: str) -> Iterator[Finding]:
        """Marks in a folded text, by position."""
        if text.isascii():
            return
        for match in _PATTERN.finditer(text):
            yield Finding(TERM + _PHRASES[match.group()], *match.span(), _SCORE, self.name, "term")


DETECTOR = _UnspacedDetector()
