"""Every tag of a conversation: of links and signals, and what follows from findings and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.entities import ENTITIES
from detectors.linking.clusters import named_kind
from detectors.linking.online import TAG as ONLINE
from detectors.linking.terms import USES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Subject
    from detectors.linking.message import Message
    from detectors.linking.nouns import Reading
    from detectors.linking.people import People

_GOVERNMENT: Final = frozenset({"SSN", "SSN_LAST4", "LICENCE", "PASSPORT", "BANK_ACCOUNT", "CARD"})
_BREACH: Final = frozenset(
    {
        "DOB",
        "STUDENT_ID",
        "SSN",
        "SSN_LAST4",
        "LICENCE",
        "PASSPORT",
        "MEDICAID_ID",
        "PLAN_ID",
        "MRN",
        "BANK_ACCOUNT",
        "CARD",
    }
)
"""RCW 42.56.590(10): what makes a notice necessary when it is lost together with a name."""
_NOT_PERSONAL: Final = frozenset(
    {"CREDENTIAL", "CARD", "BANK_ACCOUNT", "IP", "DEVICE_ID", "GEO", "DATE_PERSONAL", "AGE_OVER_89"}
)
_DIRECTORY_TOO: Final = frozenset(
    {"STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "DATE_PERSONAL", "GEO"}
)
_REACHES: Final = frozenset({"EMAIL", "PHONE"})
"""Somebody's even where nobody is named; a street alone may be a shop's."""
_PERSONAL: Final = ENTITIES.keys() - _NOT_PERSONAL
_BESIDE_PII: Final = frozenset({"UNDER13", "GOVID", "WA_BREACH", "SMALLCELL", "FULLDOC", ONLINE}) | USES
"""Tags that say nothing of a record: the person stays one "without a record"."""


def tags_of(
    read: Sequence[tuple[Message, Reading]],
    people: People,
    subjects: Sequence[Subject],
    said: frozenset[str],
    health: frozenset[int],
) -> frozenset[str]:
    """The tags.

    Args:
        read: all messages with their readings.
        people: everybody.
        subjects: the same as subjects.
        said: tags of links and signals.
        health: numbers of the people about whom health matters are said, personnel matters included.
    """
    entities = {finding.base for message, _ in read for finding in message.findings}
    found = set(said)
    if any(subject.under13 for subject in subjects):
        found.add("UNDER13")
    if entities & _GOVERNMENT:
        found.add("GOVID")
    if "CREDENTIAL" in entities:
        found.add("SECRET")
    if _breach(people, entities, health):
        found.add("WA_BREACH")
    somebody = bool(entities & _REACHES) or any(
        person.role not in ("public", "staff") and person.spoken_of for person in people.persons
    )
    if somebody and entities & _PERSONAL and not found - _BESIDE_PII:
        directory = not entities - _DIRECTORY_TOO and any(reading.directory for _, reading in read)
        found.add("DIRECTORY" if directory and "STUDENT_NAME" in entities | _as_students(people) else "PII")
    return frozenset(found)


def _breach(people: People, entities: set[str], health: frozenset[int]) -> bool:
    """Whether a named person comes with such an element."""
    if any(people.persons[number].named for number in health):
        return True
    named = any(person.named and person.role != "public" and person.spoken_of for person in people.persons)
    return named and bool(entities & _BREACH)


def _as_students(people: People) -> set[str]:
    """PERSON_OTHER counts as a student's name where nobody is at work: "the honor roll: ..."."""
    roles = {person.role for person in people.persons if any(named_kind(mention) for _, mention in person.mentions)}
    return {"STUDENT_NAME"} if roles and roles <= {"student", "other"} else set()
