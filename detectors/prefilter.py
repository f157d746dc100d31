"""Which detectors are worth running on a text: cheap necessary conditions, computed once.

A detector names what it needs: words (lower case) or signals (shapes of digits, one linear pattern each). The rules of
pattern detectors also stand together in one automaton, which reads a text once and says which of them match somewhere
in it. The others are not run: a hundred patterns, one after the other, took 0.2 to 0.5 ms for 200 characters full of
digits and 2.5 ms for 10,000 of prose, the automaton takes 0.003 and 0.06.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

from detectors.identifiers.pattern import OPTIONS, PatternDetector, compile_pattern
from detectors.identifiers.signals import DIGIT, DIGITS4, LONG_DIGITS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Finding
    from detectors.identifiers.pattern import Detector

_SIGNALS = {
    DIGIT: compile_pattern(r"\d"),
    DIGITS4: compile_pattern(r"\d{4}"),
    LONG_DIGITS: compile_pattern(r"\d(?:[ ./()-]{0,3}\d){6}"),
    TABLE: compile_pattern(r"\t|\||,[^\n,]*,"),
}
_WITHOUT_DIGITS = frozenset({DIGIT, TABLE})


class Prefilter:
    """A fixed list of detectors, and the quickest way to run those of them that can find something."""

    def __init__(self, detectors: Sequence[Detector]) -> None:
        self._whole = tuple(detector for detector in detectors if not isinstance(detector, PatternDetector))
        self._rules = tuple(
            (detector.needs, rule)
            for detector in detectors
            if isinstance(detector, PatternDetector)
            for rule in detector.compiled
        )
        self._matching = _automaton([rule.pattern for _, rule in self._rules])

    def candidates(self, text: str) -> Iterator[Finding]:
        """Candidates of every detector in a folded text."""
        present = _Present(text)
        for detector in self._whole:
            if present.any(detector.needs):
                yield from detector.find(text)
        for index in self._found_somewhere(text):
            needs, rule = self._rules[index]
            if present.any(needs):
                yield from rule.find(text)

    def _found_somewhere(self, text: str) -> Sequence[int]:
        """The numbers of the rules that match somewhere in `text`, in order.

        An automaton that runs out of memory says "none", as if nothing were there. It also has a pattern that matches
        every text: when that one is missing, nothing is known and every rule runs.
        """
        count = len(self._rules)
        if not count:
            return ()
        found = self._matching.Match(text) or ()
        return sorted(found)[:-1] if count in found else range(count)


def _automaton(patterns: Sequence[str]) -> re2.Set:
    """All patterns at once, and behind them one that matches every text."""
    together = re2.Set.SearchSet(OPTIONS)
    for pattern in (*patterns, ""):
        together.Add(pattern)
    together.Compile()
    return together


class _Present:
    """Which signals and words a text has; each list of needs is looked for once, when first asked."""

    __slots__ = ("_answers", "_lowered", "_signals", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lowered = text.lower()
        self._signals: dict[str, bool] = {}
        self._answers: dict[tuple[str, ...], bool] = {}

    def any(self, needs: tuple[str, ...]) -> bool:
        """Whether one of `needs` is there."""
        answer = self._answers.get(needs)
        if answer is None:
            answer = self._answers[needs] = self._look(needs)
        return answer

    def _look(self, needs: tuple[str, ...]) -> bool:
        lowered = self._lowered
        for need in needs:  # a plain loop: a hundred words for every text, most of them not there
            if need in _SIGNALS:
                if self._signal(need):
                    return True
            elif need in lowered:
                return True
        return False

    def _signal(self, need: str) -> bool:
        found = self._signals.get(need)
        if found is None:
            # Every signal of digits implies a digit, which is the cheapest to look for.
            hopeful = need in _WITHOUT_DIGITS or self._signal(DIGIT)
            found = self._signals[need] = hopeful and _SIGNALS[need].search(self._text) is not None
        return found
