"""What the steps of a reading share: one message with its sentences, rows and telling words, each found once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from detectors.linking.rows import Rows
from detectors.linking.terms import SURE, family, is_sure, is_topic
from detectors.linking.units import Units
from detectors.linking.words import ADDRESSED, GENERIC, INVENTED, Triggers

if TYPE_CHECKING:
    from detectors.finding import Finding, How
    from detectors.linking.message import Message


class Stretch(NamedTuple):
    """Where things belong together, and why."""

    start: int
    end: int
    how: How


class Context:
    """One message, taken apart."""

    __slots__ = ("_doubly", "_sentences", "findings", "marks", "personnel", "rows", "text", "triggers", "units")

    def __init__(self, message: Message) -> None:
        self.text = message.text
        self.findings: tuple[Finding, ...] = message.findings
        self.marks: tuple[Finding, ...] = _with_numbers(message)
        self.personnel = any(family(mark) == "EMP" and is_sure(mark) for mark in self.marks)
        self._doubly: frozenset[str] | None = None
        self._sentences: dict[int, Stretch] = {}
        self.units = Units(self.text)
        self.rows = Rows(self.text)
        self.triggers = Triggers(self.text)

    @property
    def doubly(self) -> frozenset[str]:
        """Families with two different ambiguous terms: each is the other's company."""
        if self._doubly is None:
            terms = {
                (family(mark), self.text[mark.start : mark.end].lower())
                for mark in self.marks
                if mark.score < SURE and not is_topic(mark)
            }
            counted = Counter(tag for tag, _ in terms)
            self._doubly = frozenset(tag for tag, count in counted.items() if count > 1)
        return self._doubly

    def sentence(self, offset: int) -> Stretch:
        """The sentence or line that holds the character."""
        number = self.units.number(offset)
        known = self._sentences.get(number)
        if known is None:
            how: How = "line" if self.units.is_line(self.text, number) else "sentence"
            known = self._sentences[number] = Stretch(*self.units.span(number), how)
        return known

    def stretch(self, offset: int) -> Stretch:
        """The row that holds the character, else its sentence or line."""
        around = self.rows.around(offset)
        return self.sentence(offset) if around is None else Stretch(around.start, around.end, around.how)

    def nearest(self, starts: list[int], offset: int) -> int:
        """Number of the mention in the same stretch that is nearest before `offset`, else after it, else -1.

        Args:
            starts: where the mentions begin, sorted.
            offset: of what belongs to somebody.
        """
        here, around = self.sentence(offset), self.rows.around(offset)
        found = _nearest(starts, offset, here.start, here.end)
        if around is None or (found >= 0 and not around.tight):
            return found
        wide = _nearest(starts, offset, around.start, around.end)
        return wide if wide >= 0 else found

    def addressed(self, start: int, end: int) -> bool:
        """Whether the stretch speaks to somebody."""
        return self.triggers.any_in(ADDRESSED, start, end)

    def generic(self, start: int, end: int) -> bool:
        """Whether the stretch speaks of topics, groups or inventions."""
        return self.triggers.any_in(GENERIC, start, end) or self.invented(start, end)

    def invented(self, start: int, end: int) -> bool:
        """Whether the stretch asks to suppose, or speaks of a sample or a template."""
        return self.triggers.any_in(INVENTED, start, end)


def _nearest(starts: list[int], offset: int, low: int, high: int) -> int:
    before = bisect_left(starts, offset) - 1
    if before >= 0 and starts[before] >= low:
        return before
    return before + 1 if before + 1 < len(starts) and starts[before + 1] < high else -1


_NUMBERS_THAT_TELL = {"IMMIGRATION_ID": "term.IMM"}
"""Identifiers that are a term of a family by themselves: only some people have an A-number."""


def _with_numbers(message: Message) -> tuple[Finding, ...]:
    telling = [
        replace(each, entity=_NUMBERS_THAT_TELL[each.base], score=1.0)
        for each in message.findings
        if each.base in _NUMBERS_THAT_TELL
    ]
    if not telling:
        return message.marks
    return tuple(sorted((*message.marks, *telling), key=lambda each: (each.start, each.end, each.entity)))
