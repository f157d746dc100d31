"""ICD-10-CM codes: a letter, a digit, a digit or letter, and up to four more behind a dot.

73 of 100 strings of a letter and two digits are real categories (``K12``, ``G20``), so that a category alone counts
only beside a word of diagnosis, and a longer code without its dot counts little without one. The families of codes
(substance use, mental health, abuse, housing) are those that the law treats apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import TERM, Finding
from detectors.identifiers.pattern import compile_pattern, isolated
from detectors.identifiers.signals import DIGIT
from detectors.records import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = compile_pattern(r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4}|[0-9]{1,4}[A-Z]?)?")
_COMPANY = compile_pattern(
    r"(?i)(?:^|[^\pL])(?:dx|diagnos[a-z]*|icd(?:-?10)?(?:-?cm)?|impression|assessment|dos|hx|h/o|encounter"
    r"|code[ds]? for|diagn\x{f3}stico|billing)(?:$|[^\pL])"
)
_ELSEWHERE = compile_pattern(
    r"(?i)(?:room|rm|form|section|sec|policy|figure|fig|table|version|item|standard|hall|bldg|building|bin|gate|slot"
    r"|seat|desk|lot|part|model|chapter|appendix|exhibit|cell|row|bus|route|summit|vitamin|salon|locker|unit|lesson"
    r"|level|zone|aisle|door|page|step|goal|question|task|ticket|rev|build|release|grade)"
    r"[ \t]*(?:no\.?|number|\#|:)?[ \t]*$"
)
_REACH = 60
_BEFORE = 20
_DOTTED, _BARE, _LABELLED = 0.85, 0.4, 0.9
_CATEGORY = 3


def _categories() -> frozenset[str]:
    found: set[str] = set()
    for line in lexicon.lines("icd10cm_categories"):
        letter, *parts = line.split()
        for part in parts:
            first, _, last = part.partition("-")
            ends = range(int(first), int(last or first) + 1) if first.isdigit() else ()
            found |= {f"{letter}{number:02}" for number in ends} or {letter + first}
    return frozenset(found)


CATEGORIES = _categories()
"""Every category of the code set."""


def _families() -> tuple[tuple[str, str, str], ...]:
    rows = (line.split() for line in lexicon.lines("icd10cm_families"))
    return tuple((*(codes.replace(".", "").partition("-")[::2]), tag) for codes, tag in rows)


_FAMILIES = _families()


def families(code: str) -> tuple[str, ...]:
    """The record families of a code, dotted or not: ``F10.20`` is ``P2``, ``Z59.0`` is ``MCV``, ``J45`` is ``HLTH``."""
    bare = code.replace(".", "")
    for first, last, tag in _FAMILIES:
        if bare.startswith(first) or (last and first <= bare[:_CATEGORY] <= last):
            return tuple(tag.split("+"))
    return ("HLTH",)


class _IcdDetector:
    """See the file's docstring."""

    name = "records.icd"
    version = lexicon.VERSION
    needs = (DIGIT,)
    entities = tuple(
        sorted({f"{TERM}{tag}.icd" for *_, tags in _FAMILIES for tag in tags.split("+")} | {f"{TERM}HLTH.icd"})
    )

    def find(self, text: str) -> Iterator[Finding]:
        """Codes in a folded text."""
        company: list[int] | None = None
        for match in _CODE.finditer(text):
            start, end = match.span()
            if text[start : start + _CATEGORY] not in CATEGORIES or not _whole(text, start, end):
                continue
            if company is None:
                company = [word.start() for word in _COMPANY.finditer(text)]
            score = _score(text, start, end, company)
            if score:
                for tag in families(text[start:end]):
                    yield Finding(f"{TERM}{tag}.icd", start, end, score, self.name, "code set")


def _whole(text: str, start: int, end: int) -> bool:
    """Not a part of a longer token: a path, a version, a hyphenated number."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return isolated(text, start, end) and before not in {".", "-", "_", "/", "#"} and not _runs_on(after)


def _runs_on(after: str) -> bool:
    return after[:1] in {"-", "_", "/"} or (after[:1] == "." and after[1:].isalnum())


def _score(text: str, start: int, end: int, company: list[int]) -> float:
    if any(start - _REACH <= word < end + _REACH for word in company):
        return _LABELLED
    if end - start == _CATEGORY or _ELSEWHERE.search(text[max(0, start - _BEFORE) : start]) is not None:
        return 0.0
    return _DOTTED if "." in text[start:end] else _BARE


DETECTOR = _IcdDetector()
