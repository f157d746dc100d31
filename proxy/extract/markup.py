"""HTML, and markup that is not well-formed, to text: what is shown, and all that is not, such as attributes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from proxy.extract.unread import Unread
from proxy.extract.words import words

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering
    from proxy.extract.seen import SeenLines

_INLINE: Final = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark o nobr q ruby s samp small",
    "span strike strong sub sup time tspan tt u var wbr",
)
_CELLS: Final = frozenset({"td", "th"})
_RAW: Final = frozenset({"script", "style", "template", "noscript", "title", "textarea"})
_KNOWN_TAG: Final = re.compile(r"[a-z][a-z0-9]{0,15}(?::[a-z][a-z0-9]{0,15})?")
_QUIET: Final = words(
    "style class width height border cellpadding cellspacing align valign bgcolor color face size colspan rowspan",
    "dir lang xml:lang type rel method charset http-equiv target",
)
_DIGITS: Final = re.compile(r"\d{4}|@")
_END_TAG_REST: Final = re.compile(r"</[A-Za-z][^\s>]*[\s/]([^>]*[^\s>/])[^>]*>")
_INLINED: Final = re.compile(r"data:[^,\s\"'<>]{0,200};\s*base64\s*,", re.IGNORECASE)
"""A picture or another file in an address (RFC 2397)."""
_BLANK_LINES: Final = re.compile(r"\n\s*\n+")


class _Reader(HTMLParser):
    """Collects what is shown line by line, and what is not in a list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.aside: dict[str, None] = {}
        self._raw = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RAW:
            self._raw += 1
        self._breaks(tag)
        if not _KNOWN_TAG.fullmatch(tag):
            self.aside[tag] = None
        for name, value in attrs:
            if value and not (name in _QUIET and not _DIGITS.search(value)):
                self.aside[f"{name}: {value}"] = None
            if not _KNOWN_TAG.fullmatch(name.replace("-", "")):
                self.aside[name] = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _RAW:
            self._raw -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _RAW:
            self._raw = max(0, self._raw - 1)
        if not _KNOWN_TAG.fullmatch(tag):
            self.aside[tag] = None
        self._breaks(tag)

    def handle_data(self, data: str) -> None:
        (self.hidden if self._raw else self.shown).append(data)

    def handle_comment(self, data: str) -> None:
        self.aside[data] = None

    def handle_decl(self, decl: str) -> None:
        self.aside[decl] = None

    def handle_pi(self, data: str) -> None:
        self.aside[data] = None

    def unknown_decl(self, data: str) -> None:
        self.aside[data] = None

    def _breaks(self, tag: str) -> None:
        if tag not in _INLINE:
            (self.hidden if self._raw else self.shown).append("\t" if tag in _CELLS else "\n")


def read(text: str, into: Gathering | SeenLines, place: str = "text") -> None:
    """Add what the markup shows, and what it does not show; nothing of it is passed over but names of styles."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.hidden.append(reader.rawdata)  # a script without its end
    if _INLINED.search(text):
        into.miss(Unread.BINARY)
    for match in _END_TAG_REST.finditer(text):
        reader.aside[match[1]] = None
    into.add(_joined(reader.shown), place)
    into.add(_joined(reader.hidden), f"{place}, not shown")
    into.add("\n".join(reader.aside), f"{place}, not shown")


def _joined(pieces: list[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "".join(pieces)).strip()
