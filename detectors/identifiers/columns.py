"""Identifiers under a header or a key: the label of a cell says what its value is, wherever the two stand.

Three sources, in this order: a few kinds of columns whose values need no more than their form (dates of birth, last
four digits); every labelled identifier of this package, asked as if label and value were written beside each other; and
a run of digits without a label beside names, which holds student numbers (34 CFR 99.3(d)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.date_forms import DATE
from detectors.identifiers.pattern import digits_of
from detectors.identifiers.phrases import first_words, head
from detectors.identifiers.signals import DIGIT
from detectors.identifiers.ssn import classify
from detectors.identifiers.till_pins import is_pupils_pin
from detectors.structure import regions
from detectors.structure.columns import of_persons, shapes
from detectors.structure.meaning import Meaning, meaning
from detectors.structure.remembered import remembered
from detectors.structure.subjects import SubjectBook, subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.identifiers.label_scan import LabelScan
    from detectors.identifiers.labelled import Labelled
    from detectors.structure import Cell, Region
    from detectors.structure.columns import Shape

_BIRTHDAY: Final = rf"{DATE}|\d{{5}}|(?:19|20)\d\d-\d\d-\d\d[T ][\d:.Z+-]+|\d{{1,2}}/\d{{4}}|\d{{1,2}}[/-]\d{{1,2}}"
"""A date, a spreadsheet's day number, a date with a time, or the half of one."""
_STREET: Final = r"(?:\d{1,6}\S* +\S.{3,110}|.{0,20}\b(?:box|apt|lot|unit|space)\b.{1,80})"


def _re(pattern: str) -> re.Pattern[str]:
    """For values of at most `_LONGEST` characters, most of them anchored: `re` costs 0.5 us there, re2's wrapper 10."""
    return re.compile(pattern)


_KINDS: Final = tuple(
    (_re(rf"^(?:{header})$"), entity, _re(rf"(?is)^(?:{value})$"), of_person)
    for header, entity, value, of_person in (
        (
            r"(?:.* )?(?:ssn|social|social security)(?: number| no)?|ss|seguro social",
            "SSN",
            r"\d{3}[-. ]?\d{2}[-. ]?\d{4}",
            False,
        ),
        (r"(?:.* )?(?:ssn|social)(?: last)? ?(?:4|four)|last ?(?:4|four)(?: .*)?", "SSN_LAST4", r"\d{4}", False),
        (r"(?:.* )?(?:itin|tin)|tax ?(?:id|no|number)", "SSN.ITIN", r"\d{3}[-. ]?\d{2}[-. ]?\d{4}", False),
        (
            r"(?:.* )?(?:lat|latitude|lon|lng|longitude|latitud|longitud|coord(?:inate)?s?)",
            "GEO.COORDINATES",
            r"-?\d{1,3}\.\d{3,8}",
            True,
        ),
        (r"apple health|medicaid(?: id)?|provider ?one(?: id)?", "MEDICAID_ID", r"(?i:\d{9}(?:WA)?)", False),
        (
            r"mrn|(?:medical )?record(?: no| number)?|chart(?: no| number)?",
            "MRN",
            r"(?i:[A-Z]{0,4}[ -]?\d[\dA-Z -]{2,20})",
            True,
        ),
        (
            r"(?:plan|policy|member|group|claim|auth|authorization|insurance|subscriber)(?: id| no| number)?",
            "PLAN_ID",
            r"(?i:[A-Z]{0,4}[ -]?\d[\dA-Z -]{2,20})",
            True,
        ),
        (r"(?:bank )?(?:acct|account)(?: no| number)?", "BANK_ACCOUNT", r"\d[\d -]{4,20}", True),
        (
            r"(?:license |licence )?plate(?: number| no)?",
            "PLATE",
            r"(?i:[A-Z]{2,3}[ -]?\d{3,5}|\d{2,5}[ -]?[A-Z]{1,4}|[A-Z]\d{5}[A-Z])",
            True,
        ),
        (r"(?:.* )?(?:pass ?word|passwd|pwd|passcode|contrasena)", "CREDENTIAL", r"\S{6,40}", False),
        (r"empl?|employee|staff member|worker", "OTHER_ID.EMPLOYEE", r"(?:[A-Z]{1,2}-?)?\d{4,8}", True),
        (r"ip|ip address|client ip", "IP", r"(?i:[0-9a-f:.]{7,39})", True),
        (r"user ?name|login|usuario", "USERNAME", r"[\w.-]*[\d._-][\w.-]{2,40}", True),
    )
)
"""Header, entity, value, and whether the row must be a person's: policies, members and records are of things too."""

