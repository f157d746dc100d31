"""Which detectors are worth running on a text: cheap necessary conditions, computed once.

A detector names what it needs: words (lower case) or signals (shapes of digits, one linear pattern each). The rules of
pattern detectors are also known to an `re2.Filter`, which derives from every pattern the words that a match must
contain and finds all of them in one pass. Text that has none of it is done after this step.
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
        self._filter = re2.Filter()
        for _, rule in self._rules:
            self._filter.Add(rule.pattern, OPTIONS)
        if self._rules:
            self._filter.Compile()

    def candidates(self, text: str) -> Iterator[Finding]:
        """Candidates of every detector in a folded text."""
        present = _Present(text)
        for detector in self._whole:
            if present.any(detector.needs):
                yield from detector.find(text)
        if self._rules:
            # The atoms (required words) of all patterns, looked for in one pass: 5 to 20 us per 1,000 characters.
            potential = self._filter.Match(text, True)  # noqa: FBT003  re2's signature: potential matches, None for none
            for index in potential or ():
                needs, rule = self._rules[index]
                if present.any(needs):
                    yield from rule.find(text)


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
