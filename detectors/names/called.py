"""Things that are called like people: plants, dishes, games, brands, tests, rooms, and places in the column of a table.

A phrase that no person is called ("Simon Says", "Eggs Benedict") is that thing wherever it stands in capitals. One that
somebody may be called ("Granny Smith", "Herman Miller") or a single word ("Violet", "Hanes") is it only in the company
of its own kind or of what is said of that kind, and never where the sentence speaks of a person: then a child's name
would be lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from detectors.names.called_beside import is_thing_beside
from detectors.names.called_phrases import (
    REACH,
    SMALL,
    WORD,
    Hit,
    Phrases,
    is_diner,
    is_full_name,
    is_like_person,
    is_nobodys,
)
from detectors.names.called_rooms import LISTED_BEFORE, LISTED_BEHIND, is_like_room, is_named_room, says_called
from detectors.names.called_signs import (
    ABOUT_PERSON,
    CHAIN_BEHIND,
    CUE_BEFORE,
    CULTIVAR,
    DOES_BEHIND,
    DOMAINS,
    GIVEN_TO,
    GOES_ON,
    GROWERS,
    MAY_FOLLOW_GAME,
    NOUN_BEHIND,
    OF_PUPILS,
    OWED,
    OWNED_BEHIND,
    PEOPLE_BEFORE,
    PLANT_LIST,
    PRICE_BEHIND,
    TEST_BEHIND,
    TEST_SCORE_BEHIND,
    TESTS,
    TINTS,
)
from detectors.names.called_tables import cells_of_things
from detectors.names.lexicon import is_given_anywhere

# Windows of a few dozen characters round one candidate: stdlib `re` is linear here.
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s)(?<!\b(?:mr|dr|st)\.)(?<!mrs\.)", re.IGNORECASE)
_BESIDE: Final = 60
_EDITION = re.compile(r"\s*(?:[IVX]{1,3}|\d)")
_LONGEST_FORMULA: Final = 1_000
_RESULT = re.compile(r"=\s*(?:IF|IFS|SWITCH|CHOOSE|IFERROR|IFNA)\(", re.IGNORECASE)


class Called:
    """The things of one text that are called like people; looked for round each candidate."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._phrases = Phrases(text)
        self._cells: list[tuple[int, int]] | None = None
        self._of_pupils: bool | None = None

    def holds(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, a candidate for a name, is or belongs to a thing. Constant time per candidate.

        Args:
            start: where the candidate begins.
            end: one past its last character.
        """
        if self.in_cell(start, end) or self._is_result(start, end) or says_called(self._text, start, end):
            return True
        if is_thing_beside(self._text, start, end):
            return True
        near = self._phrases.near(start, end)
        inside = [hit for hit in near if hit.start <= start and self._covers(hit, end)]
        return any(self._is_thing(hit, near) for hit in inside)

    def _covers(self, hit: Hit, end: int) -> bool:
        return end <= hit.end + len("'s") or (
            hit.end < end and _EDITION.fullmatch(self._text, hit.end, end) is not None
        )

    def in_cell(self, start: int, end: int) -> bool:
        """Whether it stands in a column of plants, places or games."""
        if self._cells is None:
            self._cells = cells_of_things(self._text)
        index = bisect_right(self._cells, (start, len(self._text))) - 1
        return index >= 0 and end <= self._cells[index][1]

    def _is_result(self, start: int, end: int) -> bool:
        """Whether it is a quoted word that a formula of a sheet gives back, in a text that names no pupils."""
        text = self._text
        if (
            text[start - 1 : start] != '"'
            or text[end : end + 1] != '"'
            or text[start - 2 : start - 1] not in {",", " "}
        ):
            return False
        line = text.rfind("\n", max(0, start - _LONGEST_FORMULA), start) + 1
        if (line == 0 and start > _LONGEST_FORMULA) or _RESULT.match(text, line, start) is None:
            return False
        if is_full_name(text[start:end]):
            return False
        if self._of_pupils is None:
            self._of_pupils = OF_PUPILS.search(text) is not None
        return not self._of_pupils

    def _is_thing(self, hit: Hit, near: list[Hit]) -> bool:
        text = self._text
        tint = hit.phrase.rpartition(" ")[2] in TINTS and text[hit.start + hit.phrase.rfind(" ") + 1].islower()
        if CUE_BEFORE.search(text, max(0, hit.start - 40), hit.start) is not None or (self._acts(hit) and not tint):
            return False
        if hit.kind == "room":
            return is_named_room(text, hit) or (
                not self._about_person(hit) and is_like_room(text, hit, self._sentence(hit), self._phrases)
            )
        if " " not in hit.phrase and "-" not in hit.phrase:
            return self._is_single(hit, near)
        written = self._is_written_as_name(hit)
        if not is_like_person(hit.phrase):
            return written or (self._domain(hit) and GOES_ON.match(text, hit.end) is None)
        if self._about_person(hit):
            return False
        among_people = PEOPLE_BEFORE.search(text, max(0, hit.start - REACH), hit.start) is not None
        beside = not among_people and bool(self._company(hit, near))
        return beside or (tint and self._domain(hit)) or self._noun_behind(hit)

    def _acts(self, hit: Hit) -> bool:
        """Whether a verb of persons stands behind it; a game may "be" and "need", unless somebody may be called so."""
        chain = CHAIN_BEHIND.match(self._text, hit.end)
        does = DOES_BEHIND.match(self._text, hit.end if chain is None else chain.end())
        return does is not None and not (
            hit.kind in {"game", "work"}
            and not is_like_person(hit.phrase)
            and MAY_FOLLOW_GAME.match(self._text, hit.end) is not None
        )

    def _is_single(self, hit: Hit, near: list[Hit]) -> bool:
        if self._about_person(hit):
            return False
        if hit.kind == "test":
            return self._is_test(hit)
        priced = hit.kind == "brand" and self._is_priced(hit, near)
        if priced or self._noun_behind(hit) or (hit.kind == "plant" and self._is_planted(hit)):
            return True
        return self._is_listed(hit, near)

    def _is_priced(self, hit: Hit, near: list[Hit]) -> bool:
        """Whether a price stands behind it as behind other brands; money that is owed is no price."""
        if PRICE_BEHIND.match(self._text, hit.end) is None or self._near(OWED, hit):
            return False
        given = is_given_anywhere(hit.phrase)
        return any(not (given and is_given_anywhere(other.phrase)) for other in self._company(hit, near))

    def _near(self, pattern: re.Pattern[str], hit: Hit) -> bool:
        low, high = max(0, hit.start - REACH), min(len(self._text), hit.end + REACH)
        return pattern.search(self._text, low, high) is not None

    def _is_listed(self, hit: Hit, near: list[Hit]) -> bool:
        """Whether a single word stands in a list of its kind; one that is a given name too needs surer company."""
        text = self._text
        given_to = GIVEN_TO.search(text, max(0, hit.start - 8), hit.start) is not None
        listed = LISTED_BEFORE.search(text, max(0, hit.start - 8), hit.start) is not None and not given_to
        if not LISTED_BEHIND.match(text, hit.end) or not listed:
            return hit.kind == "brand" and not given_to and self._domain(hit) and not is_given_anywhere(hit.phrase)
        company = self._company(hit, near)
        if is_given_anywhere(hit.phrase):
            return self._domain(hit) and any(not is_given_anywhere(other.phrase) for other in company)
        return self._domain(hit)

    def _is_planted(self, hit: Hit) -> bool:
        """Whether a cultivar in quotes stands behind it, or it stands in a list of plants."""
        text = self._text
        if CULTIVAR.match(text, hit.end) is not None:  # "Violet 'Vi'" is a child with a nickname
            return self._domain(hit) and not self._near(GROWERS, hit)
        if GIVEN_TO.search(text, max(0, hit.start - 8), hit.start) is not None or self._near(GROWERS, hit):
            return False
        if PLANT_LIST.search(text, max(0, hit.start - REACH), hit.start) is None:
            return False
        return not any(is_nobodys(word, "plant") for word in WORD.findall(text, *self._sentence(hit)))

    def _noun_behind(self, hit: Hit) -> bool:
        """Whether what its kind consists of stands behind it: "glue", "crackers", "seeds"."""
        pattern = NOUN_BEHIND.get(hit.kind)
        if hit.kind == "food" and " " not in hit.phrase and is_given_anywhere(hit.phrase) and self._is_ordered(hit):
            return False
        if hit.kind == "brand" and " " not in hit.phrase and is_given_anywhere(hit.phrase):
            pattern = OWNED_BEHIND if hit.phrase.endswith("'s") else None  # "Levi's shoes" are those of a child too
        return pattern is not None and pattern.match(self._text, hit.end) is not None

    def _is_ordered(self, hit: Hit) -> bool:
        """Whether others beside it have a dish behind their names: "Graham pizza, Charlotte salad"."""
        text, dish = self._text, NOUN_BEHIND["food"]
        low, high = max(0, hit.start - REACH), min(len(text), hit.end + REACH)
        return any(
            dish.match(text, word.end()) is not None and is_diner(word.group())
            for word in WORD.finditer(text, low, high)
        )

    def _is_test(self, hit: Hit) -> bool:
        """Whether an edition or a part of a test stands behind it, or a score, beside the names of other tests."""
        text = self._text
        if TEST_BEHIND.match(text, hit.end) is not None:
            return self._domain(hit)
        scored = TEST_SCORE_BEHIND.match(text, hit.end) is not None and not is_given_anywhere(hit.phrase)
        return scored and self._near(TESTS, hit)

    def _domain(self, hit: Hit) -> bool:
        """Whether something is said of its kind nearby, the phrase itself not counted."""
        low, high = max(0, hit.start - REACH), min(len(self._text), hit.end + REACH)
        pattern = DOMAINS[hit.kind]
        return (
            pattern.search(self._text, low, hit.start) is not None
            or pattern.search(self._text, hit.end, high) is not None
        )

    def _about_person(self, hit: Hit) -> bool:
        """Whether its sentence speaks of a person; the mother of "Mother May I" is none."""
        low, high = self._sentence(hit)
        found = (match.span() for match in ABOUT_PERSON.finditer(self._text[low:high]))
        signs = [(low + start, low + end) for start, end in found]
        if not signs:
            return False
        phrases = [(each.start, each.end) for each in self._phrases.near(hit.start, hit.end) if " " in each.phrase]
        own = [*phrases, (hit.start, hit.end)]
        return not all(any(start <= sign and end <= stop for start, stop in own) for sign, end in signs)

    def _sentence(self, hit: Hit) -> tuple[int, int]:
        """Where its sentence begins and ends, as far as it is looked at."""
        text = self._text
        low = max(0, hit.start - REACH)
        for mark in _SENTENCE_END.finditer(text, low, hit.start):
            low = mark.end()
        stop = _SENTENCE_END.search(text, hit.end, min(len(text), hit.end + REACH))
        return low, stop.start() if stop is not None else min(len(text), hit.end + REACH)

    def _company(self, hit: Hit, near: list[Hit]) -> list[Hit]:
        """Others of its kind that are less likely people, beside it."""
        return [
            other
            for other in near
            if other.kind == hit.kind
            and (other.end <= hit.start or other.start >= hit.end)
            and max(hit.start - other.end, other.start - hit.end) <= _BESIDE
        ]

    def _is_written_as_name(self, hit: Hit) -> bool:
        words = WORD.findall(self._text, hit.start, hit.end)
        return all(word[0].isupper() or word[0].isdigit() or word.lower() in SMALL for word in words)