_STUDENT_NUMBER: Final = _re(
    r"^(?:.* )?(?:ssid|sid|(?:state|stu|student|students|pupil|child|perm|district|local|lunch|sis|alumno"
    r"|estudiante)(?: student)? ?"
    r"(?:id|no|num|number|nbr|pin)|stateid|studentid|lunch pin|matricula)$"
)
_STUDENT_VALUE: Final = _re(r"^(?:(?:[A-Z]{1,3}-?)?\d{4,12}|\d{5}-\d{5})$")
_PHONE: Final = _re(r"(?i)^\+?\(?\d[\d ().-]{6,18}(?: ?(?:x|ext\.?) ?\d{1,6})?(?: ?\([^()\d]{1,12}\))?$")
_ZIP: Final = _re(r"^\d{5}(?:-\d{4})?$")
_NUMBER_HEADER: Final = _re(
    r"^(?:.* )?(?:id|no|num|number|nbr|code id|case|case id|identifier|ident|uid|u?uniqueid|key)$"
)
_PLAIN_ID: Final = _re(r"^(?:(?:[A-Z]{1,3}-?)?\d{5,10}|\d{2,5}-\d{3,6}|[A-Z]{1,3}-\d{2,4}-\d{3,8})$")
_SHORT_ID: Final = _re(r"^(?!(?:19|20)\d\d$)\d{4}$")
_SHORT_LABELS: Final = frozenset({"id", "id number", "number", "no", "id no", "identifier"})
"""Over the numbers of a small district's pupils: four digits are enough beside pupils, where no year can stand."""
_STATE_ID: Final = _re(r"^\d{10}$")
_BIRTH_VALUE: Final = _re(rf"(?i)^(?:{_BIRTHDAY})$")
_STREET_VALUE: Final = _re(rf"(?is)^{_STREET}$")
_LAW: Final = _re(r"\b(?:CFR|RCW|WAC|USC|U\.S\.C\.)\b")
_OLD: Final = _re(r"^(?:9\d|1[01]\d)$")
_LONGEST = 120

_FACTS: Final[tuple[tuple[str, re.Pattern[str], str, bool], ...]] = (
    ("dob", _BIRTH_VALUE, "DOB", True),
    ("ssid", _STUDENT_VALUE, "STUDENT_ID.WA_SSID", True),
    ("phone", _PHONE, "PHONE", False),
    ("zip", _ZIP, "GEO.ZIP", False),
    ("address", _STREET_VALUE, "ADDRESS", False),
    ("age", _OLD, "AGE_OVER_89", True),
)
"""What the label means, the form of its value, the entity, and whether the row may be anybody's."""
_MORE: Final = (
    *(
        "SSN.UNASSIGNED",
        "OTHER_ID",
        "STUDENT_ID",
        "STUDENT_ID.WA_SSID",
        "DOB",
        "PHONE",
        "GEO.ZIP",
        "ADDRESS",
        "AGE_OVER_89",
    ),
)
_DIGIT: Final = _re(r"\d")


@dataclass(slots=True)
class _Company:
    """What is known of the region round a cell: whether a person's, a pupil's, and without labels its shapes."""

    of_person: bool
    of_pupil: bool = False
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    """What one label says of the values under it, worked out once for all its cells.

    Attributes:
        forms: entity, form of the value, and whether the row must be a person's; the first that fits counts.
        said: what the label means, or None.
        asked: whether the labelled identifiers of this package know a word of it.
        number: whether it is a label of any number ("ID").
    """

    forms: tuple[tuple[str, re.Pattern[str], bool], ...]
    said: Meaning | None
    asked: bool
    number: bool


