"""The detector of restricted uses: phrases, and cues that ask for a use when they stand together in any order.

Phrases are sure and narrow: of 42 requests worded after they were written they knew 13. What a request is made of
changes less than its wording (somebody definite, a verb of judging, a fate that hangs on it), so cues that stand
together in one sentence, or in two neighbours on one line, count too.

All phrases are one automaton and all cues another (`re2.Set`): 0.4 ms of processor per 1,000 characters of prompts in
all, 3.9 where every sentence is full of cues. Only what an automaton reports is then looked at closely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import re2

from detectors.finding import Finding
from detectors.identifiers.pattern import OPTIONS, CompiledRule, compile_pattern, portable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.identifiers.linear import Pattern
    from detectors.identifiers.pattern import Rule

LONGEST: Final = 400
"""Characters of a sentence beyond which it is no request but a document, whose cues lie far apart."""
_END = re.compile(r"[.!?]+(?=\s|$)")
_SCORE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Mix:
    """Cues (re2 syntax, case ignored) that ask for a use when all of them stand together.

    Attributes:
        cues: all of them must be in one window.
        innocent: what makes this mix no request, in place of the use's own; empty for the use's.
    """

    cues: tuple[str, ...]
    innocent: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One restricted use.

    Attributes:
        name: ``uses.oversight``.
        mark: the mark it gives (``term.OVERSIGHT``).
        phrases: rules that are enough by themselves.
        mixes: cues that are enough together.
        innocent: what in the same window makes a mix no request (re2 syntax).
    """

    name: str
    mark: str
    phrases: tuple[Rule, ...]
    mixes: tuple[Mix, ...]
    innocent: str


@dataclass(frozen=True, slots=True)
class _Mixed:
    use: Use
    cues: tuple[int, ...]
    needed: frozenset[int]
    innocent: Pattern


class RequestDetector:
    """All uses at once. `name` and `version` enter the engine's version."""

    def __init__(self, uses: Sequence[Use], *, version: int = 7) -> None:
        self.name = "uses.requests"
        self.version = version
        self.needs = (" ",)
        self.entities = tuple(use.mark for use in uses)
        self._phrases = tuple(CompiledRule(use.name, rule) for use in uses for rule in use.phrases)
        cues = list(dict.fromkeys(cue for use in uses for mix in use.mixes for cue in mix.cues))
        self._cues = tuple(compile_pattern("(?i)" + cue) for cue in cues)
        self._mixes = tuple(_mixed(use, mix, cues) for use in uses for mix in use.mixes)
        self._any_phrase = _automaton([rule.pattern for rule in self._phrases])
        self._any_cue = _automaton([portable("(?i)" + cue) for cue in cues])

    def find(self, text: str) -> Iterator[Finding]:
        """Marks of requests; offsets in `text`."""
        start = 0
        for line in text.split("\n"):
            if " " in line:
                for finding in (*self._phrased(line), *self._mixed(line)):
                    yield replace(finding, start=finding.start + start, end=finding.end + start)
            start += len(line) + 1

    def _phrased(self, line: str) -> Iterator[Finding]:
        for number in sorted(self._any_phrase.Match(line) or ()):
            yield from self._phrases[number].find(line)

    def _mixed(self, line: str) -> Iterator[Finding]:
        present = frozenset(self._any_cue.Match(line) or ())
        hopeful = [mixed for mixed in self._mixes if mixed.needed <= present]
        if not hopeful:
            return
        for start, end in _windows(line):
            window = line[start:end]
            for mixed in hopeful:
                span = self._covered(window, mixed)
                if span is not None:
                    use = mixed.use
                    yield Finding(use.mark, start + span[0], start + span[1], _SCORE, use.name, "together")

    def _covered(self, window: str, mixed: _Mixed) -> tuple[int, int] | None:
        """From the first cue to the last, or None where one is missing or the window is innocent."""
        spans = []
        for number in mixed.cues:
            match = self._cues[number].search(window)
            if match is None:
                return None
            spans.append(match.span())
        if mixed.innocent.search(window) is not None:
            return None
        return min(start for start, _ in spans), max(end for _, end in spans)


def _mixed(use: Use, mix: Mix, cues: list[str]) -> _Mixed:
    numbers = tuple(cues.index(cue) for cue in mix.cues)
    return _Mixed(use, numbers, frozenset(numbers), compile_pattern("(?i)" + (mix.innocent or use.innocent)))


def _automaton(patterns: Sequence[str]) -> re2.Set:
    made = re2.Set.SearchSet(OPTIONS)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made


def _windows(line: str) -> list[tuple[int, int]]:
    """Every sentence of a line, and every two neighbours, that are short enough."""
    ends = [0, *(match.end() for match in _END.finditer(line)), len(line)]
    sentences = [(start, end) for start, end in pairwise(ends) if start < end]
    pairs = [(left[0], right[1]) for left, right in pairwise(sentences)]
    return [(start, end) for start, end in (*sentences, *pairs) if end - start <= LONGEST]
