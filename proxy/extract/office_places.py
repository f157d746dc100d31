"""Which place a part of an office document is, in words that say nothing of its content."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = (
    (r"word/document\d*\.xml", "body"),
    (
        r"(?:word|xl|ppt)/comments/?(?:comment)?(?:Extended|Ids|Extensible)?(\d*)\.xml|xl/threadedComments/.*?(\d*)\.xml",
        "comments",
    ),
    (r"ppt/comments/.*?(\d*)\.xml", "comments"),
    (r"word/header(\d*)\.xml", "header"),
    (r"word/footer(\d*)\.xml", "footer"),
    (r"word/(?:foot|end)notes\.xml", "notes"),
    (r"word/glossary/.*", "building blocks"),
    (r"xl/workbook\.xml", "workbook"),
    (r"xl/sharedStrings\.xml", "texts that no cell shows"),
    (r"(?:xl|word|ppt)/persons?.*\.xml", "persons"),
    (r"ppt/slides/slide(\d+)\.xml", "slide"),
    (r"ppt/notesSlides/notesSlide(\d+)\.xml", "notes of slide"),
    (r"ppt/slideLayouts/.*?(\d*)\.xml", "slide layout"),
    (r"ppt/(?:slide|notes|handout)Masters?/.*?(\d*)\.xml", "slide master"),
    (r"(?:word|xl|ppt)/charts?/.*?(\d*)\.xml", "chart"),
    (r"(?:word|xl|ppt)/diagrams/.*?(\d*)\.xml", "diagram"),
    (r"(?:word|xl|ppt)/drawings/.*?(\d*)\.(?:xml|vml)|word/vml.*", "drawing"),
    (r"xl/tables/.*?(\d*)\.xml", "table definition"),
    (r"xl/pivot.*?(\d*)\.xml", "pivot table"),
    (r"xl/externalLinks/.*?(\d*)\.xml", "external link"),
    (r"(?:word|xl|ppt)/settings\.xml|ppt/presProps\.xml", "settings"),
    (r"(?:word|xl|ppt)/(?:styles|numbering|fontTable|theme/theme\d*).*\.xml", "styles"),
    (r"docProps/.*", "properties"),
    (r"customXml/.*?(\d*)\.xml", "custom XML"),
    (r".*\.rels", "links"),
    (r"\[Content_Types\]\.xml", "content types"),
)
_PATTERNS: Final = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in _NAMES)


def place(name: str) -> str:
    """What to call the part of this name; `part` when it is none that is known."""
    name = name.lstrip("/")
    for pattern, words in _PATTERNS:
        if match := pattern.fullmatch(name):
            number = next((group for group in match.groups() if group), "")
            return f"{words} {number[:4]}" if number else words
    return "part"
