"""What of a text the judge of requests reads: its beginning and its end, as word pieces.

People ask first or last; between stands what they paste. Training cuts alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.tagger.wordpiece import CLS, SEP

if TYPE_CHECKING:
    from detectors.tagger.wordpiece import WordPiece

HEAD: Final = 62
"""Pieces of the beginning of a longer text."""
TAIL: Final = 96
"""Pieces of its end."""
_CHARS: Final = 1_200
"""Characters at either end that surely hold that many pieces of prose; the rest of a long text is not even split."""


def reach(text: str) -> str:
    """What is looked at of a text: all of it, or its two ends on lines of their own."""
    return text if len(text) <= 2 * _CHARS else f"{text[:_CHARS]}\n{text[-_CHARS:]}"


def pieces(wordpiece: WordPiece, text: str) -> list[int]:
    """Ids of at most `HEAD` + `TAIL` pieces between the two edge marks."""
    ids = [piece for unit in wordpiece.units(reach(text)).pieces for piece in unit]
    if len(ids) > HEAD + TAIL:
        ids = ids[:HEAD] + ids[-TAIL:]
    return [CLS, *ids, SEP]
