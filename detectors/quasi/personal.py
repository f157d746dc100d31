"""Which dates are somebody's: decided after names, because a date is personal beside a person.

45 CFR 164.514(b)(2)(i)(C).

A candidate stays when a protected person stands in its sentence or its paragraph; when it is the value of an event's
field ("Meeting date:") in a text about such a person; when its sentence speaks of "her" or "the student" and the person
was named before; when it tells an event and the person was named a moment ago; when its paragraph reads as a record and
names somebody who is not shown to be at work; or when a parent writes of "my son". Days of the school's calendar,
versions and laws stay with nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from detectors.quasi.care import is_of_care
from detectors.quasi.cues import Cues, stands
from detectors.quasi.dates import MAYBE
from detectors.quasi.everybodys import is_everybodys
from detectors.quasi.numbers import beside_names
from detectors.quasi.people import People
from detectors.quasi.things import of_a_thing
from detectors.structure import layout
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding
    from detectors.quasi.cues import Cue

_EVENT_LABEL: Final = word_set(
    "date dates fecha time incident meeting admitted admission discharge discharged seen dos visit"
    " evaluation eval reevaluation review"
    " when day annual tri triennial iep ifsp due hearing hired hire start started exit entry enrolled withdrawn"
    " court service services testing"
    " tested test dose given onset injury event absent absences suspension vaccine dtap mmr tdap"
    " appointment next last expires"
    " expiration signed sent since until effective dated reunion cita varicella ipv hib hep polio pcv hpv"
    " rotavirus influenza follow up consent"
)
_NOT_EVENT_LABEL: Final = word_set(
    "rev version revised policy fiscal year posting closes adopted published window form updated training"
    " board school created"
    " printed batch lot deadline"
)
_HEADER_LABEL: Final = word_set("sent subject from to cc")
"""Alone: "More from my notes:" is no header of a message."""
_REST: Final = frozenset({"the", "de", "of", "el"})
"""What is left of a candidate when a date of birth took the rest."""
_TELLING: Final[tuple[Cue, ...]] = ("event", "happens", "third", "somebody")
_BEFORE = 700
_NEAR = 250
_FAR = 1_500
_VALUE = 60
"""Characters of a cell within which a date is its value."""
_MEETING = re.compile(r" (?:\w+ )?(?:meeting|agenda|minutes|hearing|workshop|study session)s?\b", re.IGNORECASE)
_BODY = re.compile(r"\b(?:board|council|commission|trustees|consejo|mesa directiva)\b", re.IGNORECASE)
_CENTURY = re.compile(r",? 1[0-8]\d\d\b")
"""The year behind a day and a month, which `date_forms` does not take for one: "July 4, 1776"."""
_YEAR = re.compile(r"\b19\d\d\b")
_OLDEST_RECORD: Final = 1970
_SUBJECT = re.compile(r"[> \t]*(?:subject|asunto|re|betreff|objet|assunto)\s?:", re.IGNORECASE)
_MONTH = re.compile(r"[^\W\d]+\.?,? (?:of |de )?20\d\d$")
"""A month without its day: everybody has one in a school year, so only an event that is told makes it somebody's."""


