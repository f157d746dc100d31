"""Where an export goes, file after file: a new folder, or one ZIP archive that leaves while it is made."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections import deque
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Protocol, Self

from proxy.audit.export.manifest import FileFact
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from proxy.audit.export.formats import Sink


class Outlet(Protocol):
    """Takes files one at a time; `files` are those that are whole."""

    files: list[FileFact]

    def file(self, name: str) -> AbstractContextManager[Sink]:
        """A new file, written from beginning to end."""
        ...


class _Counting:
    """Passes bytes on, and knows their number and digest."""

    def __init__(self, to: IO[bytes]) -> None:
        self._to, self._hash, self.size = to, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._to.write(data)
        self._hash.update(data)
        self.size += len(data)

    def fact(self, name: str) -> FileFact:
        return FileFact(name, self.size, self._hash.hexdigest())


class Folder:
    """A new folder, readable by its owner only; gone again when the export fails half-way.

    Raises:
        BadRequest: it exists already.
        OSError: it cannot be made or written to.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise BadRequest(f"{path} exists already; name a new folder.", param="out")
        self._path = path
        self.files: list[FileFact] = []

    def __enter__(self) -> Self:
        self._path.mkdir(mode=0o700, parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self._path, ignore_errors=True)  # half an export would only raise a false alarm

    @contextmanager
    def file(self, name: str) -> Iterator[Sink]:
        """A new file of the folder."""
        handle = os.open(self._path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            counting = _Counting(file)
            yield counting
        self.files.append(counting.fact(name))


class Archive:
    """A ZIP archive whose bytes can be taken while it grows, so that its size in memory does not."""

    def __init__(self, folder: str) -> None:
        self._folder, self._queue = folder, _Queue()
        self._zip = zipfile.ZipFile(self._queue, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=6)
        self.files: list[FileFact] = []

    @contextmanager
    def file(self, name: str) -> Iterator[Sink]:
        """A new member of the archive."""
        with self._zip.open(f"{self._folder}/{name}", "w", force_zip64=True) as file:
            counting = _Counting(file)
            yield counting
        self.files.append(counting.fact(name))

    def taken(self) -> Iterator[bytes]:
        """What has been made since the last time."""
        yield from self._queue.taken()

    def finish(self) -> None:
        """Write the directory of the archive."""
        self._zip.close()

    def abandon(self) -> None:
        """Leave it as it is: nobody reads it any more."""
        self._zip.fp = None  # or its destructor would still write


class _Queue(io.RawIOBase):
    """The write end of a stream that cannot seek."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: deque[bytes] = deque()
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # only zipfile writes here, bytes only
        self._parts.append(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def taken(self) -> Iterator[bytes]:
        while self._parts:
            yield self._parts.popleft()
