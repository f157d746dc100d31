"""Who a named person is: student, family, patient, or someone else. Pure and light; runs after arbitration.

A cue beside the name decides (the finding comes with its entity already); one surface has one role in a text; the
rest takes the role that the sentence shows: beside a grade, an IEP or a bus, a name without a title is a student's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from detectors.names import shape
from detectors.names.repair import NAME_ENTITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

# Alternations of words after a fixed start, over at most a few dozen characters: stdlib `re` is safe here.
_FAMILY = re.compile(rf"\b(?:{shape.FAMILY_CUES})[\s,:(\"'.]{{0,4}}(?:is |named )?$", re.IGNORECASE)
_STUDENT = re.compile(rf"\b(?:{shape.STUDENT_CUES})[\s,:(\"'.]{{0,4}}(?:is |named )?$", re.IGNORECASE)
_TITLE = re.compile(rf"\b(?:{shape.TITLES})\.?\s$", re.IGNORECASE)
_RECORD = re.compile(
    r"\b(?:student|child|kid|pupil|scholar|iep|ifsp|bip|504|grade|grader|gr|gpa|i-?ready|attendance"
    r"|absen\w+|suspen\w+|recess"
    r"|tier [123]|wida|bus|classroom|kindergarten|preschool|eceap|head start|speech|inhaler|nurse"
    r"|counselor|ssid|dibels)\b",
    re.IGNORECASE,
)
GUESSED = "around"
"""Reason code of a role that only the neighbourhood suggests; linking trusts it less than a cue."""
_REACH = 40
_SENTENCE = 160


def assign_roles(text: str, context: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with PERSON_OTHER refined where the text shows who it is; nothing else changes."""
    if not any(finding.base in NAME_ENTITIES for finding in findings):
        return findings
    first = [_by_cue(text, finding) for finding in findings]
    known = _roles_by_surface(text, first)
    return tuple(_refined(text, context, finding, known) for finding in first)


def _by_cue(text: str, finding: Finding) -> Finding:
    if finding.entity != "PERSON_OTHER":
        return finding
    before = text[max(0, finding.start - _REACH) : finding.start]
    if _FAMILY.search(before):
        return replace(finding, entity="FAMILY_NAME")
    return replace(finding, entity="STUDENT_NAME") if _STUDENT.search(before) else finding


def _roles_by_surface(text: str, findings: Sequence[Finding]) -> dict[str, str]:
    """Role of each surface that has one; the first word of a longer name stands for it too."""
    known: dict[str, str] = {}
    for finding in findings:
        if finding.base in NAME_ENTITIES and finding.entity != "PERSON_OTHER":
            surface = text[finding.start : finding.end]
            known.setdefault(surface, finding.entity)
            known.setdefault(surface.split()[0], finding.entity)
    return known


def _refined(text: str, context: str, finding: Finding, known: dict[str, str]) -> Finding:
    if finding.entity != "PERSON_OTHER":
        return finding
    role = known.get(text[finding.start : finding.end])
    if role is not None:
        return replace(finding, entity=role)
    titled = _TITLE.search(text, max(0, finding.start - 12), finding.start) is not None
    around = text[max(0, finding.start - _SENTENCE) : finding.end + _SENTENCE]
    if not titled and (_RECORD.search(around) or _RECORD.search(context)):
        return replace(finding, entity="STUDENT_NAME", why=GUESSED)
    return finding
