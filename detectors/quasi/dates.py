"""Dates that could belong to one person's record (45 CFR 164.514(b)(2)(i)(C)): candidates, and the cells of their rows.

A date by itself is nobody's. In a row about a person a cell that holds a date is that person's; every other date is a
candidate (``date.maybe``) that `detectors.quasi.personal` keeps only beside a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.date_forms import DATE, DAY, MONTH, SCANNED, is_possible, is_scanned
from detectors.identifiers.pattern import compile_pattern, isolated
from detectors.identifiers.signals import DIGIT
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

_WEEKDAY: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|mi[eé]rcoles|jueves"
    r"|viernes|s[aá]bado|domingo"
)
_LEAD: Final = (
    r"on|since|til|till|'til|until|thru|through|by|from|of|dated|seen|first|last|starting|before|after"
    r"|between|and|to|el|desde"
    r"|starts?|started|returns?|returned|due|tests?|tested|testing|meeting|visit|review|leave|placed|lmp|grad|graduation|mtg|conf|offense|eval|iep|bip|ifsp|absent"
    r"|absences?|follow-?up|f/u|appt|appointment|dose|labs?|note|called|met|data|day|date|week of|intake|hearing"
    r"|sessions?|ended|ends|expires|fecha|cita|d[ií]a|out|back|seen|used|given|sent|signed|mmr|dtap|tdap|varicella"
    r"|ipv|hib|hep ?[ab]|hpv|pcv(?:13)?|rotavirus|polio|mailed|received|incident|suspended|tomorrow|today|yesterday"
    r"|meets|rec'?d|asked|filed|reported|arrived|moved|hired|rehired|resigned|evaluated|enrolled|re-?enrolled|withdrew"
    r"|withdrawn|exited|transferred|screened|screening|fell|injured|accident|happened|occurred|began|check(?:-?in|-?up)?"
    r"|(?:re)?scheduled|cancell?ed|observed|observation|later than|hospitalized|fainted|concussion|tardy|truant|skipped"
    rf"|hasta|for|is|was|were|are|son|fue"
    rf"|ng[aà]y|th[ứu] (?:hai|ba|t[ưu]|n[ăa]m|s[áa]u|b[ảa]y)|ch[ủu] nh[ậa]t|{_WEEKDAY}"
)
_SHORT: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:[12]\d|3[01])/(?:0?[1-9]|1[0-2]))"
_NO_FRACTION: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:1[346789]|2[1-46-9]|3[01])|[6-9]/[1-5]|1[0-2]/[1-9])"
"""A short date that is hardly ever a part of a whole: over 12 and no round number below, or more than one."""
_IN: Final = r"in|since|from|until|till?|by|during|through|early|late|mid|last|around|en|desde|hasta"
"""Words before a month and its year."""
_OCCASION: Final = (
    r"payroll|pay ?check|pay ?day|pay ?stub|meeting|mtg|visit|home visit|incident|eval(?:uation)?|appt|appointment"
    r"|session|iep|504|conference|hearing|absences?|tard(?:y|ies)|voicemail|phone call|letter|referral|injury|accident"
    r"|e-?mail|fight|write-?up|screening|dose|labs?|suspension|observation|interview|surgery|check-?(?:in|up)|pickup"
)
"""What a short date is the date of: "the 12/15 payroll", "her 3/4 IEP"."""
_LOOSE = tuple(
    compile_pattern(pattern)
    for pattern in (
        rf"(?i)(?:^|[^\pL\pN/.-])({DATE})",
        rf"(?i)(?:^|[^\pL\pN/.-])({MONTH} {DAY}|(?:the )?{DAY}(?: of| de)? {MONTH})(?:[^\pL\pN]|$)",
        rf"(?i)(?:^|[^\pL\pN])(?:(?:{_LEAD})[.:]?,? {{1,2}}|\()({_SHORT})(?:[^\pN/%]|$)",
        (
            rf"(?i)(?:^|[^\pL\pN])(?:{_LEAD})\.?,? (the {DAY})(?:[.,;:)!?\n]|$| (?:he|she|they|his|her|at|for|and"
            r"|so|because|when|after|with|by)\b)"
        ),
        (
            r"(?i)(?:^|[^\pL\pN])(halloween|christmas(?: eve)?|new year'?s(?: eve| day)?|thanksgiving"
            r"|easter)(?:[^\pL\pN]|$)"
        ),
        rf"(?i)(?:^|[^\pL\pN])(?:{_IN}) ({MONTH},? (?:of |de )?20\d\d)(?:[^\pL\pN]|$)",
        rf"(?i)(?:^|[\s(\"])({_SHORT})(?:'s)? (?:{_OCCASION})(?:[^\pL]|$)",
        rf"[.!?] ({_SHORT})[ \t]{{0,2}}[-\x{{2013}}:] ?\pL",
        rf"(?i)(?:^|\n|[:;,-] )[ \t>*\x{{2022}}-]{{0,4}}({_SHORT})(?:[ \t]{{0,2}}[-\x{{2013}}:(]| \pL{{2,}})",
        rf"(?i)(?:^|[^\pL\pN])(?:{_WEEKDAY}),? (?:the )?(\d{{1,2}}(?:st|nd|rd|th))(?:[^\pL\pN]|$)",
        (
            r"(?i)(?:^|[^\pL\pN])(?:grad(?:uat\w+)?|since|until|till?|expires?|from|due|born|through|start(?:s|ed|ing)?"
            r"|hired|enrolled|exit(?:s|ed)?)\.?:? ((?:0?[1-9]|1[0-2])/20\d\d)(?:[^\pN/]|$)"
        ),
        (
            r"(?:^|[\s(])(?:w/|with|re:?|saw|met|called|for) ?\p{Lu}[\pL'-]+(?: \p{Lu}[\pL'-]+)?,? "
            rf"({_SHORT})(?:[,;.\s]|$)"
        ),
        rf"(?m)^[ \t>*\x{{2022}}-]{{0,4}}({_SHORT}) (?:[01]\d|2[0-3]|\d:):?[0-5]\d\b",
        rf"(?:^|[ (])({_NO_FRACTION})(?:[ .,;:)!?\n]|$)",
        rf"(?:^|[^\pL\pN/.-])({SCANNED})(?:[^\pL\pN/]|$)",
    )
)
_SCANNED_AT: Final = len(_LOOSE) - 1
_LOG_AT: Final = len(_LOOSE) - 8
"""From here on a pattern has no word that says date: scores are looked for round it."""
_SCORED = re.compile(r"(?i)\b(?:scor\w+|quiz\w*|correct|accura\w+|trials?|points?|fractions?|math|probes?|out of)\b")
_SCORED_REACH = 60
_NEXT = re.compile(rf"(?:,? (?:and|&|y|to|or) |, ?| ?- ?)({_SHORT})(?![\d/%])")
_LOG_TIME = re.compile(r"[T ]\d\d:\d\d:\d\d")
_AMOUNT = re.compile(
    r"(?i)^ ?(?:items?|points?|pts|cups?|correct|trials?|opportunit|students|of the|inch|teaspoon|tsp"
    r"|hours?|days? a|majority|mile)"
)
_WHOLE = re.compile(
    rf"(?i)^(?:{_WEEKDAY})?,? ?(?:{DATE}|{MONTH} {DAY}|{DAY}(?: de| of)? {MONTH}|{_SHORT}|(?:0?[1-9]|1[0-2])/20\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d[T ][\d:.Z+-]+)$"
)
_CELL_DATES = re.compile(rf"(?i)(?:^|[^\w/.-])({DATE}|{_SHORT}|(?:0?[1-9]|1[0-2])/20\d\d)(?:[^\d/%]|$)")
_NOBODYS: Final = word_set(
    "ts timestamp created updated modified batch generated exported printed version rev year fiscal"
    " window term semester quarter"
    " release published posted deadline expires expiration lot policy"
    " score scores fraction ratio result wida sbac reading math trials correct bp blood"
)
_LONGEST: Final = 60
_DIGIT = re.compile(r"\d")


class _DateDetector:
    """See the file's docstring."""

    name = "quasi.dates"
    version = 3
    needs = (
        DIGIT,
        "teenth",
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
    )
    entities = ("DATE_PERSONAL",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for number, pattern in enumerate(_LOOSE):
            for match in pattern.finditer(text):
                start, end = match.span(1)
                end -= text[end - 1] == "."
                if (start == 0 or text[start - 1] == "\n") and _LOG_TIME.match(text, end):
                    continue  # the time of a line in a log
                if number == _SCANNED_AT and not is_scanned(text[start:end]):
                    continue
                if number >= _LOG_AT and _SCORED.search(text, max(0, start - _SCORED_REACH), end + _SCORED_REACH):
                    continue  # "7/10 on the quiz"
                if (
                    isolated(text, start, end)
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
                if _WHOLE.search(value):
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


def _may_be_dated(label: str) -> bool:
    """Whether a date under the label would be one of the person's record."""
    said = meaning(label)
    other = said is not None and said.what in {"dob", "id", "phone", "ssn", "ssid", "zip", "grade", "address"}
    return not other and _NOBODYS.isdisjoint(label.split())


def _is_of_persons(text: str, region: Region) -> bool:
    if region.labels:
        return subject(region.labels) is not None
    return of_persons(shapes(text, region))


DETECTOR = _DateDetector()
