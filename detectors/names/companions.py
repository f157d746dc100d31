"""First names in the company of first names: seating charts, groups, carpools, substitute plans.

"Hope", "River" or "Chase" alone is a word. Where two surely given names stand in the same list, or in the same lines of
a plan that seats or groups people, the others are names too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import (
    is_brand,
    is_calendar,
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_public_figure,
    is_surely_given,
    is_thing,
    is_town,
)
from detectors.names.made_up import MadeUp
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEM: Final = r"\p{Lu}\p{Ll}[\pL'-]{0,24}"
_LIST = compile_pattern(rf"(?:^|[^\pL'-])({_ITEM}(?:(?:, ?(?:and |& |y )?| and | & | y | ?/ ?){_ITEM}){{1,40}})")
_PLAN = compile_pattern(
    r"(?i)\b(?:seating|seat(?:s|ed)?|sits?|next to|beside|away from|apart from|partners?|pairs?|paired|groups?"
    r"|tables? ?\d"
    r"|table ?\d|row ?\d|pods?|carpools?|line leaders?|riders?|sub(?:stitute)? (?:plans?|notes?)|helpers?|buddies|buddy"
    r"|rotations?|centers|teams?|line ?up|desks?)\b"
)
# Every word is visited: re2's wrapper takes 10 us a match, this 0.3.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;\n])\s*$")
_SITS = re.compile(
    r"(?:'s)? (?:sits?|helps?|is|was|has|needs?|with|next|beside|by|and|goes|can|should|must|rides|works|near|front"
    r"|back"
    r"|away|reads|gets|likes|in|on|at)\b"
)
_NOT_PEOPLE: Final = word_set(
    "front back left right group groups table row seat seats seating window door teacher line bus math reading art"
    " music"
    " science writing library recess lunch red blue green yellow orange purple pink black white brown gray silver gold"
    " center centers team teams period room desk keep please make sub plan plans day week team house reader readers"
    " star stars chart note notes list lists names blocks morning pod pods both also next"
)
_BOOK = compile_pattern(
    r"(?i)\b(?:novels?|read-?alouds?|chapters?|characters?|books?|story|stories|plays?|authors?|films?|movies?|poems?"
    r"|inventors?|presidents?|scientists?|cities|rivers)\b"
)
_LESSON = re.compile(
    r"(?i)\b(?:quiz(?:zes)?|tests?|units?|lessons?|slides?|timelines?|worksheets?|study guides?|posters?|debates?|bios?"
    r"|biograph(?:y|ies)|mini[- ]bios?|bio cards?|trivia|flash ?cards?) (?:on|about|for|of|comparing) (?:the )?$"
)
"""What a list of surnames behind it is about: scientists, authors, battles."""
_ROUTE = compile_pattern(
    r"(?i)\b(?:(?:turn|bear|left|right|north|south|east|west|northbound|southbound) (?:left |right )?(?:on|onto|at)"
    r"|stops? (?:at|on)|corner of|intersection|detour|streets?|avenues?|route sheet|cross streets?)\b"
)
_CAST = re.compile(r"(?i)\b(?:parts?|lines|roles?|solos?|costumes?|cues) for $")
"""Behind these the names of a play are those of the children in it."""
_AROUND = 160
_LONGEST_BLOCK = 6_000
_ENOUGH = 2


class _CompanionDetector:
    """See the file's docstring."""

    name = "names.companions"
    version = 3
    needs = ("",)
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        found = {*_in_lists(text), *_in_plans(text)}
        if not found or MadeUp(text).is_framed():
            return
        for start, end in found:
            yield Finding("STUDENT_NAME", start, end, 0.65, self.name, "row")


def _in_lists(text: str) -> Iterator[tuple[int, int]]:
    """Lists of single words, at least two and half of them surely given names; and the lists beside such a one."""
    for match in _LIST.finditer(text):
        low, high = match.span(1)
        words = [each.span() for each in _WORD.finditer(text, low, high) if text[each.start()].isupper()]
        values = [text[start:end] for start, end in words]
        sure = sum(map(_is_sure, values))
        doubtful = sure < _ENOUGH or 2 * sure < len(values) or sure == len(values)  # the sure ones need no company
        if doubtful or any(map(is_public_figure, values)) or _is_edged(text, low, high) or _of_others(text, low, high):
            continue
        yield from (span for span, value in zip(words, values, strict=True) if _could_be_listed(value))


def _is_sure(word: str) -> bool:
    """Whether a word is a given name of some country and nothing else."""
    if is_surely_given(word):
        return True
    other = is_common(word) or is_place(word) or is_calendar(word) or is_thing(word) or is_town(word) or is_brand(word)
    return is_given_anywhere(word) and not other and not is_organisation_word(word)