class Columns:
    """A detector over the cells of every region; see the file's docstring."""

    name = "identifiers.columns"
    needs = (DIGIT,)

    def __init__(self, labelled: LabelScan, kinds: Sequence[Labelled], *, version: int = 5) -> None:
        self.version = version
        self._labelled = labelled
        self._read = remembered(self._said)
        self._heads = frozenset(head(phrase) for kind in kinds for phrase in kind.labels)
        own = (entity for _, entity, _, _ in _KINDS)
        self.entities = tuple(dict.fromkeys((*own, *_MORE, *labelled.entities)))

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in the cells of a folded text."""
        book = SubjectBook()
        for region in regions(text):
            if region.kind == "mail":
                continue
            company = _company(text, region)
            for row in region.rows:
                if region.kind != "table":
                    whose = book.of_row(row)
                    company = _Company(of_person=whose is not None, of_pupil=whose == "student")
                of_person = company.of_person
                for place, cell in enumerate(row.cells):
                    if 0 < cell.end - cell.start <= _LONGEST:
                        value = text[cell.start : cell.end]
                        if _DIGIT.search(value) is not None:
                            label = self._read(cell.label)
                            yield from self._cell(
                                region, cell, value, label=label, company=company, place=place, of_person=of_person
                            )

    def _said(self, label: str) -> _Label:
        forms = [(entity, form, needy) for header, entity, form, needy in _KINDS if label and header.search(label)]
        said = meaning(label) if label else None
        said = None if said is not None and said.whose == "staff" else said
        if _STUDENT_NUMBER.search(label):
            forms.append(("STUDENT_ID", _STUDENT_VALUE, False))
        if said is not None:
            forms += [
                (entity, form, not (alone or said.whose)) for what, form, entity, alone in _FACTS if said.what == what
            ]
            if said.what == "id" and said.whose:
                forms.append(("STUDENT_ID" if said.whose == "student" else "OTHER_ID", _STUDENT_VALUE, False))
        asked = next(iter(first_words(label, self._heads)), None) is not None
        return _Label(tuple(forms), said, asked, number=_NUMBER_HEADER.search(label) is not None)

    def _cell(
        self,
        region: Region,
        cell: Cell,
        value: str,
        *,
        label: _Label,
        company: _Company,
        place: int,
        of_person: bool,
    ) -> Iterator[Finding]:
        entity = _by_form(label, cell.label, value, of_person=of_person)
        if entity is not None:
            yield Finding(entity, cell.start, cell.end, 0.9, self.name, "label")
        elif label.asked and region.kind != "pairs":
            yield from self._by_label(cell, value)
        if of_person and entity is None:
            entity = _without_label(cell, value, place, region=region, company=company, label=label)
            if entity is not None:
                yield Finding(entity, cell.start, cell.end, 0.85, self.name, "column")

    def _by_label(self, cell: Cell, value: str) -> Iterator[Finding]:
        """What the label would make of the value if it stood in front of it: values that fill their cell."""
        shift = len(cell.label) + 2
        for found in self._labelled.find(f"{cell.label}: {value}"):
            if found.start == shift and found.end == shift + len(value):
                yield Finding(found.entity, cell.start, cell.end, found.score, found.detector, "label")


def _company(text: str, region: Region) -> _Company:
    if region.kind != "table":
        return _Company(of_person=False)
    found = shapes(text, region) if region.header is None and not region.labels else ()
    whose = subject(region.labels)
    return _Company(of_person=whose is not None or of_persons(found), of_pupil=whose == "student", shapes=found)


def _by_form(label: _Label, words: str, value: str, *, of_person: bool) -> str | None:
    """The entity of a cell whose label and form are enough."""
    for entity, form, needs_person in label.forms:
        if (of_person or not needs_person) and form.search(value):
            if entity in {"SSN", "SSN.ITIN"}:
                return classify(digits_of(value))
            if entity == "ADDRESS" and _LAW.search(value):
                return None
            state = entity == "STUDENT_ID" and ("ssid" in words or "state" in words) and _STATE_ID.search(value)
            return "STUDENT_ID.WA_SSID" if state else entity
    return None


def _without_label(
    cell: Cell, value: str, place: int, *, region: Region, company: _Company, label: _Label
) -> str | None:
    """A number under no label, or under "#" and "ID", in a person's row."""
    if is_pupils_pin(cell, value, region) or (
        company.of_pupil and cell.label in _SHORT_LABELS and _SHORT_ID.search(value) is not None
    ):
        return "STUDENT_ID"
    if _PLAIN_ID.search(value) is None:
        return None
    if region.kind != "table":
        plain = label.number and label.said is not None and not label.said.whose
        of_pupil = "STUDENT_ID" if company.of_pupil else "OTHER_ID"
        return of_pupil if plain or cell.label in _SHORT_LABELS else None
    state = "STUDENT_ID.WA_SSID" if _STATE_ID.search(value) else None
    if company.shapes:
        is_number = place < len(company.shapes) and company.shapes[place] == "number"
        return (state or "STUDENT_ID") if is_number else None
    if cell.label in {"", "number"}:
        return state or "STUDENT_ID"
    return (state or "OTHER_ID") if label.number and label.said is not None else None
