"""A growing JSON document as a person reads it: escapes undone, with the way back to the raw spelling.

Reading and cutting work on the view; what leaves is the raw spelling of every character that was not replaced, so that
a document in which nothing is found leaves byte for byte. The document may be broken: what is not understood stands
for itself.
"""

from __future__ import annotations

import json
import re
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN: Final = re.compile(r"[^\"\\]+")
_PARTIAL: Final = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt]))")
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_STRUCTURAL: Final = frozenset(",:{}[]")
_UNREADABLE: Final = "\ufffd"


class JsonView:
    """The part of a document that has not left yet.

    Attributes:
        text: the view.
        raws: raw spelling of each character of the view.
        inside: whether each character is the content of a string (its quotes are not).
        cuts: ends of structural characters outside strings, ascending, as offsets in the view.
    """

    def __init__(self) -> None:
        self.text = ""
        self.raws: list[str] = []
        self.inside = bytearray()
        self.cuts: deque[int] = deque()
        self._in_string = False
        self._partial = ""

    def __repr__(self) -> str:
        return f"JsonView(<{len(self.text)} chars>)"

    def add(self, text: str) -> None:
        """Append what came; an escape that is not complete waits."""
        text = self._partial + text
        self._partial = ""
        self._read(text)

    def end(self) -> None:
        """Nothing more comes: an escape that was cut off stands for itself."""
        rest, self._partial = self._partial, ""
        if rest:
            self._append(list(rest), list(rest))

    def drop(self, count: int) -> None:
        """Forget the first `count` characters: they have left."""
        self.text = self.text[count:]
        del self.raws[:count]
        del self.inside[:count]
        self.cuts = deque(cut - count for cut in self.cuts if cut > count)

    def _read(self, text: str) -> None:
        position = 0
        while position < len(text):
            plain = _PLAIN.match(text, position)
            if plain:
                self._plain(plain[0])
                position = plain.end()
            elif text[position] == '"':
                self._append(['"'], ['"'], content=False)
                self._in_string = not self._in_string
                position += 1
            elif self._in_string and _PARTIAL.match(text, position):
                self._partial = text[position:]
                return
            else:
                position = self._escape(text, position)

    def _escape(self, text: str, position: int) -> int:
        escape = _ESCAPE.match(text, position) if self._in_string else None
        if escape is None:
            self._append(["\\"], ["\\"])
            return position + 1
        if escape[1]:
            code = int(escape[1], 16)
            char = _UNREADABLE if 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004  halves of a pair
        else:
            char = _SHORT.get(escape[2], escape[2])
        self._append([char], [escape[0]])
        return escape.end()

    def _plain(self, run: str) -> None:
        if not self._in_string:
            at = len(self.text)
            self.cuts += [at + place + 1 for place, char in enumerate(run) if char in _STRUCTURAL]
        self._append(run, run)

    def _append(self, chars: Iterable[str], raws: Iterable[str], *, content: bool = True) -> None:
        added = "".join(chars)
        self.text += added
        self.raws += raws
        self.inside += bytes([self._in_string and content]) * len(added)


def escaped(value: str) -> str:
    """A value as the inner part of a JSON string."""
    return json.dumps(value, ensure_ascii=False)[1:-1]
