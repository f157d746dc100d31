"""What tests of the restoring machines share: a call with placeholders, ways to cut a text, a small scanner."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.transform.assign import Occurrence, TokenMap
from proxy.transform.own_values import OwnValues
from proxy.transform.restore import machines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from proxy.exchange import MachineFactory, StreamScanner, TextKind

VALUES = (
    ("PERSON", "Maria Delgado"),
    ("PERSON", "Maria"),
    ("PERSON", 'Åsa "Bo" O\'Neil\\Ruiz'),
    ("SSN", "536-90-4399"),
    ("PHONE", "(253) 555-7788"),
    ("ADDRESS", "1234 Maple Street\nApt 4"),
)
OWN = ("253-555-0134", "jane.roe@example.org")
HOSTS = frozenset({"portal.example.org"})


class Call:
    """One call: its placeholders, what its caller sent, and counts of what its machines reported."""

    def __init__(
        self,
        *,
        scan: StreamScanner | None = stream_scan,
        hosts: frozenset[str] | None = HOSTS,
        values: Sequence[tuple[str, str]] = VALUES,
        own: Sequence[str] = OWN,
    ) -> None:
        self.tokens = TokenMap(b"a key of the caller")
        self.tokens.assign([Occurrence(label, value, 0) for label, value in values])
        self.events: Counter[tuple[str, str]] = Counter()
        self.open: MachineFactory = machines(
            self.tokens,
            scan=scan,
            own=OwnValues(own),
            url_hosts=hosts,
            on_event=lambda event, label: self.events.update([(event, label)]),
        )

    def token(self, value: str) -> str:
        label = next(label for label, known in VALUES if known == value)
        return self.tokens.token(label, value).text

    def whole(self, text: str, kind: TextKind = "text", context: str = "") -> str:
        return "".join(self.outputs([text], kind, context))

    def outputs(self, pieces: Iterable[str], kind: TextKind = "text", context: str = "") -> list[str]:
        """What left after each piece, and at the end."""
        machine = self.open(kind, context)
        return [*[machine.feed(piece) for piece in pieces], machine.finish()]


def every_split(text: str) -> Iterator[list[str]]:
    """In two, at every place; then character by character."""
    for place in range(len(text) + 1):
        yield [text[:place], text[place:]]
    yield list(text)


def cut_at(text: str, places: Iterable[int]) -> list[str]:
    """The pieces of `text` between `places` (taken modulo its length)."""
    borders = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[start:end] for start, end in pairwise(borders)]


_SMALL = re.compile(r"(?<!\w)(?:ssn\s)?(\d{3}[- ]\d{2}[- ]\d{4}|\d{4}(?: ?\d{4}){3}|[\w.]+@[\w.]+\.\w+)(?!\w)")


def small_scan(text: str, context: str = "") -> tuple[Finding, ...]:
    """A scanner one can see through: social security numbers, sixteen digits, e-mail addresses."""
    del context
    return tuple(Finding("SSN", *found.span(1), 0.9, "small", "format") for found in _SMALL.finditer(text))
