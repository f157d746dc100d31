"""Names that a list shows: lines or items of one form, most of which begin with a given name.

"Thi 47" alone is a word and a number. In four lines of that form, of which three begin with names that people have, it
is a child's score; the same holds for times before names ("3:30 Pham"), for items in one line ("sol 4/10 jun 9/10") and
for numbers of telephones behind names. The name model sees one line at a time and misses those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.signals import DIGIT
from detectors.names.lexicon import (
    is_calendar,
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_public_figure,
    is_short_name,
    is_surname,
    is_thing,
    is_town,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Anchored looks at one line, every repetition bounded and none inside another: stdlib `re` is linear here.
_NAME: Final = r"[^\W\d_a-z][\w'\u2019.-]{0,20}(?: [^\W\d_a-z][\w'\u2019.-]{0,20}){0,2}"
_BULLET: Final = r"[ \t>*\u2022-]{0,6}(?:\d{1,2}[.)] )?"
_NAME_FIRST = re.compile(
    rf"{_BULLET}({_NAME})(?:\.?[ \t]{{0,3}}[-\u2013:=,/|(\t][ \t]{{0,3}}|[ \t]{{1,4}})\(?[+-]?\$?\d"
)
_TIME_FIRST = re.compile(
    rf"{_BULLET}(?:\d\d?/\d\d?(?:/\d\d(?:\d\d)?)?,? {{1,2}})?(?:\d\d?[:.]\d\d|[01]\d[0-5]\d)(?: ?[ap]\.?m\.?)?"
    rf"[ \t]{{0,3}}[-\u2013:|]?[ \t]{{0,3}}({_NAME}(?:/{_NAME})?)(?=$|[ \t,(/;.-])"
)
_ITEM = re.compile(
    r"(?:^|(?<=[\s,;:(/]))([^\W\d_][\w'\u2019-]{1,20}(?: [^\W\d_][\w'\u2019-]{1,20})?)"
    r"(?: (?:got|has|had|scored|at|is at|is|=)|[:=-])? {0,2}(\d{1,3}(?:/\d{1,3}|%))(?=$|[\s,;.)])"
)
_TIMED_ITEM = re.compile(rf"(?:^|(?<=[\s,;:(/]))\d\d?:\d\d {{1,2}}({_NAME})(?=$|[\s,;.)/])")
_PHONE_ITEM = re.compile(
    rf"(?:^|(?<=[\s,;:(/\u2022]))({_NAME})[ :,-]{{1,3}}(\(?\d{{3}}\)?[ .-]?\d{{3}}[ .-]?\d{{4}})(?!\d)"
)
_SCORE = re.compile(r"\d(?:/\d|%)")
_PHONE_DIGITS = re.compile(r"\d{3}[ .-]?\d{4}")
_GAP: Final = 40
_FEWEST: Final = 3
_MOST_LINES = 2_000
_NOT_PEOPLE = re.compile(
    r"(?i)\b(?:schools?|campus(?:es)?|buildings?|vendors?|brands?|cities|towns|counties|states|presidents|characters?"
    r"|novels?|books|rivers|planets|teams|elements|scientists|inventors)\b"
)
_BEFORE: Final = 120
_HEADED = re.compile(
    r"(?i)(?:^|\n)\W{0,3}(?:names?|students?|kids?|pupils?|last names?)\W{1,3}[\w /%#]{2,16}\n[-*> ]{0,3}$"
)
"""The head of two columns, of which the first holds names."""
_LABELLED = re.compile(r"(?i)\b(?:students|kids|pupils|scholars|kiddos|class|children): ?$")
_APPOINTED = re.compile(
    r"(?i)\b(?:conf(?:erence)?s?|conferencing|meetings?|mtgs?|appointments?|appts?|visits?|interviews?|tours?|log|nurse"
    r"|clinic|pick-?ups?|drop-?offs?|check-?ins?|parents?|families|caseload|sessions?|screenings?)\b"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line or item: where its name stands."""

    start: int
    end: int


class _ListDetector:
    """See the file's docstring."""

    name = "names.line_lists"
    version = 2
    needs = (DIGIT,)
    entities = ("STUDENT_NAME", "PHONE")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entries, surnames in _groups(text):
            if _are_people(text, entries, surnames=surnames):
                for entry in entries:
                    yield from _names(text, entry)
        yield from _phones(text)


