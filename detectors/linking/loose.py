"""Whom a term is about that has no person beside it: the only one of the message, an earlier turn, a list."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import RECORD_ROLES
from detectors.linking.terms import MEDICAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import How
    from detectors.linking.message import Message
    from detectors.linking.nouns import Loose, Reading
    from detectors.linking.people import People

_NEAR: Final = 600
"""Characters back to the last of several children: about a paragraph."""
_MOST: Final = 200
"""People of one list, and mentions looked back over."""


class Owners:
    """Finds them. What the ties said of people must be known before; the order of the terms does not matter.

    Args:
        read: all messages with their readings.
        people: everybody.
    """

    def __init__(self, read: Sequence[tuple[Message, Reading]], people: People) -> None:
        self._read, self._people = read, people
        self._known: dict[tuple[int, bool], list[int]] = {}

    def of(self, term: Loose, index: int) -> Iterator[tuple[int, How]]:
        """The people whom a loose term of message `index` is about, and what ties it to them."""
        if term.tag == "EMP":
            yield from self._personnel(term, index)
            return
        found = self._candidates(index, medical=term.tag in MEDICAL)
        if len(found) == 1:
            yield found[0], "only"
        elif found and term.group:
            yield from ((who, "only") for who in found[:_MOST])
        elif found:
            who = self._last_before(term, index, frozenset(found))
            if who >= 0:
                yield who, "chain"
        elif term.back and self._people.focus[index] >= 0:
            yield self._people.focus[index], "turn"

    def _candidates(self, index: int, *, medical: bool) -> list[int]:
        """Children and patients of the message; else people known to have a record here; else their family."""
        known = self._known.get((index, medical))
        if known is None:
            known = self._known[index, medical] = self._find_candidates(index, medical=medical)
        return known

    def _find_candidates(self, index: int, *, medical: bool) -> list[int]:
        persons, here = self._people.persons, self._people.here(index)
        children = [n for n in here if persons[n].role in RECORD_ROLES and persons[n].strong]
        known = [n for n in here if persons[n].role in (*RECORD_ROLES, "other") and persons[n].record]
        staff = [n for n in here if persons[n].personnel] if medical else []
        return children or known or staff or [n for n in here if persons[n].role == "guardian" and persons[n].spoken_of]

    def _last_before(self, term: Loose, index: int, who: frozenset[int]) -> int:
        """The last of these people mentioned before the term, within reach; or -1."""
        mentions, numbers = self._read[index][1].mentions, self._people.of[index]
        here = bisect_left(mentions, term.start, key=lambda mention: mention.start)
        for position in range(here - 1, max(-1, here - _MOST), -1):
            if mentions[position].start < term.start - _NEAR:
                break
            if numbers[position] in who:
                return numbers[position]
        return -1

    def _personnel(self, term: Loose, index: int) -> Iterator[tuple[int, How]]:
        """Staff known to have a personnel matter here; a list that the term points at; an earlier turn."""
        persons, here = self._people.persons, self._people.here(index)
        staff = [n for n in here if persons[n].role in ("staff", "other") and persons[n].spoken_of]
        known = [n for n in staff if persons[n].personnel]
        if len(known) == 1 or (len(staff) == 1 and term.back):
            yield (known or staff)[0], "only"
        elif term.group and staff and not any(persons[n].role in RECORD_ROLES and persons[n].strong for n in here):
            yield from ((who, "only") for who in staff[:_MOST])
        elif term.back and not here:
            earlier = self._people.focus[index]
            if earlier >= 0 and persons[earlier].role in ("staff", "other"):
                yield earlier, "turn"
