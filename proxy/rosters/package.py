"""The files of an export: a folder, a zip archive, or one CSV file. Nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, Self, cast

from proxy.rosters.csv_rows import CsvFile
from proxy.rosters.problems import Problem, RosterInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_MEMBER: Final = 4_000_000_000
"""Bytes of one unpacked file; half a million people take 0.1 GB. What claims more is no roster."""


class Package:
    """An export, opened for reading.

    Attributes:
        files: its CSV files by name, lower case (``users.csv``).
        single: whether it is one CSV file rather than a folder or archive.
    """

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            RosterInputError: it is not there, or neither a folder, an archive nor a CSV file.
        """
        self._archive: zipfile.ZipFile | None = None
        self.single = False
        try:
            self.files = dict(self._found(path))
        except OSError as error:
            raise _wrong(path, f"cannot be read ({error.strerror or 'error'})") from None
        except zipfile.BadZipFile:
            raise _wrong(path, "is not a whole zip archive") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._archive is not None:
            self._archive.close()

    def _found(self, path: Path) -> Iterator[tuple[str, CsvFile]]:
        if path.is_dir():
            for each in sorted(path.iterdir()):
                if each.suffix.lower() == ".csv" and each.is_file():
                    yield each.name.lower(), _plain(each)
            return
        with path.open("rb"):
            pass  # what is not there or may not be read is told so, and not called a bad archive
        if zipfile.is_zipfile(path):
            self._archive = zipfile.ZipFile(path)
            for info in self._archive.infolist():
                name = PurePosixPath(info.filename).name
                if name.lower().endswith(".csv") and not info.is_dir() and not name.startswith("."):
                    yield name.lower(), self._member(path, info, name)
        elif path.suffix.lower() == ".zip":
            raise zipfile.BadZipFile
        else:
            self.single = True
            yield path.name.lower(), _plain(path)

    def _member(self, path: Path, info: zipfile.ZipInfo, name: str) -> CsvFile:
        archive = self._archive
        if archive is None or info.file_size > LARGEST_MEMBER:
            raise _wrong(path, f"holds a file of more than {LARGEST_MEMBER:,} bytes")
        if info.flag_bits & 1:
            raise _wrong(path, "is encrypted")
        return CsvFile(name, lambda: cast("BinaryIO", archive.open(info)))


def _plain(path: Path) -> CsvFile:
    return CsvFile(path.name, lambda: path.open("rb"))


def _wrong(path: Path, message: str) -> RosterInputError:
    return RosterInputError([Problem(path.name, 0, "", message)])