def _groups(text: str) -> Iterator[tuple[list[_Entry], bool]]:
    """Runs of entries of one form, each with whether surnames alone show that people are listed."""
    appointed = _APPOINTED.search(text) is not None
    for form in (_NAME_FIRST, _TIME_FIRST):
        for run in _line_runs(text, form):
            headed = _HEADED.search(text, max(0, run[0].start - _GAP), run[0].start) is not None
            yield run, headed or (appointed and form is _TIME_FIRST)
    if _SCORE.search(text) is not None:  # a quick look: the patterns below visit every word
        for run in _runs([(m.start(), m.end(), _Entry(*m.span(1))) for m in _ITEM.finditer(text)]):
            low = run[0].start
            yield run, _LABELLED.search(text, max(0, low - _GAP), low) is not None
    for run in _runs([(m.start(), m.end(), _Entry(*m.span(1))) for m in _TIMED_ITEM.finditer(text)]):
        yield run, appointed


def _line_runs(text: str, form: re.Pattern[str]) -> Iterator[list[_Entry]]:
    """Lines beside each other that have the form; one other line may stand between."""
    run: list[_Entry] = []
    missed = start = 0
    for _ in range(_MOST_LINES):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        match = form.match(text, start, min(end, start + 200))
        if match is not None:
            run.append(_Entry(*match.span(1)))
            missed = 0
        else:
            missed += 1
        if missed > 1 or end == len(text):
            if len(run) >= _FEWEST:
                yield run
            run = []
        if end == len(text):
            return
        start = end + 1


def _runs(items: Sequence[tuple[int, int, _Entry]]) -> Iterator[list[_Entry]]:
    """Items that follow each other closely."""
    run: list[_Entry] = []
    last = 0
    for start, end, entry in items:
        if run and start - last > _GAP:
            if len(run) >= _FEWEST:
                yield run
            run = []
        run.append(entry)
        last = end
    if len(run) >= _FEWEST:
        yield run


def _are_people(text: str, entries: Sequence[_Entry], *, surnames: bool) -> bool:
    """Whether half of the entries, two at least, begin with a name, and few with a word, a place or a thing."""
    first = entries[0].start
    if _NOT_PEOPLE.search(text, max(0, first - _BEFORE), first) is not None:
        return False
    heads = [text[entry.start : entry.end].replace("/", " ").split()[0].rstrip(".,") for entry in entries]
    named = sum(_is_named(head) or (surnames and is_surname(head)) for head in heads)
    other = sum(not (_could_be(head) or (surnames and is_surname(head))) for head in heads)
    places = 0 if surnames else sum(is_town(head) or is_place(head) for head in heads)
    return named >= 2 and 2 * named >= len(heads) and 3 * other <= len(heads) and 2 * places < len(heads)  # noqa: PLR2004  as above


def _is_named(word: str) -> bool:
    return (is_given_anywhere(word) or is_short_name(word)) and not (is_calendar(word) or is_thing(word))


def _could_be(word: str) -> bool:
    """Whether the word is unlike what else stands before a number."""
    if is_short_name(word):
        return True
    if is_given(word):
        return not is_calendar(word)
    return not (is_common(word) or is_thing(word) or is_calendar(word) or is_organisation_word(word))


def _names(text: str, entry: _Entry) -> Iterator[Finding]:
    """The name of one entry; two surnames of one family by themselves."""
    start = entry.start
    for part in text[entry.start : entry.end].split("/"):
        words = part.split()
        kept = part if words and words[-1].rstrip(".").lower() not in _TAIL else part[: part.rfind(words[-1])].rstrip()
        name = kept.strip(" .,")
        low = start + part.find(name) if name else start
        if name and (_could_be(words[0].rstrip(".,")) or _is_initials(name)) and not is_public_figure(name):
            yield Finding("STUDENT_NAME", low, low + len(name), 0.7, "names.line_lists", "row")
        start += len(part) + 1


_TAIL: Final = frozenset({"got", "has", "had", "at", "is", "gr", "grade", "id", "pin", "room", "rm", "bus"})


def _is_initials(name: str) -> bool:
    return name.isupper() and len(name.replace(".", "")) in {2, 3}


def _phones(text: str) -> Iterator[Finding]:
    """Names before numbers of telephones, two at least beside each other, and those numbers."""
    if _PHONE_DIGITS.search(text) is None:
        return
    items = [(match.start(), match.end(), match) for match in _PHONE_ITEM.finditer(text)]
    for place, (start, end, match) in enumerate(items):
        near = (place > 0 and start - items[place - 1][1] <= 2 * _GAP) or (
            place + 1 < len(items) and items[place + 1][0] - end <= 2 * _GAP
        )
        words = match.group(1).split()
        person = near and all(map(_could_be, words)) and not any(map(is_organisation_word, words))
        if person and len(words[0]) > 2:  # noqa: PLR2004  "Ph", "C"
            yield Finding("STUDENT_NAME", *match.span(1), 0.7, "names.line_lists", "row")
            yield Finding("PHONE", *match.span(2), 0.7, "names.line_lists", "row")


DETECTOR = _ListDetector()
