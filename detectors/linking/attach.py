"""Terms to people: by row, sentence or line, else by a pronoun that points back over at most two sentences."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import Loose, Tie
from detectors.linking.ranks import may_be_meant, rank
from detectors.linking.terms import MEDICAL, NOT_LINKED, SCHOOLING, SURE, family, is_sure, is_topic
from detectors.linking.units import within
from detectors.linking.words import ADDRESSED, FIRST, PERSON, PLURAL, PRONOUN, THESE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Finding, How
    from detectors.linking.context import Context
    from detectors.linking.nouns import Mention
    from detectors.structure import Region

_CHAIN: Final = 2
_BEHIND: Final = 60
"""Characters by which a person before a term is preferred to one behind it."""
_TABLE_ROWS: Final = 500
_FAR = 10**9
_BETWEEN: Final = 200
"""Characters between a person and a term that are looked at for what ties the two."""
_BREATH: Final = 40
_FAMILY_MATTERS: Final = frozenset({"MCV", "CPS", "IMM", "FRL"})
"""What befalls a family as a whole: "we lost the apartment" is about the children named before."""
_NEAREST: Final = 20
_FARTHEST: Final = 40
"""Sentences that a chain of pronouns may run over."""


class Attacher:
    """Ties the terms of one message to its mentions.

    Args:
        context: the message.
        mentions: its people, by position.
    """

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self._context, self._mentions = context, mentions
        self._starts = [mention.start for mention in mentions]
        self._known = _companies(context)
        self._columns: dict[tuple[int, str, bool], tuple[int, ...]] = {}
        self._sure = [each.start for each in context.marks if is_sure(each) and family(each) in SCHOOLING]

    def attach(self) -> Iterator[Tie | Loose]:
        """One tie or loose term per mark that may be about somebody."""
        for mark in self._context.marks:
            tag = family(mark)
            if tag not in NOT_LINKED and (mark.score >= SURE or self._accompanied(mark, tag)):
                found = self._one(mark, tag)
                if found is not None:
                    yield found

    def _accompanied(self, mark: Finding, tag: str) -> bool:
        """Whether an ambiguous term has company.

        A sure one of its family, another ambiguous one of it, or, about schooling and health (whose abbreviations
        come together), a sure one of these families in the same stretch.
        """
        if is_topic(mark):
            return True
        if tag in self._known or tag in self._context.doubly:
            return True
        if tag == "EMP" and any(mention.kind == "STAFF_NAME_SENSITIVE" for mention in self._mentions):
            return True
        if tag not in SCHOOLING:
            return False
        low, high, _ = self._context.stretch(mark.start)
        near = within(self._sure, low, high)
        return len(near) > 0

    def _one(self, mark: Finding, tag: str) -> Tie | Loose | None:
        context = self._context
        region = context.rows.headed(mark.start)
        if region is not None:
            columns = self._column(mark, tag, region)
            return Tie(tag, mark.start, mark.end, columns, "row", mark.score) if columns else None
        around = context.rows.around(mark.start)
        low, high, how = context.sentence(mark.start)
        stretches = [(low, high, how)]
        if around is not None:
            stretches.insert(0 if around.tight else 1, (around.start, around.end, around.how))
        loosely = around is not None and not around.tight
        for number, stretch in enumerate(stretches):
            tie = self._within(mark, tag, *stretch)
            if tie is not None and (number == 0 or not loosely or self._heads_block(tie.mentions[0])):
                return tie
        if is_topic(mark) or (around is not None and around.how == "row"):
            return None
        return self._back(mark, tag, low, high)

    def _column(self, mark: Finding, tag: str, region: Region) -> tuple[int, ...]:
        """Numbers of the people whose rows a term in the header is about; the same for all terms of a family."""
        key = (region.start, tag, is_topic(mark))
        known = self._columns.get(key)
        if known is None:
            rows = region.rows[:_TABLE_ROWS]
            found = (self._first(mark, tag, row.start, row.end) for row in rows if row.end > row.start)
            known = self._columns[key] = tuple(number for number in found if number >= 0)
        return known

    def _first(self, mark: Finding, tag: str, low: int, high: int) -> int:
        """Number of the first person of a row whom the term suits best, or -1."""
        found = [
            (rank, number)
            for number in within(self._starts, low, high)[:_NEAREST]
            if (rank := self._suits(mark, tag, self._mentions[number])) is not None
        ]
        return min(found)[1] if found else -1

    def _heads_block(self, number: int) -> bool:
        """Whether a whole block of fields may be about the person; it may be a letter that only names somebody."""
        mention = self._mentions[number]
        return mention.strong or self._context.rows.is_value(mention.start, mention.end)

    def _within(self, mark: Finding, tag: str, low: int, high: int, how: How) -> Tie | None:
        best = self._best(mark, tag, low, high)
        if best < 0:
            return None
        together = self._listed(best, low, high)
        return Tie(tag, mark.start, mark.end, together, how, mark.score)

    def _best(self, mark: Finding, tag: str, low: int, high: int) -> int:
        """Number of the person in the stretch whom the term suits best, or -1."""
        best, best_key = -1, (_FAR, _FAR)
        for number in self._around(mark.start, low, high):
            mention = self._mentions[number]
            rank = self._suits(mark, tag, mention)
            if rank is not None:
                before = mark.start - mention.end
                gap = before if before >= 0 else mention.start - mark.end + _BEHIND
                best_key, best = min((best_key, best), ((rank, gap), number))
        return best

    def _around(self, offset: int, low: int, high: int) -> range:
        """Numbers of the people in the stretch, of very many the nearest: the work stays linear in a long row."""
        inside, here = within(self._starts, low, high), bisect_left(self._starts, offset)
        return range(max(inside.start, here - _NEAREST), min(inside.stop, here + _NEAREST))

    def _suits(self, mark: Finding, tag: str, mention: Mention) -> int | None:
        near = mention.end <= mark.start <= mention.end + _BETWEEN
        between = self._context.text[mention.end : mark.start] if near else ""
        return rank(tag, mention, between, topic=is_topic(mark))

    def _listed(self, best: int, low: int, high: int) -> tuple[int, ...]:
        """The person with those named in the same breath: "Ana, Ben and Cy"."""
        found = [best]
        numbers = within(self._starts, low, high)
        for step in (-1, 1):
            number = best
            while number + step in numbers and len(found) < _BREATH:
                one, other = sorted((number, number + step))
                low_, high_ = self._mentions[one].end, self._mentions[other].start
                gap = self._context.text[low_ : min(high_, low_ + 12)].strip().lower()
                if gap not in (",", "and", "&", "y", ", and", "e", "+", "/") or (
                    self._mentions[number + step].role != self._mentions[best].role
                ):
                    break
                number += step
                found.append(number)
        return tuple(sorted(found))

    def _back(self, mark: Finding, tag: str, low: int, high: int) -> Tie | Loose | None:
        """By the chain of pronouns, or left for the whole message to decide."""
        context = self._context
        unit = context.units.number(mark.start)
        points = self._points(low, high)
        emp = tag == "EMP"
        ours = tag in _FAMILY_MATTERS and context.triggers.any_in(PLURAL, low, high)
        if points or ours or (emp and context.triggers.any_in(ADDRESSED, low, high)):
            found = self._antecedent(unit, tag)
            if found >= 0:
                return Tie(tag, mark.start, mark.end, (found,), "chain", mark.score)
        if context.generic(low, high) and not points:
            return None
        if (emp or (tag in MEDICAL and context.personnel)) and context.triggers.any_in(FIRST, low, high):
            author = next((n for n, each in enumerate(self._mentions) if each.aside and each.role == "other"), -1)
            if author >= 0:
                return Tie(tag, mark.start, mark.end, (author,), "chain", mark.score)
        group = context.triggers.any_in(THESE, low, high) or context.text[max(low, high - 8) : high].rstrip().endswith(
            ":"
        )
        return Loose(tag, mark.start, mark.end, mark.score, points, group)

    def _points(self, low: int, high: int) -> bool:
        """Whether the stretch has a pronoun, or a definite word for a person."""
        triggers = self._context.triggers
        if triggers.any_in(PRONOUN, low, high):
            return True
        text = self._context.text
        return any(
            text[max(0, word.start - 12) : word.start].lower().rstrip().endswith(_DEFINITE)
            for word in triggers.within(PERSON, low, high)
        )

    def _antecedent(self, here: int, tag: str) -> int:
        """The person whom a pronoun in sentence `here` means: the first named in the nearest sentence before, or -1."""
        units, personnel = self._context.units, self._context.personnel
        last = bisect_left(self._starts, self._context.units.span(here)[0]) - 1
        if last < 0:
            return -1
        nearest, gap = units.number(self._starts[last]), 0
        for unit in range(here - 1, max(-1, here - _FARTHEST), -1):
            low, high = units.span(unit)
            if unit <= nearest:
                people = [
                    n
                    for n in within(self._starts, low, high)
                    if may_be_meant(self._mentions[n], tag, personnel=personnel)
                ]
                if people:
                    strong = [n for n in people if self._mentions[n].strong]
                    return (strong or people)[0]
            gap = 0 if self._points(low, high) else gap + 1
            if gap > _CHAIN:
                break
        return -1


_DEFINITE: Final = ("the", "this", "that", "my", "our", "el", "la", "este", "esta", "ese", "mi")


def _companies(context: Context) -> frozenset[str]:
    """Families that the message speaks of with sure terms."""
    return frozenset(family(mark) for mark in context.marks if is_sure(mark))
