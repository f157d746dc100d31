"""What a text is, whoever it is about: a survey of minors, advice of counsel, a security plan, a whole document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import Shown
from detectors.linking.terms import SIGNALS, SURE, USES, family, is_topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.linking.context import Context

_ASKED = re.compile(
    r"\b(?:what (?:is|are|does|do|counts)|what's|whats|explain|define|definition|difference between|how does|how do"
    r"|does an?|do i need|is an?|when does|qu\u00e9 es|expl\u00edca\w*|template|training on|slides on|overview of)\b",
    re.IGNORECASE,
)
_WATCHES: Final = re.compile(
    r"\b(?:track|monitor|spy|camera|footage|gps|locat|badge|wi-?fi|phones?\b|keystroke|social media|instagram|tiktok"
    r"|snapchat"
    r"|facebook|discord|private|secret|log(?:s|ged)?\b|search histor|brows|scrape|profil|identify who|who wrote|match)",
    re.IGNORECASE,
)
"""What makes more of a survey than questions."""
_HEADINGS: Final = "FULLDOC"
_TITLE: Final = "title"
_LEAST_HEADINGS, _LONG = 3, 2_000
_SCORE = 0.85


def shown(context: Context) -> Iterator[Shown]:
    """Signals of the terms that are about a text, one per family, and the whole document."""
    seen: set[str] = set()
    surveyed = any(family(mark) == "PPRA" and mark.score >= SURE for mark in context.marks)
    for mark in context.marks:
        tag = family(mark)
        if tag == "SURVEIL" and surveyed and _WATCHES.search(context.text) is None:
            continue  # a protected survey: its own row holds it for a person
        if tag in SIGNALS and tag not in seen and not is_topic(mark) and (mark.score >= SURE or tag in context.doubly):
            low, high, _ = context.sentence(mark.start)
            if tag in USES or tag == "PPRA" or _ASKED.search(context.text, low, high) is None:
                seen.add(tag)
                yield Shown(tag, mark.start, mark.end, mark.score)
    yield from _document(context)


def _document(context: Context) -> Iterator[Shown]:
    """Three standard headings of an IEP, an evaluation or a restraint report, or its title and 2,000 characters."""
    headings = [mark for mark in context.marks if family(mark) == _HEADINGS]
    if not headings:
        return
    kinds = {
        context.text[mark.start : mark.end].lower().strip(" :.0123456789#")
        for mark in headings
        if _detail(mark.entity) != _TITLE
    }
    titles = [mark for mark in headings if _detail(mark.entity) == _TITLE]
    first = headings[0]
    if len(kinds) >= _LEAST_HEADINGS or (titles and len(context.text) - titles[0].start >= _LONG):
        yield Shown("FULLDOC", first.start, first.end, _SCORE, about_child=True)


def _detail(entity: str) -> str:
    return entity.split(".")[2] if entity.count(".") > 1 else ""
