"""What passes between the two readings of an upload, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detectors.finding import Finding
    from proxy.batch.cards import Values
    from proxy.batch.facts import Gathered
    from proxy.batch.report import Report, Row
    from proxy.examine import Examined
    from proxy.exchange import ParsedCall, Tool, Treatment
    from proxy.wire.entries import Entry


@dataclass(frozen=True, slots=True)
class Looked:
    """One record that was examined, still with its text."""

    entry: Entry
    tool: Tool
    call: ParsedCall = field(repr=False)
    examined: Examined = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the second reading needs of a record: offsets and treatments, no text."""

    row: Row
    tool: Tool | None = None
    """Whom it goes to; None where it does not leave."""
    findings: Sequence[Sequence[Finding]] = ()
    treatments: Sequence[Sequence[Treatment]] = ()
    call: ParsedCall | None = field(default=None, repr=False)
    """With its files open, where it has any: opening them again would cost as much once more."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload of which some records may leave."""

    tool: Tool
    url: str
    tools: tuple[Tool, ...]
    """Of all records: a list may ask for several models of one provider."""
    report: Report
    values: Values
    gathered: Gathered
    body: bytes = field(repr=False)
    replaced: Mapping[str, int]
    redacted: bytes = field(default=b"", repr=False)
    """What leaves, with everything replaced that was found; made where text is kept beside the log."""

    @property
    def models(self) -> tuple[str, ...]:
        """What its records ask for."""
        return tuple(tool.model for tool in self.tools)
