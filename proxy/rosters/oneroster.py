"""OneRoster 1.1 and 1.2 in CSV (1EdTech, "OneRoster CSV Binding"): persons of ``users``, ages of ``demographics``.

1.1 has a person's role in ``users``; 1.2 has roles in a file of their own, ``roles``. Where a user has none,
``enrollments`` tells, and a user of whom nothing tells is taken for a student. A file that ``manifest`` calls ``delta``
changes what is there; its rows with status ``tobedeleted`` are persons who have left. ``orgs`` and what is not named
here is not read: nothing in it is a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.roster.person import Mark, Person
from proxy.rosters.cells import birth_year, listed, typed_ids, yes_or_no
from proxy.rosters.csv_rows import header_of, rows
from proxy.rosters.update import ONEROSTER_1_1, ONEROSTER_1_2, Known, Update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.rosters.csv_rows import CsvFile, Progress, Row
    from proxy.rosters.package import Package
    from proxy.rosters.problems import Problems

USERS, ROLES, DEMOGRAPHICS, ENROLLMENTS, MANIFEST = (
    f"{name}.csv" for name in ("users", "roles", "demographics", "enrollments", "manifest")
)
_USER_COLUMNS: Final = (
    "sourcedId", "status", "role", "username", "userIds", "givenName", "familyName", "middleName", "identifier",
    "email", "userMasterIdentifier", "preferredGivenName", "preferredFamilyName",
)  # fmt: skip
_STAFF: Final = frozenset(
    {
        "administrator", "aide", "counselor", "districtadministrator", "principal", "proctor", "siteadministrator",
        "systemadministrator", "teacher",
    }
)  # fmt: skip
_FAMILY: Final = frozenset({"parent", "guardian", "relative"})
_STATUSES: Final = frozenset({"", "active", "inactive", "tobedeleted"})
_GONE: Final = "tobedeleted"
_OPT_OUT: Final = re.compile(
    r"(?:metadata\.)?[\w. ]*(?:directory|ferpa|media)[\w. ]*(?:opt[-_. ]?out|block|withh[eo]ld|restrict)\w*",
    re.IGNORECASE,
)
ROLE_WORDS: Final = "student, parent, guardian, relative, a role of staff, or ext:..."


class OneRoster:
    """One export.

    Args:
        package: its files.
        problems: takes faults.
        progress: is told how far it is.
        staff: whether staff are wanted too.
        opt_out: name of the column that tells who may not be in directory information; by default one of ``users`` or
            ``demographics`` whose name says so.
    """

    def __init__(
        self, package: Package, problems: Problems, progress: Progress, *, staff: bool = False, opt_out: str = ""
    ) -> None:
        self._files, self._problems, self._progress, self._staff = package.files, problems, progress, staff
        self._opt_out = {name: opt_out or self._guessed(name) for name in (USERS, DEMOGRAPHICS)}
        self._modes = self._manifest()

    def update(self) -> Update:
        """The import; its persons are read as they are asked for.

        Raises:
            RosterInputError: with every problem, while being read or at the end.
        """
        roles = self._roles()
        update = Update(
            format=ONEROSTER_1_2 if ROLES in self._files or "1.2" in self._modes.get("version", "") else ONEROSTER_1_1,
            delta=self._modes.get(USERS) == "delta",
            persons=iter(()),
            known=self._demographics(),
        )
        for owner, mark in roles.items():
            known = update.known.get(owner, Known())
            update.known[owner] = Known(known.birth_year, known.opt_out, mark)
        update.persons = self._persons(update)
        return update

    # ------------------------------------------------------------------ the files

    def _manifest(self) -> dict[str, str]:
        """By file: ``bulk``, ``delta`` or ``absent``; and the version."""
        if MANIFEST not in self._files:
            return {}
        told = {row["propertyName"]: row["value"] for row in self._rows(MANIFEST, ("propertyName", "value"))}
        modes = {f"{name.removeprefix('file.').lower()}.csv": mode.lower() for name, mode in told.items()}
        for name, mode in modes.items():
            if mode in {"bulk", "delta"} and name == USERS and name not in self._files:
                self._problems.add(MANIFEST, 0, "value", "names users.csv, which is not there")
        self._problems.check()
        return modes | {"version": told.get("oneroster.version", "")}

    def _demographics(self) -> dict[str, Known]:
        column = self._opt_out[DEMOGRAPHICS]
        found: dict[str, Known] = {}
        if DEMOGRAPHICS in self._files and self._modes.get(DEMOGRAPHICS) != "absent":
            for row in self._rows(DEMOGRAPHICS, ("sourcedId", "status", "birthDate", column), ("sourcedId",)):
                year = self._checked(DEMOGRAPHICS, row, "birthDate", birth_year(row["birthDate"]), "a date YYYY-MM-DD")
                out = self._told_opt_out(DEMOGRAPHICS, row)
                if row["status"].lower() != _GONE:
                    found[row["sourcedId"]] = Known(year or None, out)
        return found

    def _roles(self) -> dict[str, Mark]:
        found: dict[str, Mark] = {}
        if ROLES in self._files:
            for row in self._rows(ROLES, ("userSourcedId", "status", "role"), ("userSourcedId", "role")):
                if row["status"].lower() != _GONE:
                    found[row["userSourcedId"]] = found.get(row["userSourcedId"], Mark(0)) | self._role(ROLES, row)
        elif USERS in self._files and not _has(self._files[USERS], "role") and ENROLLMENTS in self._files:
            for row in self._rows(ENROLLMENTS, ("userSourcedId", "status", "role"), ("userSourcedId", "role")):
                found[row["userSourcedId"]] = found.get(row["userSourcedId"], Mark(0)) | self._role(ENROLLMENTS, row)
        return found

    def _persons(self, update: Update) -> Iterator[Person]:
        if USERS not in self._files:
            self._problems.add(USERS, 0, "", "is missing from the export")
            self._problems.check()
        seen: dict[str, int] = {}
        columns = tuple(dict.fromkeys((*_USER_COLUMNS, self._opt_out[USERS])))
        for row in self._rows(USERS, columns, ("sourcedId", "givenName", "familyName")):
            owner = row["sourcedId"]
            if not owner:
                self._problems.add(USERS, row.line, "sourcedId", "must not be empty")
            elif owner in seen:
                self._problems.add(USERS, row.line, "sourcedId", f"stands on line {seen[owner]} already")
            elif row["status"].lower() not in _STATUSES:
                self._problems.add(USERS, row.line, "status", "must be active, tobedeleted or empty")
            else:
                seen[owner] = row.line
                yield from self._person(row, update)
        for owner in seen:
            update.known.pop(owner, None)
        self._problems.check()

    def _person(self, row: Row, update: Update) -> Iterator[Person]:
        owner = row["sourcedId"]
        known = update.known.get(owner, Known())
        role = known.role or (self._role(USERS, row) if row["role"] else Mark.STUDENT)
        wanted = Mark.STUDENT | Mark.FAMILY | (Mark.STAFF if self._staff else Mark(0))
        if row["status"].lower() == _GONE or not role & wanted:
            update.removed.add(owner)
            update.left_out += row["status"].lower() != _GONE
            return
        update.without_name += not (row["givenName"] and row["familyName"])
        opted_out = self._told_opt_out(USERS, row) or known.opt_out
        yield Person(
            owner=owner,
            mark=role | (Mark.OPT_OUT if opted_out else Mark(0)),
            given=row["givenName"],
            middle=row["middleName"],
            family=row["familyName"],
            preferred=row["preferredGivenName"],
            preferred_family=row["preferredFamilyName"],
            ids=(owner, row["identifier"], row["userMasterIdentifier"], *typed_ids(row["userIds"])),
            usernames=tuple(listed(row["username"])),
            emails=tuple(listed(row["email"])),
            birth_year=known.birth_year or 0,
        )

    # ------------------------------------------------------------------ cells

    def _rows(self, name: str, columns: tuple[str, ...], required: tuple[str, ...] = ()) -> Iterator[Row]:
        wanted = tuple(column for column in columns if column)
        return rows(self._files[name], wanted, self._problems, self._progress, required=required)

    def _guessed(self, name: str) -> str:
        """The first column whose name says that it is about withheld directory information, or none."""
        header = header_of(self._files[name])[0] if name in self._files else []
        return next((column for column in header if _OPT_OUT.fullmatch(column)), "")

    def _told_opt_out(self, name: str, row: Row) -> bool | None:
        column = self._opt_out[name]
        if not column:
            return None
        told = yes_or_no(row[column])
        self._checked(name, row, column, told, "true or false")
        return told

    def _checked(self, name: str, row: Row, column: str, value: int | None, expected: str) -> int | None:
        if value is None:
            self._problems.add(name, row.line, column, f"must be {expected}, or empty")
        return value

    def _role(self, name: str, row: Row) -> Mark:
        mark = role_mark(row["role"])
        if mark is None:
            self._problems.add(name, row.line, "role", f"must be {ROLE_WORDS}")
        return mark or Mark(0)


def role_mark(role: str) -> Mark | None:
    """What a role makes of a person; None for a word that is no role."""
    low = role.lower()
    if low == "student":
        return Mark.STUDENT
    if low in _FAMILY:
        return Mark.FAMILY
    return Mark.STAFF if low in _STAFF or low.startswith("ext:") else None


def _has(file: CsvFile, column: str) -> bool:
    return column.lower() in (name.lower() for name in header_of(file)[0])
