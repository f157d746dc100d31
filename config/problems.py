"""What is wrong with a configuration, and where. No message here ever holds a value from the file: values are secrets.

A problem is written as compilers write theirs (``file:line:column: path: message``), so that editors can jump to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Place: TypeAlias = tuple[str | int, ...]
"""Where in the settings: ``("providers", 0, "approval", "expires")``."""

HARMLESS_KEY = re.compile(r"(?:[a-z][a-z_]{0,31}|deadline_per_1000_chars_ms|[A-Z][A-Z_]{0,31}[0-9]{0,2})\Z")
"""A key that looks like a setting or an entity label. Anything else could be a secret that slipped to the left."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Attributes:
        file: file name as the operator gave it, or ``environment`` for an override.
        line: from 1; 0 where there is no line (a missing file, an environment variable).
        column: from 1; 0 likewise.
        path: the setting, as people write it: ``providers[0].approval.expires``; empty for the whole file.
        message: one sentence without any value from the file.
        suggestion: the key or word that was probably meant, or None.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        what = f"{self.path}: {self.message}" if self.path else self.message
        hint = f" (did you mean '{self.suggestion}'?)" if self.suggestion else ""
        return f"{where}: {what}{hint}"


class ConfigError(Exception):
    """The configuration cannot be used. Holds every problem that was found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.line, each.column, each.path)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def show_place(place: Place) -> str:
    """A place as people write it; a key that could itself be a secret shows as ``*``."""
    out: list[str] = []
    for step in place:
        if isinstance(step, int):
            out.append(f"[{step}]")
        else:
            out.append(("." if out else "") + (step if shows(step) else "*"))
    return "".join(out)


def shows(key: str) -> bool:
    """Whether a key may be printed."""
    return all(HARMLESS_KEY.match(part) for part in key.split("."))
