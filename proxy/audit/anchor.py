"""What anchors over a network share: how they post, how they fail, and where what they got back is kept."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class AnchorFailed(OSError):
    """A checkpoint did not arrive, or what came back is not what was asked for; the message says why."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EIO, why)


class Posted(Protocol):
    """An answer to a POST, whole."""

    @property
    def status(self) -> int:
        """Of HTTP."""
        ...

    @property
    def content_type(self) -> str:
        """As the header says it."""
        ...

    @property
    def body(self) -> bytes:
        """All of it."""
        ...


class Post(Protocol):
    """Posts bytes; `upstream.post` implements it."""

    def __call__(self, url: str, body: bytes, content_type: str) -> Posted:
        """The answer, whatever its status. Raises OSError when there was none."""
        ...


def append(path: Path, line: bytes) -> None:
    """Add to a file of ours, whole or not at all, synced. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if os.write(descriptor, line) < len(line):
            os.ftruncate(descriptor, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
