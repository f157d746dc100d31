"""Attestations from a CSV file, checked line by line: all problems at once, and nothing is taken from a file with one.

Columns by their headers: ``person``, ``completed`` and, where they differ from what is required, ``course``,
``version`` and ``expires``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from proxy.registry.training import Attestation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from proxy.registry.training import Course

PERSON: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
NAME: Final = re.compile(r"[\w.:@/&+()' -]{1,100}")
MOST_ROWS: Final = 200_000
MOST_PROBLEMS: Final = 50
REQUIRED: Final = ("person", "completed")
KNOWN: Final = (*REQUIRED, "course", "version", "expires")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


class CsvError(ValueError):
    """A file with problems: pairs of a line (1 is the header) and what is wrong. Holds no cell."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"line {line}: {message}" for line, message in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class By:
    """Who records, when, and by which way."""

    person: str
    at: str
    channel: str


def read(
    text: str, course: Course, by: By, today: date, refused: Callable[[str], str] = lambda _person: ""
) -> list[Attestation]:
    """The attestations of a file; `refused` says why somebody's may not be recorded by whoever asks, if so.

    Raises:
        CsvError: every problem with its line.
    """
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    problems = _header_problems(header)
    if len(rows) > MOST_ROWS:
        problems.append((1, f"more than {MOST_ROWS:,} lines: split the file"))
    if problems:
        raise CsvError(problems)
    made = []
    for line, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append((line, f"has {len(cells)} cells, the header {len(header)}"))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        wrong = complaints(row, course, today) or [why for why in [refused(row["person"])] if why]
        problems += [(line, each) for each in wrong]
        if not wrong:
            made.append(attestation(row, course, by))
    if problems:
        raise CsvError(problems[:MOST_PROBLEMS])
    return made


def _header_problems(header: Sequence[str]) -> list[tuple[int, str]]:
    missing = [name for name in REQUIRED if name not in header]
    strange = [str(number) for number, name in enumerate(header, 1) if name not in KNOWN]
    twice = sorted({name for name in header if header.count(name) > 1 and name in KNOWN})
    return [
        *((1, f"the column `{name}` is missing; columns: {', '.join(KNOWN)}") for name in missing),
        *((1, f"column {number} is not one of {', '.join(KNOWN)}") for number in strange),
        *((1, f"the column `{name}` stands twice") for name in twice),
    ]


def complaints(row: Mapping[str, str], course: Course, today: date) -> list[str]:
    """What is wrong with one attestation as text, in words that name the field and never its content."""
    wrong = []
    if not PERSON.fullmatch(row.get("person", "")):
        wrong.append("`person` must be the id of a caller: letters, digits and . _ @ - , at most 64")
    if not NAME.fullmatch(row.get("course") or course.id):
        wrong.append("`course` must be the id of a course (none is required by the configuration)")
    if row.get("version") and not NAME.fullmatch(row["version"]):
        wrong.append("`version` must be a name of at most 100 characters")
    completed = day(row.get("completed", ""))
    if completed is None:
        wrong.append("`completed` must be a date written YYYY-MM-DD")
    elif completed > today:
        wrong.append("`completed` is in the future")
    if row.get("expires"):
        expires = day(row["expires"])
        if expires is None:
            wrong.append("`expires` must be a date written YYYY-MM-DD")
        elif completed is not None and expires < completed:
            wrong.append("`expires` is before `completed`")
    return wrong


def attestation(row: Mapping[str, str], course: Course, by: By) -> Attestation:
    """One attestation from text without complaints; what it does not say is what is required."""
    completed = date.fromisoformat(row["completed"])
    ends = row.get("expires")
    return Attestation(
        person=row["person"],
        course=row.get("course") or course.id,
        version=row.get("version") or course.version,
        completed=completed,
        expires=date.fromisoformat(ends) if ends else completed + timedelta(days=course.valid_days),
        recorded_by=by.person,
        recorded_at=by.at,
        channel=by.channel,
    )


def day(text: str) -> date | None:
    """A day written YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
