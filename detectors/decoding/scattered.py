"""Digits that are scattered: a number whose groups stand apart by marks that no pattern expects.

``412_68_1234``, ``4 1 2 - 6 8 - 1 2 3 4``, one group a line. Groups of the usual lengths speak for themselves where the
mark between them is odd enough; a comma, a line break, a bar or a colon is how lists, tables and times are written, so
there a label must speak, or a check digit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.decoding.marks import APART, LABEL
from detectors.decoding.rewriting import Change, Kind, disjoint
from detectors.decoding.structure import as_date, dashed, dated, formed
from detectors.identifiers import checksums
from detectors.identifiers.labels import GAP
from detectors.identifiers.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_GROUPED = "|".join(
    (
        rf"\d{{3}}{APART}\d{{2}}{APART}\d{{4}}",
        rf"\d{{3}}{APART}\d{{3}}{APART}\d{{4}}",
        rf"\d{{4}}{APART}\d{{4}}{APART}\d{{4}}{APART}\d{{4}}",
        rf"\d(?:{APART}\d){{6,18}}",
    )
)
_BY_FORM: Final = rf"(?:^|[^0-9A-Za-z.])({_GROUPED})(?:[^0-9A-Za-z]|$)"
_BY_LABEL: Final = rf"(?i)(?:^|[^\pL\pN])(?:{LABEL}){GAP}(\d{{1,6}}(?:{APART}\d{{1,6}}){{1,18}})(?:[^0-9A-Za-z]|$)"
PATTERN: Final = f"{_BY_FORM}|{_BY_LABEL}"
"""Every text with scattered digits matches it. re2 syntax."""

_FORM, _LABELLED = compile_pattern(_BY_FORM), compile_pattern(_BY_LABEL)
_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"\D+")
_OF_LISTS: Final = frozenset(",;|:\n\t=&'\"[]{}<>+%$")
"""Marks of lists, tables, times and sums."""
_PHONE: Final = 10
_ODD: Final = frozenset(".-_*~\xb7")
_USUAL: Final = frozenset({("-",), (".",), (" ",), ("/",), (") ", "-"), (")", "-"), (") ", "."), (") ", " ")})
"""Marks that the patterns expect."""


def scattered(text: str) -> list[list[Change]]:
    """Readings of every scattered number: changes of one list do not overlap."""
    layers: list[list[Change]] = [[], [], []]
    for pattern, labelled in ((_FORM, False), (_LABELLED, True)):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            readings = _readings(text[start:end], labelled=labelled)
            for layer, (reading, kind) in zip(layers, readings, strict=False):
                layer.append(Change(start, end, reading, kind))
    return [disjoint(layer) for layer in layers]


def _readings(run: str, *, labelled: bool) -> Iterator[tuple[str, Kind]]:
    groups, between = _DIGITS.findall(run), _BETWEEN.findall(run)
    if tuple(dict.fromkeys(between)) in _USUAL and not _single(groups):
        return
    listed = bool(_OF_LISTS & set("".join(between)))
    grouped = _spoken_groups(groups, between)
    structure = formed(grouped)
    if structure is not None:
        yield structure, "weak" if labelled or listed else "digits"
    if structure is None and _dotted(groups, between):
        yield dashed("".join(groups)) or "", "digits"
    if structure is not None or _single(groups):
        yield "".join(groups), "weak"
    elif not listed:
        yield "".join(groups), "labelled"
    date = (dated(grouped) or as_date("".join(groups))) if labelled else None
    if date is not None:
        yield date, "labelled"


def _dotted(groups: list[str], between: list[str]) -> bool:
    """Ten single digits with one odd mark between all of them that a telephone number could be: "2.0.6.5 ..."."""
    alike = len(groups) == _PHONE and len(set(between)) == 1 and between[0] in _ODD
    return alike and _single(groups) and checksums.nanp("".join(groups))


def _single(groups: list[str]) -> bool:
    return all(len(group) == 1 for group in groups)


def _spoken_groups(groups: list[str], between: list[str]) -> list[str]:
    """Single digits by the wider gaps between them (``4 1 2 - 6 8``); groups that are groups already stay."""
    narrow = min(between, key=len, default="")
    if not _single(groups) or len(set(between)) == 1:
        return groups
    out = [groups[0]]
    for digit, gap in zip(groups[1:], between, strict=True):
        if gap == narrow:
            out[-1] += digit
        else:
            out.append(digit)
    return out
