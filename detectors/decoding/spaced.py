"""Values in pieces that are not all digits: letters with spaces between, account numbers, addresses, plates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.decoding.rewriting import Change, Kind
from detectors.identifiers import checksums
from detectors.identifiers.labels import GAP
from detectors.identifiers.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detectors.identifiers.linear import Pattern

_SPACED: Final = r"(?:^|[\s:(\"'])([A-Za-z0-9](?:[ _*][A-Za-z0-9@.:#_-]){6,60})(?:$|[\s,;.!?)\"'])"
_LOOSE = r"(?:[ ]?[._*~/\\|\x{B7}\x{2022}-]{1,2}[ ]?|[ ]{1,2}|\n(?:[-*\x{2022}][ ])?)"
_NO_SLASH = _LOOSE.replace("/", "")
_ACCOUNT: Final = rf"(?:^|[^A-Za-z0-9])([A-Za-z]{{2}}\d{{2}}(?:{_NO_SLASH}[A-Za-z0-9]{{1,5}}){{3,9}})(?:$|[^A-Za-z0-9])"
_LETTERS_DIGITS = (
    rf"[A-Z]{{1,4}}(?:{_LOOSE}[A-Z]){{0,5}}(?:{_LOOSE}\d{{1,6}}){{1,9}}"
    rf"|\d{{1,6}}(?:{_LOOSE}\d){{0,5}}(?:{_LOOSE}[A-Z]{{1,4}}){{1,4}}"
)
_CODE: Final = (
    rf"(?i:\b(?:plates?|placas?|licen[cs]e|mrn|record|chart|expediente|passport|pasaporte|student|id){GAP})"
    rf"({_LETTERS_DIGITS})(?:$|[^A-Za-z0-9])"
)
_AT_HIDDEN = r"(?:[ ]?[(\[{<]{1,2}[ ]?(?:at|arroba|@)[ ]?[)\]}>]{1,2}[ ]?|[ ](?:at|arroba|@)[ ]|_at_|-at-)"
_DOT_HIDDEN = r"(?:[ ]?[(\[{<]{1,2}[ ]?(?:dot|punto|\.)[ ]?[)\]}>]{1,2}[ ]?|[ ](?:dot|punto|\.)[ ]|_dot_|-dot-)"
_AT, _DOT = rf"(?:{_AT_HIDDEN}|@)", rf"(?:{_DOT_HIDDEN}|\.)"
_ADDRESS: Final = (
    rf"(?i)(?:^|[^a-z0-9])([a-z0-9][a-z0-9_+%-]*(?:{_DOT}[a-z0-9_+%-]+){{0,3}}{_AT}[a-z0-9-]+"
    rf"(?:{_DOT}[a-z0-9-]+){{0,3}}{_DOT}[a-z]{{2,}})"
)
PATTERN: Final = f"{_SPACED}|(?i:{_AT_HIDDEN}[a-z0-9-]+{_DOT}[a-z0-9])|(?i:@[a-z0-9-]+{_DOT_HIDDEN})|{_ACCOUNT}|{_CODE}"
"""Every text with such a value matches it. re2 syntax."""

_ACCOUNT_RE = compile_pattern(_ACCOUNT)
_BRACKETS = frozenset("()[]{}<>")
_DOMAINS = frozenset({"biz", "co", "com", "edu", "es", "gov", "info", "io", "mil", "mx", "net", "org", "us"})
_CITATION = re.compile(r"(?:RCW|WAC|USC|CFR|FR|S?HB|S?SB|PL|NO|ID)\b")
"""Laws and bills are written like plates: letters, then numbers with points."""
_MARKS = re.compile(r"[^A-Za-z0-9]+")
_GAPS = re.compile(r"[ _*](?=.)")
_TURN = re.compile(r"(?<=[A-Za-z]{2})(?=\d)|(?<=\d)(?=[A-Za-z]{2})")
_AT_RE = re.compile(_AT, re.IGNORECASE)
_DOT_RE = re.compile(_DOT, re.IGNORECASE)


def _closed(value: str) -> str:
    return _GAPS.sub("", value)


def _words(value: str) -> str:
    """As `_closed`, with a space where letters and digits meet: a label may be spaced out with its number."""
    return _TURN.sub(" ", _GAPS.sub("", value))


def _bare(value: str) -> str:
    return _MARKS.sub("", value)


def _address(value: str) -> str:
    reading = _DOT_RE.sub(".", _AT_RE.sub("@", value, count=1))
    spelled = "@" not in value and _BRACKETS.isdisjoint(value)
    # "look at the page dot com or not": in words alone, the last one must be a domain that people say.
    return value if spelled and reading.rpartition(".")[2].lower() not in _DOMAINS else reading


_READINGS: tuple[tuple[Pattern, Callable[[str], str], Kind], ...] = (
    (compile_pattern(_SPACED), _closed, "digits"),
    (compile_pattern(_SPACED), _words, "digits"),
    (compile_pattern(_CODE), _bare, "weak"),
    (compile_pattern(_ADDRESS), _address, "digits"),
)


def spaced(text: str) -> list[list[Change]]:
    """Readings of every such value: changes of one list do not overlap."""
    return [list(_accounts(text)), *(list(_changed(text, *reading)) for reading in _READINGS)]


def _accounts(text: str) -> Iterator[Change]:
    """International account numbers in groups, cut at their country's length: words may follow."""
    for match in _ACCOUNT_RE.finditer(text):
        start = match.start(1)
        length = checksums.IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
        compact, end = "", start
        while len(compact) < length and end < match.end(1):
            compact += text[end].upper() if text[end].isalnum() else ""
            end += 1
        if length and checksums.iban(compact):
            yield Change(start, end, compact, "weak")


def _changed(text: str, pattern: Pattern, read: Callable[[str], str], kind: Kind) -> Iterator[Change]:
    for match in pattern.finditer(text):
        start, end = match.span(1)
        reading = read(text[start:end])
        if reading != text[start:end] and not _CITATION.match(text, start):
            yield Change(start, end, reading, kind)
