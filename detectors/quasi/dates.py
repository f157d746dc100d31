"""Dates that could belong to one person's record (45 CFR 164.514(b)(2)(i)(C)): candidates, and the cells of their rows.

A date by itself is nobody's. In a row about a person a cell that holds a date is that person's; every other date is a
candidate (``date.maybe``) that `detectors.quasi.personal` keeps only beside a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.date_forms import DATE, DAY, MONTH, is_possible, is_scanned
from detectors.identifiers.date_languages import without_spaces
from detectors.identifiers.pattern import isolated
from detectors.identifiers.signals import DIGIT
from detectors.quasi.loose_dates import DASHED, LOG_AT, LOOSE, SCANNED_AT, SHORT, WEEKDAY
from detectors.structure import regions
from detectors.structure.columns import of_persons, shapes
from detectors.structure.labels import word_set
from detectors.structure.meaning import meaning
from detectors.structure.subjects import SubjectBook, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.structure import Region

MAYBE: Final = "date.maybe"
"""Reason code of a candidate: dropped unless a person stands beside it."""

_SCORED = re.compile(r"(?i)\b(?:scor\w+|quiz\w*|correct|accura\w+|trials?|points?|fractions?|math|probes?|out of)\b")
_SCORED_REACH = 60
_NEXT = re.compile(rf"(?:,? (?:and|&|y|to|or) |, ?| ?- ?)({SHORT})(?![\d/%])")
_QUOTED = re.compile(r"(?:On|El) (?:\w{2,9},? ){0,2}$")
_WROTE = re.compile(r"(?:wrote|escribi\u00f3):")
_WROTE_REACH = 150
_QUOTED_REACH = 26
_GRADES: Final = frozenset(("1-2", "1-3", "1-5", "2-3", "2-5", "3-5", "4-5", "6-8", "6-12", "7-8", "7-12", "9-12"))
"""Bands of grades in the form of a short date: "she works on 9-12"."""
_LOG_TIME = re.compile(r"[T ]\d\d:\d\d:\d\d")
_AMOUNT = re.compile(
    r"(?i)^ ?(?:items?|points?|pts|cups?|correct|trials?|opportunit|students|of the|inch|teaspoon|tsp"
    r"|hours?|days? a|majority|mile)"
)
_WHOLE = re.compile(
    rf"(?i)^(?:{WEEKDAY})?,? ?(?:{DATE}|{MONTH} {DAY}|{DAY}(?: de| of)? {MONTH}|{SHORT}|(?:0?[1-9]|1[0-2])/20\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d[T ][\d:.Z+-]+)$"
)
_DASHED_CELL = re.compile(rf"^{DASHED}$")
_CELL_DATES = re.compile(rf"(?i)(?:^|[^\w/.-])({DATE}|{SHORT}|(?:0?[1-9]|1[0-2])/20\d\d)(?:[^\d/%]|$)")
_NOBODYS: Final = word_set(
    "ts timestamp created updated modified batch generated exported printed version rev year fiscal"
    " window term semester quarter"
    " release published posted deadline expires expiration lot policy"
    " score scores fraction ratio result wida sbac reading math trials correct bp blood"
)
_MONTHS_ES: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_FEASTS: Final = (
    *(
        " day",
        "luther",
        "mardi gras",
        "wednesday",
        "friday",
        "sunday",
        "holy",
        "juneteenth",
        "of july",
        "all s",
        "ukkah",
    ),
    *(
        "kwanzaa",
        "rosh h",
        "kippur",
        "sukkot",
        "purim",
        "passover",
        "pesach",
        "eid",
        "ramadan",
        "ashura",
        "diwali",
        "holi",
    ),
    *(
        "vaisakhi",
        "navratri",
        "lunar",
        "chuseok",
        "seollal",
        "ruz",
        "nochebuena",
        "navidad",
        "nuevo",
        "santa",
        "ceniza",
    ),
    *(
        "ramos",
        "pascua",
        "muertos",
        "reyes",
        "vieja",
        "saint",
        "cendres",
        "p\u00e2ques",
        "no\u00ebl",
        "t\u1ebft",
        "tuesday",
    ),
)
_LONGEST: Final = 60
_DIGIT = re.compile(r"\d")


class _DateDetector:
    """See the file's docstring."""

    name = "quasi.dates"
    version = 5
    needs = (
        DIGIT,
        "teen",
        "twent",
        "thirt",
        "eleven",
        "twelve",
        *(f" de {month}" for month in _MONTHS_ES),
        "tieth",
        "seventh",
        "eleventh",
        "twelfth",
        "primero",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "eighth",
        "ninth",
        "tenth",
        "halloween",
        "christmas",
        "thanksgiving",
        "easter",
        "new year",
        *_FEASTS,
        "ika",
    )
    entities = ("DATE_PERSONAL",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for number, pattern in enumerate(LOOSE):
            for match in pattern.finditer(text):
                start, end = match.span(1)
                end -= text[end - 1] == "."
                if (
                    not _is_something_else(text, start, end, number)
                    and (isolated(text, start, end) or without_spaces(text[start:end]))
                    and _AMOUNT.search(text[end : end + 16]) is None
                    and is_possible(text[start:end])
                ):
                    yield Finding("DATE_PERSONAL", start, end, 0.6, self.name, MAYBE)
                    yield from self._listed(text, end)
        book = SubjectBook()
        for region in regions(text):
            if region.kind not in {"mail", "pairs"}:
                yield from self._cells(text, region, book)

    def _listed(self, text: str, end: int) -> Iterator[Finding]:
        """What follows in a list of days: "10/3, 10/7 and 10/21"."""
        while (more := _NEXT.match(text, end)) is not None:
            start, end = more.span(1)
            yield Finding("DATE_PERSONAL", start, end, 0.6, self.name, MAYBE)

    def _cells(self, text: str, region: Region, book: SubjectBook) -> Iterator[Finding]:
        """Dates in the rows of persons."""
        of_table = region.kind == "table" and _is_of_persons(text, region)
        dated: dict[str, bool] = {}
        for row in region.rows:
            if not of_table and (region.kind == "table" or book.of_row(row) is None):
                continue
            for cell in row.cells:
                value = text[cell.start : cell.end]
                if not 0 < len(value) <= _LONGEST or _DIGIT.search(value) is None:
                    continue
                if cell.label not in dated:
                    dated[cell.label] = _may_be_dated(cell.label)
                if not dated[cell.label]:
                    continue
                if _WHOLE.search(value) or (_DASHED_CELL.search(value) and _is_dated(cell.label)):
                    if is_possible(value):
                        yield Finding("DATE_PERSONAL", cell.start, cell.end, 0.8, self.name, "column")
                else:
                    yield from self._within(value, cell.start)

    def _within(self, value: str, shift: int) -> Iterator[Finding]:
        """Dates among the words of a cell ("crutches til 1/8")."""
        for match in _CELL_DATES.finditer(value):
            start, end = match.span(1)
            if _AMOUNT.search(value[end : end + 16]) is None and is_possible(value[start:end]):
                yield Finding("DATE_PERSONAL", shift + start, shift + end, 0.7, self.name, MAYBE)


def _is_something_else(text: str, start: int, end: int, number: int) -> bool:
    """Whether it is the time of a line in a log or of a quoted message, a band of grades, or a score."""
    if (start == 0 or text[start - 1] == "\n") and _LOG_TIME.match(text, end):
        return True
    if _QUOTED.search(text, max(0, start - _QUOTED_REACH), start) and _WROTE.search(text, end, end + _WROTE_REACH):
        return True
    value = text[start:end]
    if value in _GRADES or (number == SCANNED_AT and not is_scanned(value)):
        return True
    low, high = max(0, start - _SCORED_REACH), end + _SCORED_REACH  # "7/10 on the quiz"
    return number >= LOG_AT and _SCORED.search(text, low, high) is not None


def _may_be_dated(label: str) -> bool:
    """Whether a date under the label would be one of the person's record."""
    said = meaning(label)
    other = said is not None and said.what in {"dob", "id", "phone", "ssn", "ssid", "zip", "grade", "address"}
    return not other and _NOBODYS.isdisjoint(label.split())


def _is_dated(label: str) -> bool:
    """Whether the label says date: what stands under another ("ages", "pages") in that form is a range."""
    said = meaning(label)
    return said is not None and said.what == "date"


def _is_of_persons(text: str, region: Region) -> bool:
    if region.labels:
        return subject(region.labels) is not None
    return of_persons(shapes(text, region))


DETECTOR = _DateDetector()
