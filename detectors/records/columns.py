"""Cells under a record's label: every value under "Lunch", "IEP", "Absences", in tables, objects and forms, is a term.

The label alone is a topic; with it, a cell "F", "Y" or "11" says something about the person of its row. Cells that say
"none" are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.finding import TERM, Finding
from detectors.identifiers.signals import TABLE
from detectors.records import lexicon
from detectors.records.code import code_spans
from detectors.structure import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detectors.structure import Cell

_SCORE = 0.85
_LONGEST_LABEL = 3
_LONGEST_VALUE = 200
"""A longer cell is prose, and speaks for itself."""
_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "n",
        "no",
        "none",
        "false",
        "null",
        "n/a",
        "na",
        "nan",
        "0",
        "ninguno",
        "ninguna",
        "nil",
        "ninguno.",
    }
)
_DIGITS = re.compile(r"[0-9]")
_MEALS = frozenset(
    {"f", "r", "p", "d", "free", "reduced", "paid", "dc", "y", "yes", "true", "frl", "fr", "full-pay", "gratis"}
    | {"reducido", "direct", "snap", "1", "2", "3"}
)
_VALUES: dict[str, Callable[[str], bool]] = {
    "any": lambda _value: True,
    "number": lambda value: _DIGITS.search(value) is not None,
    "meal": _MEALS.__contains__,
}
_IN_FRONT = frozenset(
    {
        "student",
        "child",
        "stu",
        "kid",
        "current",
        "total",
        "latest",
        "last",
        "primary",
        "ytd",
        "fall",
        "winter",
        "spring",
    }
)
"""Words that may stand before a label of one word: "student lunch" is one, "Apple Health" is none."""
_YEAR = re.compile(r"\s*(?:[0-9]{2,4}|fall|winter|spring|boy|moy|eoy|y n|yn)\s*$")


def _headers() -> dict[str, tuple[tuple[str, ...], str]]:
    """Tags and kind of value of every label, by its words."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for line in lexicon.lines("columns"):
        tags, values, names = line.split(maxsplit=2)
        for name in names.split(","):
            found[name.strip()] = (tuple(tags.split("+")), values)
    return found


_HEADERS = _headers()


class _ColumnDetector:
    """See the file's docstring."""

    name = "records.columns"
    version = lexicon.VERSION + 1
    needs = (TABLE, ":", "=")
    entities = tuple(sorted({TERM + tag for tags, _ in _HEADERS.values() for tag in tags}))

    def find(self, text: str) -> Iterator[Finding]:
        """Cells of a folded text that stand under a record's label."""
        known: dict[str, tuple[tuple[str, ...], str] | None] = {}
        code: list[tuple[int, int]] | None = None
        for region in regions(text):
            for row in region.rows:
                for cell in row.cells:
                    if cell.label not in known:
                        known[cell.label] = header_kind(cell.label)
                    kind = known[cell.label]
                    if kind is not None and _says(text, cell, kind[1]):
                        if code is None:
                            code = code_spans(text)
                        if region.kind == "pairs" and any(low <= cell.start < high for low, high in code):
                            continue
                        for tag in kind[0]:
                            yield Finding(TERM + tag, cell.start, cell.end, _SCORE, self.name, "column")


def header_kind(label: str) -> tuple[tuple[str, ...], str] | None:
    """Tags and kind of value of a label by its last words, a year or season set aside; None for any other label."""
    words = _YEAR.sub("", label).split()
    for length in range(min(_LONGEST_LABEL, len(words)), 0, -1):
        found = _HEADERS.get(" ".join(words[-length:]))
        if found is not None and (length > 1 or _IN_FRONT.issuperset(words[:-1])):
            return found
    return None


def _says(text: str, cell: Cell, values: str) -> bool:
    if not cell.start < cell.end <= cell.start + _LONGEST_VALUE:
        return False
    value = text[cell.start : cell.end].strip().lower()
    return value not in _NOTHING and _VALUES[values](value)


DETECTOR = _ColumnDetector()
