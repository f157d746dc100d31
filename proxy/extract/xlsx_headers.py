"""Headers and footers of printed sheets without their codes, which stand right before the letters they format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.extract.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

PRINTED: Final = words("oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter")
"""Elements of sheets and of charts (ECMA-376 part 1, 18.3.1.46)."""
_AMPERSAND: Final = "\x00"
"""Stands for a doubled one meanwhile; may not stand in XML."""
_SECTION: Final = re.compile(r"&[LCR]")
_MOST_DIGITS: Final = 3
_CODE: Final = r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{{6}}|\d\d[+-]\d{{3}})|[A-Za-z]|\d{{1,{}}})'
_CODES: Final = tuple(re.compile(_CODE.format(digits)) for digits in range(1, _MOST_DIGITS + 1))
"""Nothing says where the size of the letters ends and a number begins: each way to read it is one view."""


def printed(text: str) -> Iterator[str]:
    """A header's text as it may come out on paper, a line for each of its sections."""
    lines = _SECTION.sub("\n", text.replace("&&", _AMPERSAND))
    yield from dict.fromkeys(code.sub("", lines).replace(_AMPERSAND, "&").strip() for code in _CODES)
