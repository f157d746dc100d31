"""Words for a value are no value: a name, or an address that the model read, ends where a label begins.

"Nadia Thornquist Ph: ..." has a name and a label. The label must stay: it says to the reader of the answer what the
placeholder behind it stands for. In a log of a health room a time stands before a name and is no house number; in a
table an address ends with its cell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detectors.identifiers.public_places import is_office
from detectors.names.repair import NAME_ENTITIES
from detectors.structure import layout
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Finding

_LABELS: Final = word_set(
    "ph phone tel cell fax eval evaluation reeval zip zipcode dob d0b ssn ssid id ids mrn elms caseworker iep lep ifsp"
    " bip fba 504 dx email addr address acct account caregiver casemanager guardian student child patient grade"
    " teléfono telefono correo dirección direccion fecha nacimiento apt pcp mcid wssid"
)
_ONLY_CAPITALS: Final = word_set("pt rx gr hr st dl")
_GUESSES: Final = ("model", "shape", "cue", "lexicon", "field", "title", "row", "form")
"""Reasons of a candidate whose edges are a guess."""
_WORD = re.compile(r"\S+")
_PLACE: Final = word_set(
    "address addr street home residence city town place lives location direccion domicilio mailing"
)
_APART: Final = ", \t\r\n;"
_EDGE: Final = " \t\r\n,;:()[]{}\"'|>*-./#"
_TIMED = re.compile(r"(?:[01]\d|2[0-3]):?[0-5]\d[ \t]+(?=[^\W\d_])")
_STREET = re.compile(
    r"\b(?:ave|avenue|st|street|rd|road|ln|lane|dr|drive|ct|court|pl|place|way|blvd|hwy|loop|cir|circle|ter|trl|pkwy"
    r"|box|apt|unit|calle|avenida)\b",
    re.IGNORECASE,
)


def without_labels(text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, the guessed ones among them without label words at their edges; empty ones are left out.

    Args:
        text: the original text.
        findings: arbitrated, sorted.
    """
    return tuple(_trimmed(text, findings)) if any(map(_is_guess, findings)) else tuple(findings)


def _is_guess(finding: Finding) -> bool:
    return finding.why.startswith(_GUESSES) and (finding.base in NAME_ENTITIES or finding.base == "ADDRESS")


def _trimmed(text: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if not _is_guess(finding):
            yield finding
            continue
        part = _of_log(text, finding)
        if part.base == "ADDRESS":
            if finding.why.startswith("model") and is_office(text, part.start, part.end):
                continue
            part = _in_cell(text, _bare(text, part))
        start, end = _edges(text, part.start, part.end)
        if start < end:
            yield part if (start, end) == (part.start, part.end) else replace(part, start=start, end=end)


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without label words at either edge; punctuation beside a removed word goes with it."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    while words and _is_label(text[words[-1][0] : words[-1][1]]):
        words.pop()
    while words and _is_label(text[words[0][0] : words[0][1]]):
        words.pop(0)
    if not words:
        return end, end
    first, last = (words[0][0] if words[0][0] != start else start), words[-1][1]
    while last < end and last > first and text[last - 1] in ",;:(":
        last -= 1
    return first, last


def _is_label(word: str) -> bool:
    bare = word.strip(_EDGE)
    return bare.lower() in _LABELS or (bare.lower() in _ONLY_CAPITALS and bare.isupper())


def _of_log(text: str, finding: Finding) -> Finding:
    """A name with a time before it at the beginning of a line, read as a house and its street."""
    if finding.base != "ADDRESS" or (finding.start and text[finding.start - 1] != "\n"):
        return finding
    timed = _TIMED.match(text, finding.start, finding.end)
    if timed is None or _STREET.search(text, finding.start, finding.end) is not None:
        return finding
    return replace(finding, entity="PERSON_OTHER", start=timed.end())


def _bare(text: str, finding: Finding) -> Finding:
    """Without the comma and the space that part it from what stands before and behind."""
    start, end = finding.start, finding.end
    while start < end and text[start] in _APART:
        start += 1
    while end > start and text[end - 1] in _APART:
        end -= 1
    return replace(finding, start=start, end=end)


def _in_cell(text: str, finding: Finding) -> Finding:
    """An address of one cell of a table, without what follows behind the comma of the table.

    Under a header that is no place, words without a number are none either: districts and counties of a public list.
    """
    cell = layout(text).cell_at(finding.start)
    if cell is None or not cell.start <= finding.start < cell.end:
        return finding
    end = min(finding.end, cell.end)
    if cell.label and _PLACE.isdisjoint(cell.label.split()) and not any(map(str.isdigit, text[finding.start : end])):
        end = finding.start
    return replace(finding, end=end)