def keep_personal(text: str, findings: tuple[Finding, ...], marks: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """The findings without the dates, and the bare numbers, that are nobody's.

    Args:
        text: the original text.
        findings: arbitrated, with roles; sorted.
        marks: the terms of the text, in any order.
    """
    findings = beside_names(text, findings)
    if not any(finding.why == MAYBE for finding in findings):
        return findings
    judge = _Judge(text, findings, marks)
    return tuple(finding for finding in findings if finding.why != MAYBE or judge.is_personal(finding))


class _Judge:
    """The persons of one text, and what stands round its dates."""

    def __init__(self, text: str, findings: Sequence[Finding], marks: Sequence[Finding]) -> None:
        self._text = text
        self._people = People(text, findings, marks)
        self._layout = layout(text)
        self._cues = Cues(text)
        self._lists = [
            (region.start, region.end) for region in self._layout if region.kind != "mail" and len(region.rows) > 1
        ]
        self._told = [start for start in self._people.persons if not self._in_rows(start)]
        self._private = [start for start in self._people.private if not self._in_rows(start)]
        self._mail = [(region.start, region.end) for region in self._layout if region.kind == "mail"]
        self._ahead = _FAR if len(self._mail) > 1 else 0  # the newest message of a thread stands first

    def is_personal(self, date: Finding) -> bool:
        """Whether somebody's record has this date."""
        nobody = not self._people and not (self._people.contacts and self._cues.any("mine", 0, len(self._text)))
        if nobody or self._text[date.start : date.end].lower() in _REST:
            return False
        if self._in_mail_header(date.start):
            return self._in_subject_about_somebody(date)
        label = self._label(date.start)
        persons = self._people.persons
        if of_a_thing(self._text, date.start, self._cues, persons) or is_everybodys(
            self._text, date.start, date.end, self._cues, persons
        ):
            return False
        if is_of_care(self._text, date.start, date.end, self._cues):
            return True
        if label & _NOT_EVENT_LABEL or (len(label) == 1 and label <= _HEADER_LABEL):
            return False
        known = persons or (self._private and self._people.records)
        return bool(label & _EVENT_LABEL and known) or self._is_told_of(date)

    def _is_told_of(self, date: Finding) -> bool:
        """Whether its sentence tells something of a person: one named in it, or one spoken of and named before."""
        start, end = self._cues.sentence(date.start, date.end)
        if self._is_of_history(date) and not stands(self._people.persons, start, end):
            return False
        strong, public = self._cues.any("strong", start, end), self._is_public(date, start, end)
        if public and not strong:
            return False
        if _MONTH.match(self._text, date.start, date.end) and not self._cues.any("event", start, end):
            return False
        persons = self._people.persons
        return (
            stands(persons, start, end)
            or (strong and stands(self._told, date.start - _FAR, date.start + _FAR))
            or (strong and not public and stands(self._private, date.start - _NEAR, date.start + _NEAR))
            or (stands(persons, date.start - _BEFORE, end) and self._cues.any("third", start, end))
            or (self._cues.any("event", start, end) and self._is_near(date, start, end))
            or self._is_of_record(date, start, end)
        )

    def _is_near(self, date: Finding, start: int, end: int) -> bool:
        """Whether an event that is told may be somebody's: a name beside it, or a moment before it."""
        return (
            stands(self._people.private, start, end)
            or (stands(self._people.others, start, end) and self._cues.any("third", start, end))
            or stands(self._told, date.start - _NEAR, date.start)
            or (stands(self._people.private, date.start - _BEFORE, end) and self._cues.any("somebody", start, end))
        )

    def _is_of_record(self, date: Finding, start: int, end: int) -> bool:
        """Whether its paragraph is about somebody: what is told there is theirs, even without a word for an event."""
        low, high = self._cues.paragraph(date.start, date.end)
        tells = self._tells(start, end)
        public = self._cues.any("public", low, high) and not self._cues.any("strong", low, high)
        if self._is_public_meeting(date, low, high):
            return False
        if public and not tells and not stands(self._people.filed, low, high):
            return False  # a day on a list of days for everybody
        return (
            stands(self._told, low, high)
            or (stands(self._private, low, high) and self._reads_as_record(low, high))
            or (stands(self._private, start, end) and self._reads_as_record(date.start - _BEFORE, end))
            or (stands(self._people.others, low, high) and stands(self._people.personnel, low, high))
            or (stands(self._told, date.start - _FAR, date.start + self._ahead) and (tells or self._tells(low, high)))
            or (self._cues.any("third", low, high) and self._is_of_file(date))
            or self._cues.any("mine", low, high)
        )

    def _is_of_file(self, date: Finding) -> bool:
        """Whether somebody was named before in a record: "Her step 2 is due 3/4" in an answer within a thread."""
        low, high = date.start - _FAR, date.start + self._ahead
        return stands(self._private, low, high) and stands(self._people.personnel, low, high)

    def _is_of_history(self, date: Finding) -> bool:
        """Whether its year is one of history lessons: no pupil's record is so old, and other people are named in it."""
        if _CENTURY.match(self._text, date.end) is not None:
            return True
        year = _YEAR.search(self._text, date.start, date.end)
        return year is not None and int(year.group()) < _OLDEST_RECORD

    def _is_public(self, date: Finding, start: int, end: int) -> bool:
        """Whether it speaks of everybody's calendar, or cites a law and tells nothing of anybody.

        The date's own words do not count: a holiday is a word of the calendar.
        """
        if self._cues.any("public", start, date.start) or self._cues.any("public", date.end, end):
            return True
        if self._cues.any("perhaps", start, end) and not self._is_somebodys(start, end):
            return True
        told = self._cues.any("event", start, end) or stands(self._people.records, start, end)
        return self._cues.any("law", start, end) and not told

    def _is_somebodys(self, start: int, end: int) -> bool:
        """Whether the sentence tells something, and of somebody who is named or spoken of in it."""
        named = stands(self._people.persons, start, end) or stands(self._private, start, end)
        told = any(self._cues.any(cue, start, end) for cue in ("event", "strong", "third")) or stands(
            self._people.records, start, end
        )
        return told and (named or self._cues.any("somebody", start, end))

    def _is_public_meeting(self, date: Finding, low: int, high: int) -> bool:
        """Whether it is the day of a meeting in a paragraph about a body that meets in public (RCW 42.30)."""
        met = _MEETING.match(self._text, date.end) is not None
        return met and _BODY.search(self._text, low, high) is not None

    def _tells(self, start: int, end: int) -> bool:
        """Whether something is told of somebody there."""
        told = any(self._cues.any(cue, start, end) for cue in _TELLING)
        return told or stands(self._people.records, start, end)

    def _reads_as_record(self, low: int, high: int) -> bool:
        return (
            stands(self._people.records, low, high)
            or self._cues.any("strong", low, high)
            or self._cues.any("third", low, high)
            or (self._cues.any("event", low, high) and self._cues.any("happens", low, high))
        )

    def _in_rows(self, offset: int) -> bool:
        """Whether it stands among many rows: what is written below a list is about the list."""
        index = bisect_right(self._lists, (offset, len(self._text))) - 1
        return index >= 0 and offset < self._lists[index][1]

    def _in_mail_header(self, offset: int) -> bool:
        """When a message was sent is nobody's record."""
        index = bisect_right(self._mail, (offset, len(self._text))) - 1
        return index >= 0 and offset < self._mail[index][1]

    def _in_subject_about_somebody(self, date: Finding) -> bool:
        """Whether a subject line speaks of a day in a message about a child: "questions before Dec 2"."""
        low = self._text.rfind("\n", 0, date.start) + 1
        high = self._text.find("\n", date.end)
        high = len(self._text) if high < 0 else high
        if _SUBJECT.match(self._text, low) is None or self._cues.any("public", low, high):
            return False
        low, high = date.start, date.start + _FAR
        about = stands(self._people.persons, low, high) and (
            self._cues.any("third", low, high) or stands(self._people.records, low, high)
        )
        return about or self._cues.any("mine", low, high)

    def _label(self, offset: int) -> set[str]:
        """Words of the label of the cell that holds the date."""
        cell = self._layout.cell_at(offset)
        if cell is None or offset - cell.start > _VALUE:
            return set()  # "Please translate to Spanish: Dear ...": a letter stands there, not a value
        return set(cell.label.split())
