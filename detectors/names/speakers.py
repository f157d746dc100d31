"""Who speaks in a pasted chat ("Uzo: my car is full"), and who heads lines of notes ("- CJ and Dre: late").

One such line is a label; several in which people take turns, or of which half begin with names, are people. The labels
of forms ("Grade: 5"), plays, questions and answers, weekdays and subjects are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
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
from detectors.names.made_up import MadeUp
from detectors.ordinary_words import WORD_NAMES
from detectors.structure.labels import word_set
from detectors.word_signs import acts_as_person

if TYPE_CHECKING:
    from collections.abc import Iterator

# Anchored looks at one line, every repetition bounded: stdlib `re` is linear here.
_WORD: Final = r"[^\W\d_a-z][^\W\d_]*(?:['\u2019-][^\W\d_]+){0,2}"
_PERSON: Final = rf"{_WORD}(?: [A-Z]\.| {_WORD}){{0,2}}"
_SPEAKER = re.compile(
    rf"[ \t>]{{0,4}}(?:\[?\d\d?:\d\d(?: ?[aApP][mM]?)?\]?[ ,-]{{1,3}})?({_PERSON})"
    r"(?: ?[\[(]?\d\d?:\d\d(?: ?[aApP]\.?[mM]?\.?)?[\])]?)?: {1,2}(?=\S)"
)
_HEAD = re.compile(
    rf"[ \t]{{0,6}}(?:[*\u2022>-]|\d{{1,2}}[.)]) {{1,2}}({_PERSON})(?:(?:,? (?:and|&)|,|/| \+) ?({_PERSON}))?"
    r"(?=:|,| ?[-\u2013\u2014=(]|\.? [a-z\d]| [A-Z]{2,4}\b|\.?$)"
)
_FIRST_PERSON = re.compile(
    r"(?i)(?<![\w'])(?:i|i'm|im|i'll|ill|i've|me|my|mine|we|we're|our|us|you|u|your|ur|yes|yeah|yep|ya|no|nope"
    r"|ok|okay|k|lol"
    r"|thanks|thx|ty|pls|please|can|sure|hi|hey|same|sorry|omw|done|who|when|where|how|what|yo|mi|sí|gracias)(?![\w])"
)
_ABOUT_PUPILS = re.compile(
    r"(?i)\b(?:students?|pupils?|scholars?|kids?|kiddos?|class(?:room)?|caseload|groups?|data team|tier ?[123]|iep|504"
    r"|attendance|absen\w+|tardy|reading|phonics|blends|wcpm|lsf|dibels|screen(?:er|ing)?|behavior|recess"
    r"|referr\w+|sst|mtss"
    r"|parents?|families|mom|dad|grandma|speech|eval\w*|grade|gr|kinder\w*|goals?|interventions?|missing work"
    r"|check-?ins?"
    r"|seat\w*|pull-?out|makeup|retake|lunch|nurse|meds|bus)\b"
)
_DOES = re.compile(
    r" (?:stuck|up|down|out|in|is|was|has|had|needs?|still|not|no|new|got|can|will|may|should|moved?|moves"
    r"|reads?|missed"
    r"|absent|late|back|refus\w+|struggl\w+|cried|hit|said|says|wants?|w/|with|on|at|to|from|doing|making|passed"
    r"|failed|exit(?:s|ed)?|starts?|started|stays?|gets?|behind|ahead|below|above|met|works?|working|likes?|lost|forgot"
    r"|finished|scored|tested|retakes?|owes|walks?|rides?|sits?)\b"
)
_SCORED = re.compile(r" \d")
_ANY_WORD = re.compile(r"\w+")
_PAIRED = re.compile(
    r"(?:(?:,| and| &|/) ?[A-Z]\w+)? ?\((?:twins?|brothers?|sisters?|cousins?|siblings?|sibs)\)|,? (?:and|&) [A-Z]"
)
_NO_LIST = re.compile(
    r"(?i)\b(?:agenda|novels?|books?|vendors?|brands?|schools|buildings|cities|countries|states|presidents|characters?"
    r"|scientists|inventors|authors?|plants?|teams|houses|costumes?|supplies|recipes?|menu|software|apps)\b"
)
_POSTS: Final = word_set(
    "dispatch dispatcher driver caller operator agent bot chatbot system admin helpdesk moderator host narrator "
    " interviewer interviewee assistant user human ai customer client tech support teacher student parent coach"
    " principal nurse counselor"
    " secretary registrar custodian manager buyer seller speaker chair clerk treasurer judge witness attorney"
)
_LONGEST_TEXT: Final = 60_000
_FEWEST_SPEAKERS: Final = 2
_FEWEST_HEADS: Final = 3
_FEWEST_NAMED: Final = 2
_GAP: Final = 2
"""Other lines between two of a run, at most: messages and notes wrap."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that has the form: its persons, and where its message begins and ends."""

    people: tuple[tuple[int, int], ...]
    behind: int
    end: int