def _of_others(text: str, start: int, end: int) -> bool:
    """Whether it is a list of a book, a lesson or a route."""
    if _ROUTE.search(text[max(0, start - _AROUND // 2) : start]) is not None:
        return True
    if _CAST.search(text[max(0, start - 24) : start]) is not None:
        return False
    lesson = _LESSON.search(text[max(0, start - _AROUND) : start])
    return lesson is not None or _BOOK.search(text[max(0, start - _AROUND) : end + _AROUND]) is not None


def _is_edged(text: str, start: int, end: int) -> bool:
    """Whether the list begins or ends inside a longer capitalised phrase: then it is one of full names or titles."""
    before = re.search(r"([^\W\d_][\w'-]*) $", text[max(0, start - 24) : start])
    after = re.match(r" ([^\W\d_][\w'-]*)", text[end : end + 24])
    return (before is not None and before.group(1)[0].isupper() and not is_calendar(before.group(1))) or (
        after is not None and after.group(1)[0].isupper()
    )


def _in_plans(text: str) -> Iterator[tuple[int, int]]:
    """The given names of the lines that seat or group people; two of them, in lines beside each other, are sure."""
    if _PLAN.search(text) is None:
        return
    for block in _BLOCK.finditer(text):
        words = [
            match.span()
            for low, high in _plan_lines(text, block.start(), min(block.end(), block.start() + _LONGEST_BLOCK))
            for match in _WORD.finditer(text, low, high)
            if _is_single(text, *match.span())
        ]
        if sum(is_surely_given(text[start:end]) for start, end in words) >= _ENOUGH:
            yield from (span for span in words if _is_companion(text, *span))


def _plan_lines(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The lines of a block that speak of seats or groups; a line may hold several sentences."""
    while low < high:
        cut = text.find("\n", low, high)
        end = high if cut < 0 else cut
        routed = sum(1 for _ in _ROUTE.finditer(text[low:end])) > 1
        if (
            not routed
            and _PLAN.search(text[low:end]) is not None
            and _BOOK.search(text[max(0, low - _AROUND) : end]) is None
        ):
            yield low, end
        low = end + 1


def _is_single(text: str, start: int, end: int) -> bool:
    """A capitalised word that stands by itself, not in a capitalised phrase."""
    if not text[start].isupper() or not text[start + 1 : end].islower():
        return False
    after = text[end : end + 2]
    before = re.search(r"([^\W\d_][\w'-]*) $", text[max(0, start - 24) : start])
    if len(after) > 1 and after[0] == " " and after[1].isupper():
        return False
    return before is None or not before.group(1)[0].isupper() or is_calendar(before.group(1))


def _could_be_listed(word: str) -> bool:
    low = word.lower().removesuffix("'s")
    if low in _NOT_PEOPLE or is_thing(word):
        return False
    return is_given(word) or not (is_calendar(word) or is_place(word) or is_organisation_word(word))


def _is_companion(text: str, start: int, end: int) -> bool:
    """Whether a word of a plan is a name: a given one, or an item of a list in company."""
    word = text[start:end]
    if not _could_be_listed(word) or is_calendar(word):
        return False
    inside = _in_enumeration(text, start, end)
    if not is_given(word) and (is_common(word) or not inside) and not (inside and _beside_given(text, start)):
        return False
    if is_surely_given(word) or inside:
        return True
    return _STARTS.search(text[max(0, start - 3) : start]) is None or _SITS.match(text, end) is not None


def _in_enumeration(text: str, start: int, end: int) -> bool:
    """Whether a comma, "and" or "&" stands on one side at least, and a break or another of them on the other."""
    before, after = text[max(0, start - 5) : start], text[end : end + 5]
    left = before.endswith((", ", ",", " and ", "& ", "/ ", "/", ": ", " y ")) or before[-1:] in {"", "\n", "\t"}
    right = after[:1] in {",", ";", "\n", ".", "/", ""} or after.startswith((" and ", " & ", " y "))
    return left and right and (before.endswith((", ", ",", " and ", "& ", "/", " y ")) or after[:1] in {",", "/", " "})


def _beside_given(text: str, start: int) -> bool:
    """Whether a given name stands in the same line."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", start)
    line = text[low : high if high >= 0 else len(text)][:_LONGEST_BLOCK]
    return any(match.group()[0].isupper() and is_surely_given(match.group()) for match in _WORD.finditer(line))


DETECTOR = _CompanionDetector()
