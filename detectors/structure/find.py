"""All regions of a text, in order: one pass per kind, each skipped when its marks are not there."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from detectors.structure.json_objects import json_regions
from detectors.structure.mail import mail_regions
from detectors.structure.markup import markup_regions
from detectors.structure.pairs import pair_regions
from detectors.structure.region import Layout, Region
from detectors.structure.sql import sql_regions
from detectors.structure.tables import table_regions

if TYPE_CHECKING:
    from detectors.structure.lines import Span

_ROWS = re.compile(r"[\t|;,]|\S {2,}+\S")
_HEADERS = re.compile(r"(?i)\b(?:from|sent|to|subject|de|para|asunto|wrote|escribi\u00f3):")


_READERS = (
    (json_regions, re.compile(r"\{")),
    (markup_regions, re.compile(r"</[A-Za-z]|/>")),
    (sql_regions, re.compile(r"\b(?i:into)\s")),
)
_KEPT = 4
"""A text, its folded view with a label in front, and what was decoded from it are asked about in turn."""
_latest: tuple[tuple[tuple[int, int], Layout], ...] = ()
"""Length and hash of the texts read last, and their layouts: a dozen steps ask about one text. Offsets and labels, no
values; replaced as a whole. (`hash` of a str is keyed per process and remembered by the string.)"""


def regions(text: str) -> tuple[Region, ...]:
    """Every region of `text`, by its start. Pure; linear in the length of the text; next to nothing for plain prose.

    What one kind has read, the next does not read again: objects, elements and statements come before lines.
    """
    return layout(text).regions


def _read(text: str) -> tuple[Region, ...]:
    found: list[Region] = []
    for read, marks in _READERS:
        if marks.search(text) is not None:
            taken = _spans(found)
            found += [region for region in read(text) if not _inside(region, taken)]
    if ":" in text and _HEADERS.search(text) is not None:
        found += mail_regions(text, _spans(found))
    if "\n" in text and _ROWS.search(text) is not None:
        found += table_regions(text, _spans(found))
    if ":" in text or "=" in text:
        found += pair_regions(text, _spans(found))
    return tuple(sorted(found, key=lambda region: region.start))


def _inside(region: Region, taken: list[Span]) -> bool:
    """Whether it begins in what another kind has read (the tags in a JSON string)."""
    index = bisect_right(taken, (region.start, len(taken) and taken[-1][1])) - 1
    return index >= 0 and taken[index][1] > region.start


def layout(text: str) -> Layout:
    """The regions with a look-up from a place to its row."""
    global _latest  # noqa: PLW0603  a few slots, see their docstring
    key = (len(text), hash(text))
    latest = _latest
    for known, found in latest:
        if known == key:
            return found
    found = Layout(_read(text))
    _latest = ((key, found), *latest[: _KEPT - 1])
    return found


def _spans(found: list[Region]) -> list[Span]:
    """Sorted, disjoint spans of regions."""
    out: list[Span] = []
    for start, end in sorted((region.start, region.end) for region in found):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
