"""All labelled identifiers in one pass.

The words of a text are looked up in a table of the first words of all label phrases; a short slice behind a hit is then
matched against the kinds that begin with that word, anchored. The cost depends on how many label words a text has, not
on how many kinds there are: some fifty patterns of their own would each read the whole text (0.03 ms per 1,000
characters each, measured).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.label_gaps import AFTER_LABEL, BEFORE_LABEL, CLOSED, CONTINUED, GAPS
from detectors.identifiers.pattern import compile_pattern, ends_alone, isolated
from detectors.identifiers.phrases import first_words, head, phrase_pattern
from detectors.identifiers.signals import DIGIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.identifiers.labelled import Labelled
    from detectors.identifiers.linear import Pattern

_SLICE = 180
"""Characters behind a label's first word that are looked at: label, gap and value are shorter. Less
than what a streamed answer keeps of its past (200), so that a label counts there too."""
_BACK = 60
_END = r"(?:$|[^\pL\pN-]|-(?:$|[^\pN]))"
"""A value is whole: without this the first alternative that fits a part of it would be taken."""
_LONGEST_LIST = 200
# A plain run: linear with `re` too.
_DIGITS = re.compile(r"\d+")
_SURE = 0.8
"""Least score of kinds whose label may be the end of a compound: ``guardianSsn``, but not ``fsGroup``."""
_REVERSED_LOSS = 0.2
"""How much less a label behind a value counts: "SSN 536904399 (student id 304981)" has both kinds of place."""


class LabelScan:
    """A detector over many kinds; see the file's docstring."""

    def __init__(
        self, name: str, kinds: Sequence[Labelled], *, needs: tuple[str, ...] = (DIGIT,), version: int = 1
    ) -> None:
        self.name = name
        self.needs = needs
        self.version = version
        self.entities = tuple(dict.fromkeys(entity for kind in kinds for entity in (kind.entity, *kind.more)))
        self._by_head = _by_head(kinds)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for low, high in _near_digits(text) if DIGIT in self.needs else ((0, len(text)),):
            for start, key, inside in first_words(text, self._by_head, low, high):
                behind = text[start : start + _SLICE]
                for matcher in self._by_head[key]:
                    if (not inside or matcher.kind.score >= _SURE) and matcher.label.match(behind) is not None:
                        yield from matcher.find(text, start, behind)


def _near_digits(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text in which a label may stand: near enough to a digit, whole words at both ends. Disjoint."""
    low = high = last = -1
    for digits in _DIGITS.finditer(text):
        start, end = digits.span()
        first = max(start - _SLICE, 0)
        if first > last:  # the edge lies further on: looked for only where it matters
            high = _next_edge(text, last) if last >= 0 else -1
            if first > high:
                if high >= 0:
                    yield low, high
                low = max(_edge_before(text, first), high, 0)
        last = min(end + _BACK, len(text))
    if last >= 0:
        yield low, _next_edge(text, last)


def _next_edge(text: str, place: int) -> int:
    """The next white space from `place` on, or `_BACK` characters further."""
    run = text[place : place + _BACK]
    return place if not run or run[0].isspace() else place + len(run.split(maxsplit=1)[0])


def _edge_before(text: str, place: int) -> int:
    """The last white space from `place` backwards, or `_BACK` characters before it."""
    stop = max(place - _BACK, 0)
    run = text[stop + 1 : place + 1]
    if not run or run[-1].isspace():
        return place
    return max(place - len(run.rsplit(maxsplit=1)[-1]), stop)


def _by_head(kinds: Sequence[Labelled]) -> dict[str, tuple[_Matcher, ...]]:
    """The kinds that a first word may announce, each with only those of its phrases that begin with it."""
    table: defaultdict[str, list[_Matcher]] = defaultdict(list)
    for kind in kinds:
        phrases: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in kind.labels:
            phrases[head(phrase)].append(phrase)
        for key, own in phrases.items():
            table[key].append(_matcher(kind, own))
    return {key: tuple(matchers) for key, matchers in table.items()}


@dataclass(frozen=True, slots=True)
class _Matcher:
    """A kind, with the phrases that begin with one first word, compiled."""

    kind: Labelled
    after: Pattern
    """Anchored at the label; groups: label, value."""
    label: Pattern
    """Anchored at the label alone: the quick question."""
    back: Pattern | None
    """Ends at the label; group: value."""
    listed: Pattern
    """Anchored behind a value; group: the next one."""

    def find(self, text: str, start: int, behind: str) -> Iterator[Finding]:
        """The values of this kind beside a label that may stand at `start`; `behind` is the text from there on."""
        match = self.after.match(behind)
        if match is not None:
            first, end = start + match.start(2), start + match.end(2)
            glued = match.end(1) == match.start(2) and text[first].isdigit()
            finding = self._checked(text, first, end, self.kind.score, glued=glued)
            if finding is not None:
                yield finding
                yield from self._rest_of_list(text, finding)
                return
        yield from self._before(text, start, behind)

    def _rest_of_list(self, text: str, finding: Finding) -> Iterator[Finding]:
        """What follows and has the same form, digit for digit: "SSIDs 4812093377, 4812093378 and 4812093391"."""
        form = _form(text[finding.start : finding.end])
        end = finding.end
        for _ in range(_LONGEST_LIST):
            match = self.listed.match(text[end : end + _BACK])
            if match is None or _form(match.group(1)) != form:
                return
            start, end = end + match.start(1), end + match.end(1)
            listed = self._checked(text, start, end, 0.6, glued=False)
            if listed is None:
                return
            yield Finding(listed.entity, start, end, 0.6, listed.detector, "shape")

    def _before(self, text: str, start: int, behind: str) -> Iterator[Finding]:
        """The value before its label: "304981 is her student number", "304981 (student number)"."""
        label = self.label.match(behind) if self.back is not None else None
        if label is None or self.back is None:
            return
        offset = max(0, start - _BACK)
        match = self.back.search(text[offset:start])
        if match is None or (match.group(2).endswith("(") and CLOSED.match(behind[label.end() :]) is None):
            return
        first, end = offset + match.start(1), offset + match.end(1)
        finding = self._checked(text, first, end, self.kind.score - _REVERSED_LOSS, glued=False)
        if finding is not None:
            yield finding

    def _checked(self, text: str, start: int, end: int, score: float, *, glued: bool) -> Finding | None:
        kind = self.kind
        if not (ends_alone(text, end) if glued else isolated(text, start, end)):
            return None
        entity = kind.entity if kind.accept is None else kind.accept(text[start:end], text, start, end)
        return None if entity is None else Finding(entity, start, end, score, kind.detector, "label")


def _matcher(kind: Labelled, phrases: Sequence[str]) -> _Matcher:
    ordered = sorted(phrases, key=len, reverse=True)
    label = "|".join(phrase_pattern(phrase) for phrase in ordered)
    return _Matcher(
        kind,
        compile_pattern(rf"(?i)({label}){GAPS[kind.reach]}({kind.value}){_END}"),
        compile_pattern(rf"(?i)(?:{label}){AFTER_LABEL}"),
        compile_pattern(rf"(?i)({kind.value})({BEFORE_LABEL})$") if kind.before else None,
        compile_pattern(rf"(?i){CONTINUED}({kind.value}){_END}"),
    )


def _form(value: str) -> str:
    """Digits as 9, letters as A, the rest as it is."""
    return "".join("9" if char.isdigit() else "A" if char.isalpha() else char for char in value)
