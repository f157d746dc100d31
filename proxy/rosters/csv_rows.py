"""Rows of one CSV file (RFC 4180), read strictly: UTF-8 with or without a mark, a header, every row as wide as it.

A byte that is no UTF-8 is told with its line and column: the text is read with such bytes kept apart (PEP 383).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from proxy.rosters.problems import Problems

REPORT_EVERY: Final = 2_000
LONGEST_CELL: Final = 131_072
_CHUNK: Final = 1 << 20
_NO_TEXT: Final = re.compile("[\udc80-\udcff\x00]")
DELIMITERS: Final = (",", ";", "\t", "|")

Progress: TypeAlias = "Callable[[str, int, int], None]"
"""Told (name of the file, rows done, rows in all) every few thousand rows."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file of an export.

    Attributes:
        name: as the export calls it.
        open: opens it for reading bytes; may be called more than once.
    """

    name: str
    open: Callable[[], BinaryIO] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column that was asked for, stripped; empty where the file has no such column."""

    line: int
    cells: Mapping[str, str] = field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows(
    file: CsvFile,
    columns: Sequence[str],
    problems: Problems,
    progress: Progress,
    *,
    required: Sequence[str] = (),
    delimiter: str = ",",
) -> Iterator[Row]:
    """The rows of a file, faulty ones left out after noting what is wrong with them.

    Args:
        file: what to read.
        columns: names of the columns wanted; case and outer spaces of the file's header do not matter.
        problems: takes faults.
        progress: is told how far it is.
        required: columns that must be there.
        delimiter: one character.

    Raises:
        RosterInputError: there is no header, or there were too many faults.
    """
    try:
        yield from _rows(file, columns, problems, progress, required=required, delimiter=delimiter)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error):
        problems.add(file.name, 0, "", "cannot be read to its end: the disk failed or the archive is damaged")
        problems.check()


def _rows(
    file: CsvFile,
    columns: Sequence[str],
    problems: Problems,
    progress: Progress,
    *,
    required: Sequence[str],
    delimiter: str,
) -> Iterator[Row]:
    total = _count_lines(file)
    with file.open() as raw, io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        header = _next(reader, file, problems) or []
        places = _places(header, columns, required, file, problems)
        done = 0
        while (cells := _next(reader, file, problems)) is not None:
            if cells and _is_sound(cells, header, reader.line_num, file, problems):
                yield Row(reader.line_num, {name: cells[place].strip() for name, place in places.items()})
            done += 1
            if done % REPORT_EVERY == 0:
                progress(file.name, min(done, total), total)
    progress(file.name, total, total)


def header_of(file: CsvFile) -> tuple[list[str], str]:
    """The names in the first line, and the delimiter that parts most of them."""
    with file.open() as raw:
        first = raw.readline(LONGEST_CELL).decode("utf-8-sig", errors="replace")
    delimiter = max(DELIMITERS, key=first.count)
    return [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])], delimiter


def _count_lines(file: CsvFile) -> int:
    """Lines without the header; for a share of the work done, so a line feed inside a cell does no harm."""
    total, last = 0, b"\n"
    with file.open() as raw:
        while chunk := raw.read(_CHUNK):
            total += chunk.count(b"\n")
            last = chunk[-1:]
    return max(0, total - (last == b"\n"))


def _next(reader: Iterator[list[str]], file: CsvFile, problems: Problems) -> list[str] | None:
    """The next row, or None at the end. After a fault of quoting nothing that follows can be trusted."""
    try:
        return next(reader, None)
    except csv.Error:
        line = getattr(reader, "line_num", 0)
        problems.add(file.name, line, "", "cannot be read as CSV: a quotation mark or a line end stands where none may")
        problems.check()
        return None


def _places(
    header: Sequence[str], columns: Sequence[str], required: Sequence[str], file: CsvFile, problems: Problems
) -> dict[str, int]:
    """Where each wanted column stands. The header's own names are never shown: they could be a row of values."""
    lowered = [name.strip().lower() for name in header]
    faults = [(name, "this column is missing from the header") for name in required if name.lower() not in lowered]
    faults += [(name, "this column stands twice in the header") for name in columns if lowered.count(name.lower()) > 1]
    for name, message in faults:
        problems.add(file.name, 1, name, message)
    if faults:
        problems.check()
    return {name: lowered.index(name.lower()) for name in columns if name.lower() in lowered}


def _is_sound(cells: Sequence[str], header: Sequence[str], line: int, file: CsvFile, problems: Problems) -> bool:
    if len(cells) != len(header):
        problems.add(file.name, line, "", f"has {len(cells)} cells where the header has {len(header)}")
        return False
    faulty = [at for at, cell in enumerate(cells) if not cell.isascii() and _NO_TEXT.search(cell)]
    faulty += [at for at, cell in enumerate(cells) if "\0" in cell]
    for at in faulty:
        problems.add(file.name, line, f"number {at + 1}", "is not UTF-8 text")
    return not faulty
