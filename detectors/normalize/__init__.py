"""Folding: the same text as a pattern should see it, and the way back to the caller's offsets.

What folds: digits of every script, circled, raised and boxed ones to ASCII digits; dash variants to ``-``, odd spaces
to a space, curly quotes to straight ones; compatibility letters (full-width, ligatures, enclosed) to plain ones;
foreign letters that look Latin inside a Latin word (`look_alikes`). Zero-width characters, control characters, soft
hyphens, bidirectional controls, tag characters, variation selectors and combining marks drop out. Case stays (the
patterns fold it) and so do accents written as one character (names are spelled with them).

Plain ASCII text is its own view. Folding twice changes nothing more. Undoing encodings is the business of
`detectors.decoding`.
"""

from __future__ import annotations

from detectors.normalize.folding import fold
from detectors.normalize.view import View

__all__ = ["View", "fold"]
