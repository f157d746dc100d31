"""Mentions of people from findings: names, and identifiers that stand for a person by themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detectors.finding import DIRECT, Role
from detectors.linking import staff
from detectors.linking.clusters import Clusters
from detectors.linking.nouns import Clue, Mention
from detectors.linking.units import within
from detectors.linking.words import word_set
from detectors.memory import NAME_ENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.finding import Finding
    from detectors.linking.context import Context

_ROLES: Final[Mapping[str, Role]] = {
    "STUDENT_NAME": "student",
    "FAMILY_NAME": "guardian",
    "PATIENT_NAME": "patient",
    "STAFF_NAME_SENSITIVE": "staff",
    "PERSON_OTHER": "other",
}
_ALONE: Final[Mapping[str, Role]] = {
    "STUDENT_ID": "student",
    "MRN": "patient",
    "PLAN_ID": "patient",
    "MEDICAID_ID": "patient",
    "DOB": "other",
    "IMMIGRATION_ID": "other",
    "LICENCE": "other",
    "OTHER_ID": "other",
    "PASSPORT": "other",
    "SSN": "other",
    "SSN_LAST4": "other",
    "USERNAME": "other",
}
"""Identifiers that speak of one person even without a name beside them."""

_SEVERAL: Final = 2
_CUES: Final = frozenset({"cue", "field", "row", "roster"})
_STUDENT_WORDS: Final = word_set(
    "student students stu pupil child scholar learner kid alumno alumna estudiante ssid grade gr iep"
)

CONTACTS: Final = frozenset(
    {"ADDRESS", "EMAIL", "PHONE", "URL_PERSONAL", "IP", "DEVICE_ID", "PLATE", "VIN", "BANK_ACCOUNT", "CARD"}
)
"""Direct identifiers that need somebody whose they are."""

_QUASI: Final[Mapping[str, tuple[str, int]]] = {
    "DOB": ("dob", 3),
    "GEO": ("zip5", 2),
    "DATE_PERSONAL": ("event_date", 1),
}
"""Findings that identify only together (regulation.md, section 3)."""


def named(context: Context) -> list[Mention]:
    """One mention per name, in order."""
    return [_named(context, each) for each in context.findings if each.base in NAME_ENTITIES]


def _named(context: Context, finding: Finding) -> Mention:
    role = _ROLES[finding.base]
    strong = role != "other" and (role != "student" or _cued(context, finding))
    titled = staff.titled(context.text, finding.start)
    aside = staff.spoken_to(context, finding.start, finding.end)
    if strong and role == "student" and staff.invented(context, finding.start):
        role = "public"
    elif role == "other" or not strong:
        if staff.invented(context, finding.start):
            role = "public"
        elif staff.at_work(context, finding.start, finding.end):
            role, strong = "staff", True
        elif staff.public(context, finding.start, finding.end):
            role = "public"
        elif titled or aside:
            role = "other"
    row = context.rows.name_part(finding.start)
    return Mention(finding.start, finding.end, finding.base, role, strong, aside, titled, row)


def _cued(context: Context, finding: Finding) -> bool:
    """Whether a word or a label says "student", rather than a model or the neighbourhood."""
    if finding.why not in _CUES:
        return False
    return finding.why == "cue" or not context.personnel or context.rows.label_says(finding.start, _STUDENT_WORDS)


def unified(mentions: Sequence[Mention], surfaces: Sequence[str]) -> list[Mention]:
    """Each person with one role in all mentions of the message: the one that a cue shows."""
    if len(set(surfaces)) < _SEVERAL or all(mention.strong for mention in mentions):
        return list(mentions)
    groups = Clusters().learn(list(dict.fromkeys((m.kind, s) for m, s in zip(mentions, surfaces, strict=True))))
    shown: dict[int, Mention] = {}
    for mention, surface in zip(mentions, surfaces, strict=True):
        if mention.strong and mention.role != "other":
            shown.setdefault(groups[mention.kind, surface], mention)
    out: list[Mention] = []
    for mention, surface in zip(mentions, surfaces, strict=True):
        known = shown.get(groups[mention.kind, surface])
        out.append(mention if known is None else replace(mention, role=known.role, strong=True, titled=known.titled))
    return out


def unclaimed(context: Context, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Identifiers that must be somebody of their own: those in a row without a name, or in a message without one."""
    starts = [mention.start for mention in mentions]
    taken: set[tuple[int, int]] = set()
    for finding in context.findings:
        role = _ALONE.get(finding.base)
        if role is None:
            continue
        low, high, how = context.stretch(finding.start)
        if mentions and (how != "row" or within(starts, low, high)):
            continue
        if not mentions and how not in ("row", "object"):
            low = high = 0  # everything in running text without a name is one person's, until more is known
        if (low, high) not in taken:
            taken.add((low, high))
            yield Mention(finding.start, finding.end, finding.base, role)


def identifying(context: Context, mentions: Sequence[Mention]) -> Iterator[Clue]:
    """What each finding adds to telling who somebody is: itself for a name, else for the person beside it."""
    starts = [mention.start for mention in mentions]
    for number, mention in enumerate(mentions):
        if mention.kind in NAME_ENTITIES or mention.kind in _ALONE:
            weight = DIRECT
            kind = mention.kind
            if _is_initials(context.text[mention.start : mention.end]):
                kind, weight = "initials", 2
            if mention.kind in _QUASI:
                kind, weight = _QUASI[mention.kind]
            yield Clue(number, kind, weight, mention.start, mention.end)
    own = {(mention.start, mention.end) for mention in mentions}
    for finding in context.findings:
        if (finding.start, finding.end) in own:
            continue
        if finding.base in _QUASI:
            kind, weight = _QUASI[finding.base]
        elif finding.base in _ALONE or finding.base in CONTACTS:
            kind, weight = finding.base, DIRECT
        else:
            continue
        yield Clue(context.nearest(starts, finding.start), kind, weight, finding.start, finding.end)


_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,3}")


def _is_initials(surface: str) -> bool:
    return _INITIALS.fullmatch(surface) is not None
