"""Files that stand inside the text of a mail: base64 that no header announces rightly, uuencode, yEnc."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from proxy.extract import parsing, plain
from proxy.extract.sniff import Kind, sniff
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering

_BLOCK: Final = re.compile(r"(?m)^[A-Za-z0-9+/]{2,}={0,2}[ \t]*\r?$(?:\n[A-Za-z0-9+/]+={0,2}[ \t]*\r?$)*")
_SHORTEST: Final = 12
"""Characters of base64: eight bytes."""
_OLD: Final = re.compile(r"(?m)^(?:begin(?:-base64)? [0-7]{3,4} \S|=ybegin )")
"""How a file begins in uuencode (POSIX) and in yEnc."""


def read(text: str, into: Gathering) -> None:
    """Read what a mail program, or a person with one more click, would make a file of.

    Raises:
        Unreadable: a bound was passed.
    """
    if _OLD.search(text):
        into.miss(Unread.BINARY)
    for match in _BLOCK.finditer(text):
        digits = "".join(match[0].split())
        if len(digits) < _SHORTEST:
            continue
        try:
            data = base64.b64decode(digits + "=" * (-len(digits) % 4))
        except binascii.Error:
            continue  # a word or two of a text
        if plain.decoded(data) is not None or sniff(data) is not Kind.UNKNOWN:
            parsing.read_embedded(data, into)
