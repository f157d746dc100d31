"""Text in characters that show nothing: tag characters, and bytes in variation selectors.

A language model reads them, a person does not. Tag characters (U+E0020 to U+E007E) mirror ASCII; the 256 variation
selectors can stand for the 256 bytes. Both are dropped by folding, so they are looked for in the text before it.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.decoding.printable import as_text
from detectors.decoding.rewriting import Change
from detectors.normalize import fold

_SHORTEST: Final = 4
"""Characters. Emoji take one selector each, and flags of regions five or six tags, which say nothing."""
_TAGS = re.compile(f"[\U000e0020-\U000e007e]{{{_SHORTEST},}}")
_SELECTORS = re.compile(f"[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{{_SHORTEST},}}")
_TAG_BASE: Final = 0xE0000
_LOW_BASE: Final = 0xFE00
_HIGH_BASE: Final = 0xE0100 - 16


def hidden(text: str) -> list[Change]:
    """Runs of invisible characters that hold text, in order; the text is not folded."""
    if text.isascii():
        return []
    changes = [Change(*tags.span(), _untagged(tags.group()), "block") for tags in _TAGS.finditer(text)]
    for run in _SELECTORS.finditer(text):
        plain = as_text(bytes(map(_byte, run.group())))
        if plain is not None:
            changes.append(Change(*run.span(), fold(plain).text, "block"))
    return sorted(changes, key=lambda change: change.start)


def _untagged(tags: str) -> str:
    return "".join(chr(ord(char) - _TAG_BASE) for char in tags)


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - (_HIGH_BASE if code >= _HIGH_BASE else _LOW_BASE)
