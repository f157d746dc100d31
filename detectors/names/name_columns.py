"""Names in the cells of a pasted table whose header says that its column holds people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.identifiers.signals import TABLE
from detectors.identifiers.tables import Table, tables
from detectors.names.lexicon import is_common, is_given, is_organisation_word

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS = tuple(
    (entity, compile_pattern(rf"^(?:{header})$"))
    for entity, header in (
        (
            "STUDENT_NAME",
            (
                r"(?:student|stu|child|pupil|scholar|kid|participant|estudiante|alumno)(?: ?names?| ?full name)?"
                r"|last first|(?:legal|preferred|student|child)? ?(?:first|last|full|given|family)(?: ?name)?"
                r"|[fl]name|nombre|apellidos?"
            ),
        ),
        (
            "FAMILY_NAME",
            (
                r"(?:parent|guardian|mother|father|mom|dad|contact|emergency contact|caregiver"
                r"|family)s?(?: ?\d)?(?: ?names?)?"
            ),
        ),
        ("PATIENT_NAME", r"(?:patient|client|pt)(?: ?names?)?"),
        ("PERSON_OTHER", r"(?:employee|applicant|staff|member)(?: ?names?)|whose"),
    )
)
_PLAIN_NAME = compile_pattern(r"^(?:name|nm|full name|person)$")
_RECORD_HEADER = compile_pattern(
    r"\b(?:gr|grade|ssid|dob|tchr|teacher|allergy|med|iep|lunch|homelang|wida|ssn|acct|net|email|phone"
    r"|birth|age|id|guardian|parent)\b"
)
_SKIP = compile_pattern(r"^(?:\([^)]{1,20}\) ?|(?i:mrs?|ms|miss|dr|mx|nana)\.? |\"[^\"]{1,20}\" )")
_TRAIL = compile_pattern(r" ?\([^)]{0,30}\)$")
_LETTER = compile_pattern(r"\pL")
_BAD = compile_pattern(r"\d|@|_|https?:")
_LONGEST = 60
_NOT_PEOPLE = frozenset(
    {
        "total",
        "all",
        "none",
        "average",
        "mean",
        "n/a",
        "na",
        "tbd",
        "unknown",
        "vacant",
        "agency",
        "sum",
        "other",
        "female",
        "male",
    }
)


class _NameColumnDetector:
    """See the file's docstring."""

    name = "names.columns"
    version = 1
    needs = (TABLE,)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in the cells of every table of a folded text."""
        for table in tables(text):
            columns = [(place, _entity(table, header)) for place, header in enumerate(table.headers)]
            for row in table.rows:
                for place, entity in columns:
                    if entity is not None and place < len(row):
                        span = _person(text, row[place].start, row[place].end)
                        if span is not None:
                            yield Finding(entity, *span, 0.85, self.name, "field")


def _entity(table: Table, header: str) -> str | None:
    for entity, pattern in _HEADERS:
        if pattern.search(header):
            return entity
    if _PLAIN_NAME.search(header) and any(_RECORD_HEADER.search(other) for other in table.headers):
        return "STUDENT_NAME"
    return None


def _person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name inside a cell, without title, nickname before it and remarks round it; None when it holds none."""
    while (skip := _SKIP.search(text[start:end])) is not None:
        start += skip.end()
    trail = _TRAIL.search(text[start:end])
    if trail is not None:
        end = start + trail.start()
    value = text[start:end]
    if (
        not 0 < len(value) <= _LONGEST
        or _BAD.search(value)
        or not _LETTER.search(value)
        or value.lower() in _NOT_PEOPLE
    ):
        return None
    words = value.replace(",", " ").split()
    known = [word for word in words if is_organisation_word(word) or (is_common(word) and not is_given(word))]
    return None if len(known) * 2 > len(words) or (value.islower() and known) else (start, end)


DETECTOR = _NameColumnDetector()
