"""Where a roster is, and whether it is still the same one. Light: no arrays, so that any process may import it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TypeAlias

Identity: TypeAlias = tuple[int, int, int, int]
"""Inode, times of modification and change in nanoseconds, bytes: what tells one file at a path from the next."""


@dataclass(frozen=True, slots=True)
class RosterSource:
    """Where a tenant's roster is and how to read it. Picklable; shows no key.

    Attributes:
        path: absolute path of the file, which need not be there yet.
        key: 32 bytes.
    """

    path: str
    key: bytes = field(repr=False)


def identity(path: str) -> Identity | None:
    """What changes when another file stands at the path, or None where there is none: one `stat`, about 2 us."""
    try:
        about = os.stat(path)  # noqa: PTH116  `Path.stat` costs twice as much, and this runs for every text
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_ctime_ns, about.st_size
