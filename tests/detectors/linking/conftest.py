"""Texts with their findings and marks written in them.

``<STUDENT_NAME|Jordan>'s {IDEA|BIP}`` is the text "Jordan's BIP" with one finding and one mark; ``{IDEA~0.5|ED}`` is an
ambiguous term, ``{IDEA.topic|IEP}`` one that heads a topic, ``<PERSON_OTHER:model|Jo>`` a name that no cue explains.
"""

from __future__ import annotations

import re

import pytest

from detectors.finding import TERM, Finding, Piece, Records
from detectors.linking import link

_MARKED = re.compile(r"<([A-Z_0-9.]+)(?::([\w.]+))?\|([^>]*)>|\{([A-Za-z0-9_.]+)(?:~([\d.]+))?\|([^}]*)\}")


class Marked:
    """A text with findings and marks."""

    def __init__(self, source: str) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.marks: tuple[Finding, ...] = ()
        parts: list[str] = []
        position = length = 0
        for match in _MARKED.finditer(source):
            parts.append(source[position : match.start()])
            length += len(parts[-1])
            entity, why, name, tag, score, term = match.groups()
            value = name if entity else term
            span = (length, length + len(value))
            if entity:
                self.findings += (Finding(entity, *span, 0.9, "test", why or "cue"),)
            else:
                self.marks += (Finding(TERM + tag, *span, float(score or 0.9), "test", "term"),)
            parts.append(value)
            length += len(value)
            position = match.end()
        parts.append(source[position:])
        self.text = "".join(parts)

    def linked(self, year: int = 2026) -> Records:
        """What it adds up to."""
        return link([Piece(self.text)], [self.findings], [self.marks], year=year)


def linked(*sources: str, year: int = 2026) -> Records:
    """What several messages add up to."""
    read = [Marked(source) for source in sources]
    pieces = [Piece(each.text, scope=str(number)) for number, each in enumerate(read)]
    return link(pieces, [each.findings for each in read], [each.marks for each in read], year=year)


@pytest.fixture(name="linked")
def _linked():  # type: ignore[no-untyped-def]
    return linked


@pytest.fixture(name="marked")
def _marked() -> type[Marked]:
    return Marked
