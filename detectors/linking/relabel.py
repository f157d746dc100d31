"""Names of staff beside personnel, medical or discipline matters become STAFF_NAME_SENSITIVE (RCW 42.56.230(3))."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding, Records

_SENSITIVE: Final = "STAFF_NAME_SENSITIVE"
_FROM: Final = frozenset({"PERSON_OTHER", "STUDENT_NAME"})


def relabelled(findings: Sequence[tuple[Finding, ...]], records: Records) -> list[tuple[Finding, ...]]:
    """The findings of each piece, with the names of such staff under their own label; nothing else changes."""
    staff = {
        link.subject for link in records.links if link.tag == "EMP" and records.subjects[link.subject].role == "staff"
    }
    places = {place for number in staff for place in records.subjects[number].mentions}
    touched = {piece for piece, _, _ in places}
    return [
        tuple(_one(each, (number, each.start, each.end) in places) for each in found) if number in touched else found
        for number, found in enumerate(findings)
    ]


def _one(finding: Finding, theirs: bool) -> Finding:  # noqa: FBT001  private, called in one place
    return replace(finding, entity=_SENSITIVE) if theirs and finding.base in _FROM else finding
