"""One CSV file of any other system, with a mapping that says which of its columns holds what.

``student_id=SIS, last=Surname, first="Given name"``; several columns may hold the same thing (two guardians). A column
that has the name of a field needs no mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.roster.person import Mark, Person
from proxy.rosters.cells import birth_year, full_name, listed, people, yes_or_no
from proxy.rosters.csv_rows import header_of, rows
from proxy.rosters.oneroster import ROLE_WORDS, role_mark
from proxy.rosters.problems import Problem, RosterInputError
from proxy.rosters.update import PLAIN, Update

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from proxy.rosters.csv_rows import CsvFile, Progress, Row
    from proxy.rosters.problems import Problems

FIELDS: Final[Mapping[str, str]] = {
    "id": "identifier of the person in later imports; by default student_id",
    "student_id": "student numbers",
    "first": "given name",
    "middle": "middle name",
    "last": "family name",
    "name": "whole name, `Last, First` or `First Last`",
    "preferred": "given name that is used",
    "username": "account name",
    "email": "e-mail address",
    "guardian": "names of parents and guardians, parted by `;`, `&`, `and` or `y`",
    "guardian_email": "their e-mail addresses",
    "role": ROLE_WORDS + "; student by default",
    "birth_date": "date of birth, or the year; only the year is kept",
    "opt_out": "yes when directory information may not be disclosed",
    "status": "`tobedeleted` for a person who has left (with --delta)",
}
"""Field -> what it holds."""
_NAMING: Final = frozenset({"first", "last", "name", "student_id", "email", "username", "guardian"})


class PlainCsv:
    """One file.

    Args:
        file: what to read.
        mapping: field -> columns of the file; fields that are columns themselves need none.
        problems: takes faults.
        progress: is told how far it is.
        staff: whether staff are wanted too.

    Raises:
        RosterInputError: the mapping names a field that does not exist, or no field that could name anybody.
    """

    def __init__(
        self,
        file: CsvFile,
        mapping: Mapping[str, Sequence[str]],
        problems: Problems,
        progress: Progress,
        *,
        staff: bool = False,
    ) -> None:
        header, self._delimiter = header_of(file)
        lowered = {name.lower() for name in header}
        own = {field: (field,) for field in FIELDS if field in lowered and field not in mapping}
        self._columns: dict[str, Sequence[str]] = {**mapping, **own}
        self._file, self._problems, self._progress, self._staff = file, problems, progress, staff
        unknown = sorted(set(mapping) - FIELDS.keys())
        if unknown:
            raise RosterInputError(
                [Problem("mapping", 0, field, f"is no field; fields are {', '.join(FIELDS)}") for field in unknown]
            )
        if not _NAMING & self._columns.keys():
            raise RosterInputError(
                [Problem(file.name, 1, "", f"no column is known; map some of {', '.join(sorted(_NAMING))}")]
            )

    def update(self, *, delta: bool) -> Update:
        """The import; its persons are read as they are asked for.

        Args:
            delta: change what is there instead of replacing it.
        """
        update = Update(PLAIN, delta, iter(()))
        update.persons = self._persons(update)
        return update

    def _persons(self, update: Update) -> Iterator[Person]:
        wanted = [column for columns in self._columns.values() for column in columns]
        mapped = [column for field in self._columns if field != "status" for column in self._columns[field]]
        all_rows = rows(
            self._file,
            tuple(dict.fromkeys(wanted)),
            self._problems,
            self._progress,
            required=tuple(dict.fromkeys(mapped)),
            delimiter=self._delimiter,
        )
        for row in all_rows:
            yield from self._of_row(row, update)
        self._problems.check()

    def _of_row(self, row: Row, update: Update) -> Iterator[Person]:
        role = self._role(row)
        owner = self._first(row, "id") or self._first(row, "student_id")
        if not owner:
            if update.delta:
                self._problems.add(self._file.name, row.line, "id", "must not be empty in a delta")
            owner = f"line {row.line}"
        wanted = Mark.STUDENT | Mark.FAMILY | (Mark.STAFF if self._staff else Mark(0))
        if self._first(row, "status").lower() == "tobedeleted" or not role & wanted:
            update.removed.add(owner)
            update.left_out += not role & wanted
            return
        person = self._person(row, owner, role)
        update.without_name += not (person.given and person.family)
        yield person
        yield from self._guardians(row, owner)

    def _person(self, row: Row, owner: str, role: Mark) -> Person:
        given, family = self._first(row, "first"), self._first(row, "last")
        if not (given and family) and self._first(row, "name"):
            given, family = full_name(self._first(row, "name"))
        opted_out = self._checked(row, "opt_out", yes_or_no(self._first(row, "opt_out")), "yes or no")
        year = self._checked(row, "birth_date", birth_year(self._first(row, "birth_date")), "a date or a year")
        return Person(
            owner=owner,
            mark=role | (Mark.OPT_OUT if opted_out else Mark(0)),
            given=given,
            middle=self._first(row, "middle"),
            family=family,
            preferred=self._first(row, "preferred"),
            ids=(*self._all(row, "student_id"), *self._all(row, "id")),
            usernames=tuple(self._all(row, "username")),
            emails=tuple(item for cell in self._all(row, "email") for item in listed(cell)),
            birth_year=year or 0,
        )

    def _guardians(self, row: Row, owner: str) -> Iterator[Person]:
        """Parents and guardians, under the student's identifier: they come and go with the student."""
        named = [person for cell in self._all(row, "guardian") for person in people(cell)]
        for given, family in named:
            yield Person(owner=owner, mark=Mark.FAMILY, given=given, family=family)
        emails = tuple(item for cell in self._all(row, "guardian_email") for item in listed(cell))
        if emails:
            yield Person(owner=owner, mark=Mark.FAMILY, emails=emails)

    def _role(self, row: Row) -> Mark:
        cell = self._first(row, "role")
        role = role_mark(cell) if cell else Mark.STUDENT
        if role is None:
            self._problems.add(self._file.name, row.line, "role", f"must be {ROLE_WORDS}")
        return role or Mark.STUDENT

    def _all(self, row: Row, field: str) -> list[str]:
        return [row[column] for column in self._columns.get(field, ()) if row[column]]

    def _first(self, row: Row, field: str) -> str:
        return next(iter(self._all(row, field)), "")

    def _checked(self, row: Row, field: str, value: int | None, expected: str) -> int | None:
        if value is None:
            self._problems.add(self._file.name, row.line, field, f"must be {expected}, or empty")
        return value
