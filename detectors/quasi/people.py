"""Who is named in a text, for its dates: people of records, others, and staff who are named as organisers.

A title or an occupation beside a name says that somebody works there: "Ms. Ito hosts the book fair on 11/12" is about
the fair. That is how schools write of their staff, so such a name makes no date personal by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.names import shape
from detectors.ordinary_words import ORDINARY_WORDS
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

_PERSONS: Final = word_set(
    "STUDENT_NAME FAMILY_NAME PATIENT_NAME STAFF_NAME_SENSITIVE STUDENT_ID MRN MEDICAID_ID PLAN_ID SSN"
    " SSN_LAST4 DOB IMMIGRATION_ID"
    " PASSPORT AGE_OVER_89"
)
_FILED: Final = word_set("STUDENT_ID MRN MEDICAID_ID PLAN_ID SSN DOB")
_OTHERS: Final = frozenset({"PERSON_OTHER"})
_NAMED: Final = word_set("STUDENT_NAME FAMILY_NAME PATIENT_NAME STAFF_NAME_SENSITIVE")
_ONE_NAME = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]{2,}$")
_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]{2,}")
_MOST_WORDS: Final = 200
_CONTACTS: Final = frozenset({"PHONE", "EMAIL", "ADDRESS"})
_FAMILIES: Final = word_set("IDEA S504 HLTH MH DISC CPS MCV SEXH IMM EMP EARLY FRL MTSS EL P2")
"""Record families whose sure terms show that a paragraph is a record."""
_EMPLOYMENT: Final = "EMP"
_SURE = 0.8

_TITLED = re.compile(
    rf"\b(?:{shape.TITLES}|superintendent|president|director|librarian|custodian|secretary|manager|coordinator|chair"
    r"|councilor|counselor|teacher|psychologist|board member|facilitator|speaker|presenter|organi[sz]er|vendor|chef"
    r"|bus driver|by|with|thanks|thank|contact|ask)\.?,?\s$",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\s?[,(]\s?(?:the |our |your )?(?:\w+ ){0,2}(?:superintendent|president|director|principal|librarian|coordinator"
    r"|chair|facilitator|presenter|organi[sz]er|manager)\b",
    re.IGNORECASE,
)
_REACH = 30


class People:
    """Where the people of one text stand: sorted offsets.

    Attributes:
        persons: names and numbers of students, families, patients and staff in sensitive matters.
        filed: those of them that are numbers and dates of birth: what only a file has.
        others: every other name.
        private: those of the others that no title and no occupation shows to be at work.
        contacts: telephone numbers and addresses.
        records: sure terms of record families.
        personnel: those of them that are of employment.
    """

    __slots__ = ("contacts", "filed", "others", "personnel", "persons", "private", "records")

    def __init__(self, text: str, findings: Sequence[Finding], marks: Sequence[Finding]) -> None:
        others = [finding for finding in findings if finding.base in _OTHERS]
        own = [finding.start for finding in findings if finding.base in _PERSONS]
        self.persons = sorted({*own, *_by_one_word(text, findings)})
        self.filed = [finding.start for finding in findings if finding.base in _FILED]
        self.others = [finding.start for finding in others]
        self.private = [finding.start for finding in others if not _at_work(text, finding)]
        self.contacts = [finding.start for finding in findings if finding.base in _CONTACTS]
        sure = [(mark.start, _family(mark)) for mark in marks if mark.score >= _SURE]
        self.records = sorted(start for start, family in sure if family in _FAMILIES)
        self.personnel = sorted(start for start, family in sure if family == _EMPLOYMENT)

    def __bool__(self) -> bool:
        return bool(self.persons or self.others)


def _by_one_word(text: str, findings: Sequence[Finding]) -> list[int]:
    """Where a protected person is called by one word of the name: "Dov" behind "Dov Lieberman".

    Names found elsewhere in the conversation become findings later (`detectors.memory`), too late for the dates beside.
    """
    words = {
        word
        for finding in findings
        if finding.base in _NAMED
        for word in text[finding.start : finding.end].split()
        if _ONE_NAME.match(word) is not None and word.lower() not in ORDINARY_WORDS
    }
    if not words or len(words) > _MOST_WORDS:
        return []
    return [match.start() for match in _CAPITALISED.finditer(text) if match.group() in words]


def _at_work(text: str, finding: Finding) -> bool:
    before = text[max(0, finding.start - _REACH) : finding.start]
    return _TITLED.search(before) is not None or _WORKS.match(text, finding.end, finding.end + _REACH * 2) is not None


def _family(mark: Finding) -> str:
    return mark.entity.split(".")[1]
