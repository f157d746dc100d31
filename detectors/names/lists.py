"""``Last, First`` at the start of a line, as in rosters: two such lines, or a given name in second place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.lexicon import is_calendar, is_common, is_given, is_organisation_word, is_place, is_public_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAMILY = rf"(?:St\. )?(?:(?:Mac|Mc|De|Van|Von|Del|La|Le|Al|El) )?{shape.WORD}(?: {shape.WORD})?"
_ROW = compile_pattern(
    r"(?m)(?:^[ \t>]*(?:[-*] |\d{1,3}[.)] )?|[\""
    rf"|\t] ?)({_FAMILY}, {shape.WORD}(?:\.? {shape.WORD}){{0,2}}(?: \p{{Lu}}\.)?(?:,? {shape.SUFFIX})?)(?:\t"
    r"|,|\"|\||\s*\(| {2,}| - |\s*$)"
)
_ENOUGH = 2


class _ListDetector:
    """See the file's docstring."""

    name = "names.lists"
    version = 1
    needs = (",",)
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        rows = [match.span(1) for match in _ROW.finditer(text)]
        plausible = [(start, end) for start, end in rows if _plausible(text[start:end])]
        for start, end in plausible:
            if len(plausible) >= _ENOUGH or is_given(text[start:end].partition(", ")[2].split()[0]):
                yield Finding("STUDENT_NAME", start, end, 0.8, self.name, "row")


def _plausible(value: str) -> bool:
    family, _, given = value.partition(", ")
    if is_public_figure(family):  # "Pippi Longstocking, Ramona Quimby"
        return False
    if any(is_calendar(word) or is_place(word) or is_organisation_word(word) for word in family.split()):
        return False
    first = given.split()[0]
    return is_given(first) or not (is_common(first) or is_place(first) or is_common(family.split()[-1]))


DETECTOR = _ListDetector()