class _SpeakerDetector:
    """See the file's docstring."""

    name = "names.speakers"
    version = 2
    needs = ("",)
    entities = ("STUDENT_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        if "\n" not in text or len(text) > _LONGEST_TEXT:
            return
        found = [("PERSON_OTHER", span) for span in _speakers(text)] + [("STUDENT_NAME", span) for span in _heads(text)]
        if found and not MadeUp(text).is_framed():
            found += [("STUDENT_NAME", span) for span in _again(text, {text[slice(*span)] for _, span in found})]
            for entity, span in found:
                yield Finding(entity, *span, 0.7, self.name, "row")


def _speakers(text: str) -> Iterator[tuple[int, int]]:
    """Heads of messages: two persons take turns, or one who speaks again after another line."""
    for run in _runs(text, _SPEAKER):
        heads = [text[slice(*line.people[0])] for line in run]
        possible = [_could_be(head) for head in heads]
        talking = sum(_FIRST_PERSON.search(text, line.behind, line.end) is not None for line in run)
        if len(run) < _FEWEST_SPEAKERS or 3 * talking < len(run) or 2 * talking < _FEWEST_SPEAKERS:
            continue
        if any(map(is_public_figure, heads)):
            continue  # a play
        certain = any(map(_is_named, heads)) or any(
            heads.count(head) > 1 for head, person in zip(heads, possible, strict=True) if person
        )
        if certain:
            yield from (line.people[0] for line, person in zip(run, possible, strict=True) if person)


def _heads(text: str) -> Iterator[tuple[int, int]]:
    """Heads of the lines of notes about pupils, two at least and half of them known names."""
    if _ABOUT_PUPILS.search(text) is None:
        return
    for run in _runs(text, _HEAD):
        people = [span for line in run for span in line.people]
        named = sum(_is_named(text[slice(*line.people[0])]) for line in run)
        likely = sum(_is_likely(text, line.people[0]) for line in run)
        before = text[max(0, people[0][0] - 120) : people[0][0]]
        certain = named >= _FEWEST_NAMED or (named and named + likely > _FEWEST_NAMED)
        if len(run) < _FEWEST_HEADS or not certain or 2 * (named + likely) < len(run) or _NO_LIST.search(before):
            continue
        for line in run:
            yield from (span for span in line.people if _may_head(text, span))


def _again(text: str, names: set[str]) -> Iterator[tuple[int, int]]:
    """Where a head that is an English word too stands again as a person does: "and not for Royal"."""
    words = {name for name in names if name.isalpha() and (is_common(name) or name.lower() in WORD_NAMES)}
    if words:  # one pass over the text, however many they are
        for match in _ANY_WORD.finditer(text):
            if match.group() in words and acts_as_person(text, *match.span()):
                yield match.span()


def _runs(text: str, form: re.Pattern[str]) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    missed = start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        match = form.match(text, start, end)
        if match is not None:
            spans = tuple(match.span(group) for group in range(1, form.groups + 1) if match.group(group))
            run.append(_Line(spans, match.end(), end))
            missed = 0
        elif text[start:end].strip():
            missed += 1
        if missed > _GAP and run:
            yield run
            run = []
        start = end + 1
    if run:
        yield run


def _is_named(name: str) -> bool:
    """Whether a list of names has its first word, and nothing else has it."""
    first = name.split(maxsplit=1)[0].removesuffix("'s")
    if is_public_figure(name) or is_thing(first) or is_calendar(first) or is_common(first):
        return len(name.split()) > 1 and is_given(first) and not is_common(name.rsplit(maxsplit=1)[-1])
    return is_given_anywhere(first) or is_short_name(first)


def _is_likely(text: str, span: tuple[int, int]) -> bool:
    """Whether a name that is a word too heads a line that says what it did or scored: "Ocean absent 14", "Story 22"."""
    name = text[slice(*span)]
    if _is_named(name) or " " in name or is_calendar(name) or is_thing(name):
        return False
    word = name.lower() in WORD_NAMES or is_given_anywhere(name)
    return word and (_DOES.match(text, span[1]) is not None or _SCORED.match(text, span[1]) is not None)


def _could_be(name: str) -> bool:
    """Whether a speaker's words may be a person: a name, or no word of anything else."""
    words = name.rstrip(".").split()
    first = words[0]
    if len(first) == 1 or first.lower() in _POSTS:  # "A:", "Q:", "Dispatch:"
        return False
    if is_public_figure(name) or any(is_thing(word) or is_organisation_word(word) for word in words):
        return False
    if first.isupper() and len(first) > 3 and not is_given_anywhere(first):  # noqa: PLR2004  "AJ", "LUZ"
        return False
    if is_calendar(first) or is_place(first) or (is_town(first) and not is_given_anywhere(first)):
        return False
    return is_given_anywhere(first) or (not is_common(first) and not any(map(is_common, words[1:])))


def _may_head(text: str, span: tuple[int, int]) -> bool:
    """Whether the head of a line is a person: known, unlike anything else, or a name that is a word and acts."""
    name = text[slice(*span)]
    first = name.split()[0]
    if _is_named(name) or (is_calendar(first) and is_given(first) and _DOES.match(text, span[1]) is not None):
        return True
    if is_given_anywhere(first) and not is_calendar(first):
        does = _DOES.match(text, span[1]) or _SCORED.match(text, span[1]) or _PAIRED.match(text, span[1])
        return does is not None or text[span[1] : span[1] + 1] in {":", ","}
    return _could_be(name) and not is_surname(first)


DETECTOR = _SpeakerDetector()
