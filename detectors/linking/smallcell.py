"""Counts under ten, and rates of nought or a hundred per cent, of a group of students at a named place.

OSPI suppresses n < 10 in what it publishes; one hidden cell can be had from the totals, so others go with it
(complementary suppression). Rows about named people are no counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking.inline_counts import inline_counts
from detectors.linking.nouns import Shown
from detectors.linking.pointing import SCHOOL
from detectors.linking.terms import family, is_topic
from detectors.linking.units import within
from detectors.linking.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.linking.context import Context
    from detectors.linking.nouns import Mention
    from detectors.structure import Region

_COUNT = re.compile(r"[1-9]|100(?:\.0+)? ?%|0(?:\.0+)? ?%")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?%?")
_GROUPS: Final = word_set(
    "category subgroup group ethnicity race disability gender sex language sped iep ell el mll frl homeless "
    "foster program population eligibility students enrolled count headcount n discipline suspended suspensions "
    "migrant grade grades gr autism categoria grupo raza alumnos estudiantes proficient met"
)
_PLACES: Final = word_set("school schools building bldg site campus district escuela distrito center")
_NOT_COUNTS: Final = word_set(
    "room minutes min level tier score rating id no number due date time period hour hours fte qty quantity "
    "price cost amount page item bin par version line step week day id order id# wida points due goal trial "
    "trials"
)
_SUBGROUP = re.compile(
    r"\b(?:native american|american indian|alaska native|pacific islander|black|african american|hispanic|latin[oax]"
    r"|asian|two or more races|multiracial|marshallese|somali|female|male|girls|boys|non-?binary|migrant|low-income"
    r"|homeless|foster)\b",
    re.IGNORECASE,
)
_FEW = r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)"
_SENTENCE = re.compile(
    r"(?<!grade )(?<!Grade )(?<!gr )(?<!room )(?<!table )"
    rf"\b(?:only |just |all )?{_FEW} (?:of (?:our|the|its|\d+) )?(?:[\w/-]+ ){{0,5}}"
    r"(?:students?|kids|children|seniors|juniors|(?:\w+ )?graders|girls|boys|learners|ELLs?|estudiantes|alumnos)\b"
    r"|\b(?:100|0) ?(?:%|percent|per cent) of (?:[\w/-]+ ){0,6}(?:students?|kids|children|girls|boys|learners"
    r"|seniors)\b|\bn ?= ?[1-9]\b",
    re.IGNORECASE,
)
_DISTRICT = re.compile(
    r"\b[A-Z][\w'-]+ (?:School District|SD|ISD)\b|\b(?:our|the|at) (?:school|building|high school|middle school)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:state-?wide|state (?:average|totals?|report card)|nation(?:al|-?wide)|in the state|all districts"
    r"|u\.?s\.? total|example|made[- ]up|invented|sample|fictional|practice data)\b",
    re.IGNORECASE,
)
"""Groups that are large, or nobody's."""
_OTHER: Final = frozenset({"EMP", "PRIV", "SECPLAN", "PPRA"})
_SCORE, _LEAST_ROWS, _AROUND = 0.85, 2, 200


def small_cells(context: Context, mentions: Sequence[Mention]) -> Iterator[Shown]:
    """Each table, and each sentence, that gives such a number."""
    starts = [mention.start for mention in mentions]
    terms = [mark.start for mark in context.marks if family(mark) not in _OTHER]
    for region in context.rows.regions:
        if region.kind == "table" and (cell := _in_table(context, region, starts, terms)) is not None:
            yield Shown("SMALLCELL", *cell, _SCORE)
    for start, end in inline_counts(context.text):
        here = context.sentence(start)
        tables = (region for region in context.rows.regions if region.kind == "table")
        if not any(each.start <= start < each.end for each in tables) and not context.invented(here.start, here.end):
            yield Shown("SMALLCELL", start, end, _SCORE)
            break
    if not mentions:
        yield from _in_prose(context)


def _in_table(context: Context, region: Region, starts: list[int], terms: list[int]) -> tuple[int, int] | None:
    """Where the first small count of a table of groups stands, or None."""
    if len(region.rows) < _LEAST_ROWS or not _of_groups(context, region, terms):
        return None
    people = sum(len(within(starts, row.start, row.end)) > 0 for row in region.rows)
    if 2 * people >= len(region.rows):
        return None
    first: tuple[int, int] | None = None
    numbers = 0
    for row in region.rows:
        for cell in row.cells:
            value = context.text[cell.start : cell.end].strip()
            if not value or not _NOT_COUNTS.isdisjoint(cell.label.split()):
                continue
            if _NUMBER.fullmatch(value) is not None:
                numbers += 1
                if first is None and _COUNT.fullmatch(value) is not None:
                    first = (cell.start, cell.end)
    return first if numbers >= len(region.rows) else None


def _of_groups(context: Context, region: Region, terms: list[int]) -> bool:
    """Whether the table is about groups of students at places: by its headers, its first cells and the terms in it."""
    labels = {word for label in region.labels for word in label.split()}
    text = context.text[region.start : min(region.end, region.start + 4_000)]
    place = not _PLACES.isdisjoint(labels) or SCHOOL.search(text) is not None
    around = context.text[max(0, region.start - _AROUND) : region.end + _AROUND]
    marked = len(within(terms, region.start, region.end)) > 0
    place = place or SCHOOL.search(around) is not None or _own_place(text, around, marked=marked)
    group = not _GROUPS.isdisjoint(labels) or _SUBGROUP.search(text) is not None
    return place and (marked or _SUBGROUP.search(text) is not None) and (group or marked)


def _own_place(text: str, around: str, *, marked: bool) -> bool:
    """Whether no place has to be named: suspensions by race are those of the writer's own schools."""
    groups = {match.group().lower() for match in _SUBGROUP.finditer(text)}
    return marked and len(groups) >= _LEAST_ROWS and _ELSEWHERE.search(around) is None


def _in_prose(context: Context) -> Iterator[Shown]:
    for number in sorted({context.units.number(mark.start) for mark in context.marks if not is_topic(mark)}):
        low, high = context.units.span(number)
        around = context.rows.around(low)
        if around is not None and around.how == "row":
            continue
        found = _SENTENCE.search(context.text, low, high)
        if found is not None and _placed(context.text, low, high) and not context.invented(low, high):
            yield Shown("SMALLCELL", found.start(), found.end(), _SCORE)


def _placed(text: str, low: int, high: int) -> bool:
    return SCHOOL.search(text, low, high) is not None or _DISTRICT.search(text, low, high) is not None
