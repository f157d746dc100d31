"""Whether what calls itself signed or encrypted could be: such bytes look random, a text in disguise does not.

A wrong "no" costs a scan that finds nothing; a wrong "yes" would let a value through unread.
"""

from __future__ import annotations

import base64
import operator
import re
from typing import Final

_RUNS: Final = re.compile(r"[a-z]{14}|[A-Z]{14}|[0-9]{7}")
"""In 2,000 random letters of base64 one of these stands in one case of fifty."""
_READABLE: Final = re.compile(rb"[\t\n\r -~]{16}")
"""Of random bytes 38 % are readable; in 2,000 of them so many in a row stand in one case of 3,000."""
_HEX: Final = re.compile(r"[0-9A-Fa-f]{32,}")
_URL_SAFE: Final = str.maketrans("-_", "+/")
_KINDS: Final = str.maketrans(
    {
        **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "a"),
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A"),
        **dict.fromkeys("0123456789", "0"),
    }
)
_WINDOW: Final = 96
_MOST_ALIKE: Final = 0.55
"""Of neighbours in random base64 36 % are of one kind; among 96 more than 55 % in one case of 20,000."""


def looks_random(value: str) -> bool:
    """Whether base64 of at least 64 characters hides no text: neither spelled in its letters nor encoded by them."""
    return not (_RUNS.search(value) or _spelled(value) or _encoded(value))


def _spelled(value: str) -> bool:
    """CamelCase has neighbours of one kind."""
    kinds = value.translate(_KINDS)
    for start in range(0, max(1, len(kinds) - _WINDOW // 2), _WINDOW // 2):
        window = kinds[start : start + _WINDOW]
        if sum(map(operator.eq, window, window[1:])) > _MOST_ALIKE * (len(window) - 1):
            return True
    return False


def _encoded(value: str) -> bool:
    """Text under base64, wherever it begins, or under hexadecimal digits."""
    body = value.rstrip("=").translate(_URL_SAFE).replace("=", "A")
    for shift in range(4):
        part = body[shift:]
        if _READABLE.search(base64.b64decode(part[: len(part) // 4 * 4])):
            return True
    return any(
        _READABLE.search(bytes.fromhex(part[: len(part) // 2 * 2]))
        for found in _HEX.finditer(value)
        for part in (found[0], found[0][1:])
    )
