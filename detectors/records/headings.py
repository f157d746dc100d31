"""Section headings of a whole document about one child: an IEP, an evaluation, a restraint report.

Three distinct headings make a full document (decision table, row 6); each is marked once. A heading stands at the start
of its line and ends it, or ends in a colon or full stop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.finding import TERM, Finding
from detectors.records import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(
    r"^[ \t>#*|\d.)\u2022-]{0,12}([A-Za-z][^:\n.|\t*]{2,60})(?P<end>\**[:.|\t]|\**[ \t]*$)", re.MULTILINE
)
_SPACES = re.compile(r"[\s*_]+")
_SCORE = 0.85
_TITLE = "title"


def _headings() -> dict[str, tuple[str, ...]]:
    """Kinds of document of every heading, by its lower-case words."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lexicon.lines("headings"):
        kind, _, names = line.partition(":")
        for name in names.split("|"):
            key = name.strip()
            found[key] = (*found.get(key, ()), kind)
    return found


_HEADINGS = _headings()


class _HeadingDetector:
    """See the file's docstring."""

    name = "records.headings"
    version = lexicon.VERSION
    needs = ("",)
    entities = tuple(sorted({f"{TERM}FULLDOC.{kind}" for kinds in _HEADINGS.values() for kind in kinds}))

    def find(self, text: str) -> Iterator[Finding]:
        """One mark for each distinct heading and kind of document, where it first stands."""
        seen: set[tuple[str, str]] = set()
        for match in _LINE.finditer(text):
            name = _SPACES.sub(" ", match.group(1)).strip().lower()
            for kind in _HEADINGS.get(name, ()):
                if (name, kind) not in seen and _is_heading(match):
                    seen.add((name, kind))
                    start, end = match.span(1)
                    yield Finding(f"{TERM}FULLDOC.{kind}", start, end, _SCORE, self.name, "heading")


def _is_heading(match: re.Match[str]) -> bool:
    """A full stop ends a heading only when it is written in capitals ("PRESENT LEVELS. The child reads ...")."""
    return match.group("end")[-1:] != "." or match.group(1).isupper()


DETECTOR = _HeadingDetector()
