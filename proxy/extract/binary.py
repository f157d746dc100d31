"""Text in binary data: runs of letters of one byte or two each."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}|(?:\x00[\x20-\x7e\xa0-\xff]){4,}|[\x20-\x7e]{4,}")


def strings(data: bytes) -> str:
    """The runs, one a line."""
    return "\n".join(_decoded(match[0]) for match in _RUN.finditer(data))


def _decoded(run: bytes) -> str:
    if b"\x00" not in run:
        return run.decode("ascii")
    return run.decode("utf-16-be" if run[0] == 0 else "utf-16-le", "replace")
