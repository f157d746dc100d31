"""Counts of groups of students written into a sentence: "expelled: Black 3, Hispanic 7, Native 1", "2 Lummi students".

The same cells as in a table (`linking.smallcell`), without one. Groups are OSPI's races, tribes and programmes; colours
alone ("black 3, white 12") are paint.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.identifiers.pattern import compile_pattern
from detectors.linking.pointing import SCHOOL
from detectors.linking.words import word_set
from detectors.quasi.words import LANGUAGE, RACE, TRIBE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.identifiers.linear import Match

_GROUP: Final = (
    rf"(?:{RACE}|{TRIBE}|native|two or more(?: races)?|multi-?racial|pacific islanders?|migrant|homeless|foster"
    r"|girls|boys|females?|males?|non-?binary|ells?|mlls?|sped|low[- ]income|iep|504)"
)
# By re2: with `re` these two took 1.4 ms per 1,000 characters, most of all linking; now 0.01.
_ITEM = compile_pattern(rf"(?i)\b({_GROUP})(?: students?| kids)?(?: ?[:=-] ?| \()?[\s\x{{A0}}]?(\d{{1,4}})\b\)?")
_OF = compile_pattern(
    rf"(?i)\b({_GROUP}|{LANGUAGE})(?:[- ]speak(?:ers?|ing)(?: students?)?| students?| learners?"
    rf"| kids)?(?: ?[:=-] ?| \()?"
    r"[\s\x{A0}]?(\d{1,3})(?: of | out of | ?/ ?| de )(\d{1,3})\b\)?"
)
"""A part of a group: "Ukrainian 3 of 4", "Samoan: 2/2". Home languages are groups of OSPI's reports too."""
_HEADED = re.compile(
    r"(?:^|[.!?\"\n|;] ?)(?:[A-Z][\w'-]+ ){1,3}?(?:[A-Z][\w'-]+)?: ?$|\b(?:at|in|from|for) (?:[A-Z][\w'-]+ ?){1,3}: ?$"
)
"""A place that heads the list: "Harbor Heights: Ukrainian 3 of 4"."""
_SHARE = re.compile(r"%|\.\d")
_FEW: Final = r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)"
_FEW_OF_GROUP = compile_pattern(
    rf"(?i)\b{_FEW} (?:of (?:our|the|its|my|\d+) )?(?:new |only )?"
    rf"(?:{RACE}|{TRIBE}|native|migrant|homeless|foster)(?: \w+)? (?:students?|kids|children|girls|boys|seniors|juniors"
    r"|learners|youth)\b"
)
_NUMBERED = re.compile(r"(?:grade|gr|room|table) $", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:[Aa]t|[Ii]n|[Ff]or|[Ff]rom) [A-Z][\w'-]+ [A-Z][\w'-]+|\b[A-Z][\w'-]+ (?:[A-Z]\w+ ){0,2}(?:[Pp]rogram"
    r"|Head Start|ECEAP)\b"
    r"|\b(?:[Oo]ur|[Tt]his|[Tt]he) (?:[\w-]+ ){0,3}(?:program|school|building|preschool)\b"
    r"|\b[A-Z][\w'-]+ (?:School District|SD|ISD|ESD)\b|\bof our\b"
)
_OUTCOME = re.compile(
    r"\b(?:students?|kids|children|expel\w+|expulsions?|suspen\w+|enrol\w+|graduat\w+|drop(?:ped|ping)? ?outs?"
    r"|dropouts?"
    r"|homeless|ieps?|504|ells?|disciplin\w+|race|ethnicit\w+|demographics?|passed|failed|proficient|absen\w+|referr\w+"
    r"|subgroups?|retained|headcounts?|counts by|newcomers?|speakers|met standard|on time)\b",
    re.IGNORECASE,
)
_COLOURS: Final = word_set("black white indian")
_PAINT = re.compile(
    r"\b(?:paints?|colou?rs?|crayons?|markers?|boards?|whiteboards?|chess|beads|yarn|shirts?|paper|ink|toner|gallons?"
    r"|final score|soccer|votes?|wins?|cars?)\b",
    re.IGNORECASE,
)
_LEAST_ITEMS = 2
_APART = 24
"""Characters between two items of one list, at most."""
_SMALL = 10
_AROUND = 200


def inline_counts(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each list of groups, or phrase, that gives a count under ten at a place."""
    for items in _lists(text):
        groups = {match.group(1).lower() for match in items}
        if (
            len(items) >= _LEAST_ITEMS
            and not groups <= _COLOURS
            and any(0 <= int(each.group(2)) < _SMALL for each in items)
        ):
            start, end = items[0].start(), items[-1].end()
            if _told_at_a_place(text, start, end):
                yield start, end
    for items in _parts(text):
        small = any(0 <= int(each.group(2)) < _SMALL or int(each.group(3)) < _SMALL for each in items)
        if len(items) >= _LEAST_ITEMS and small:
            start, end = items[0].start(), items[-1].end()
            headed = _HEADED.search(text, max(0, start - _APART * 2), start) is not None
            if _told_at_a_place(text, start, end) or (headed and _has_outcome(text, start, end)):
                yield start, end
    for match in _FEW_OF_GROUP.finditer(text):
        if _NUMBERED.search(text, max(0, match.start() - 6), match.start()) is None and _told_at_a_place(
            text, match.start(), match.end()
        ):
            yield match.span()


def _lists(text: str) -> Iterator[list[Match]]:
    """Runs of items that follow each other closely."""
    run: list[Match] = []
    for match in _ITEM.finditer(text):
        if _SHARE.match(text, match.end(2)) is not None:
            continue
        if run and match.start() - run[-1].end() > _APART:
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _parts(text: str) -> Iterator[list[Match]]:
    """Runs of parts of groups that follow each other closely."""
    run: list[Match] = []
    for match in _OF.finditer(text):
        if run and match.start() - run[-1].end() > _APART * 2:
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _has_outcome(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return _PAINT.search(around) is None and _OUTCOME.search(around) is not None


def _told_at_a_place(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return (
        _PAINT.search(around) is None
        and _OUTCOME.search(around) is not None
        and (SCHOOL.search(around) is not None or _PLACE.search(around) is not None)
    )
