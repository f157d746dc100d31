"""Identifiers under a table's header: the header is the label of every cell below it.

A column of ten-digit numbers without a header, in a table of names, holds student numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers import checksums
from detectors.identifiers.birth_date import DATE
from detectors.identifiers.pattern import compile_pattern, digits_of
from detectors.identifiers.signals import TABLE
from detectors.identifiers.ssn import classify
from detectors.identifiers.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERISH = r"[A-Z]{0,4}[ -]?\d[\dA-Za-z -]{2,20}"
_STUDENT_NUMBER = (
    r"ssid|sid|(?:state|stu|student|pupil|child|perm|district|local|lunch|sis)(?: student)? "
    r"(?:id|no|num|number|nbr|pin)|student|stateid|studentid|id no|lunch"
)
_COLUMNS = tuple(
    (compile_pattern(rf"^(?:{header})$"), entity, compile_pattern(rf"(?i)^(?:{value})$"))
    for header, entity, value in (
        (r"(?:.* )?(?:ssn|social|social security(?: number| no)?)|ss", "SSN", r"\d{3}[-. ]?\d{2}[-. ]?\d{4}"),
        (r"(?:ssn|social)(?: last)? ?(?:4|four)|last ?(?:4|four)(?: .*)?", "SSN_LAST4", r"\d{4}"),
        (r"tax ?(?:id|no|number)|itin|tin", "SSN.ITIN", r"\d{3}[-. ]?\d{2}[-. ]?\d{4}"),
        (r"(?:.* )?(?:dob|d o b|born|birth ?date|birthday|date of birth|bdt|b date|nacimiento)", "DOB", DATE),
        (
            _STUDENT_NUMBER,
            "STUDENT_ID",
            r"\d{4,12}|\d{5}-\d{5}",
        ),
        (r"mrn|(?:medical )?record(?: no| number)?|chart(?: no)?", "MRN", _NUMBERISH),
        (r"apple health|medicaid(?: id)?|provider ?one(?: id)?", "MEDICAID_ID", r"\d{9}(?:WA)?"),
        (
            r"(?:plan|policy|member|group|claim|auth|authorization|insurance|subscriber)(?: id| no| number)?",
            "PLAN_ID",
            _NUMBERISH,
        ),
        (r"(?:bank )?(?:acct|account)(?: no| number)?", "BANK_ACCOUNT", r"\d[\d -]{4,20}"),
        (r"routing(?: no| number)?|aba|rtn", "BANK_ACCOUNT.ROUTING", r"\d{9}"),
        (r"(?:.* )?(?:phone|cell|mobile|tel|telephone|fax|tel[eé]fono)(?: .*)?", "PHONE", r"\+?\(?\d[\d ().-]{6,18}"),
        (r"(?:home |mail(?:ing)? |zip)?(?:zip|zipcode|postal)(?: code)?", "GEO.ZIP", r"\d{5}(?:-\d{4})?"),
        (r"(?:license )?plate", "PLATE", r"[A-Z0-9]{3,4}[ -]?[A-Z0-9]{2,4}"),
        (r"passport(?: no| number)?", "PASSPORT", r"[A-Z]?\d{8,9}"),
        (r"ip|ip address|client ip", "IP", r"[0-9a-f:.]{7,39}"),
    )
)
_PERSON_HEADER = compile_pattern(
    r"^(?:.* )?(?:name|nm|first|last|student|stu|child|pupil|guardian|parent|patient|client|legal first|legal last)$"
)
_NUMBER_HEADER = compile_pattern(r"^(?:|id|no|num|number|nbr|code id|case|case id)$")
_PLAIN_ID = compile_pattern(r"^(?:[A-Z]{1,3}-)?\d{5,10}$")
_STATE_ID = compile_pattern(r"^\d{10}$")


class _Columns:
    """A detector over tables; see the file's docstring."""

    name = "identifiers.columns"
    version = 1
    needs = (TABLE,)
    entities = (*dict.fromkeys(entity for _, entity, _ in _COLUMNS), "SSN.UNASSIGNED", "OTHER_ID", "STUDENT_ID.WA_SSID")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in the cells of every table of a folded text."""
        for table in tables(text):
            by_column = [_column(header) for header in table.headers]
            named = any(_PERSON_HEADER.search(header) for header in table.headers)
            for row in table.rows:
                for place, cell in enumerate(row):
                    value = text[cell.start : cell.end]
                    entity = self._entity(table, by_column, place, value, named=named) if value else None
                    if entity is not None:
                        yield Finding(entity, cell.start, cell.end, 0.85, self.name, "column")

    @staticmethod
    def _entity(
        table: Table, by_column: list[tuple[str, object] | None], place: int, value: str, *, named: bool
    ) -> str | None:
        column = by_column[place] if place < len(by_column) else None
        if column is not None:
            return _checked(column, value)
        header = table.headers[place] if place < len(table.headers) else ""
        if not named or _NUMBER_HEADER.search(header) is None:
            return None
        if _STATE_ID.search(value):
            return "STUDENT_ID.WA_SSID"
        if header == "" and place < len(table.headers):  # "#" alone heads a column of student numbers
            return "STUDENT_ID" if _PLAIN_ID.search(value) else None
        return "OTHER_ID" if header and _PLAIN_ID.search(value) else None


def _column(header: str) -> tuple[str, object] | None:
    for pattern, entity, value in _COLUMNS:
        if pattern.search(header):
            return entity, value
    return None


def _checked(column: tuple[str, object], value: str) -> str | None:
    entity, pattern = column
    if pattern.search(value) is None:  # type: ignore[attr-defined]  # re2 ships no types
        return None
    if entity.startswith("SSN") and entity != "SSN_LAST4":
        return classify(digits_of(value))
    if entity == "BANK_ACCOUNT.ROUTING" and not checksums.aba(value):
        return None
    return entity


DETECTOR = _Columns()
