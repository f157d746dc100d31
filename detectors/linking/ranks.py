"""Whom a term suits: records are about children and patients, then their family; personnel matters about adults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.linking import staff
from detectors.linking.nouns import RECORD_ROLES, UNNAMED
from detectors.linking.terms import MEDICAL

if TYPE_CHECKING:
    from detectors.linking.nouns import Mention

_POSSESSIVE: Final = ("'s ", "\u2019s ", "' ")


def rank(tag: str, mention: Mention, between: str, *, topic: bool) -> int | None:
    """How well a term suits the person, 0 best; None: it is not about that person.

    Args:
        tag: family of the term.
        mention: the person.
        between: the words from the person to the term, or empty when they are far apart or in the other order.
        topic: whether the term heads a topic ("IEP training"); then only "Ana's IEP training" is about somebody.
    """
    if mention.role == "public" or (topic and not (mention.role in RECORD_ROLES and between in _POSSESSIVE)):
        return None
    if tag == "EMP":
        return _emp_rank(mention)
    if mention.role in RECORD_ROLES:
        return 0 if mention.strong and not mention.titled else 1
    if mention.role == "guardian" or (mention.role == "other" and not mention.aside and not mention.titled):
        return 2
    return _adult_rank(tag, mention, between)


def may_be_meant(mention: Mention, tag: str, *, personnel: bool) -> bool:
    """Whether a pronoun beside a term of this family can mean the person.

    Args:
        mention: the person.
        tag: family of the term.
        personnel: whether the message speaks of personnel matters; then health may be an adult's.
    """
    if tag == "EMP":
        return _emp_rank(mention) is not None
    if personnel and tag in MEDICAL and _emp_rank(mention) is not None:
        return True
    return mention.role in RECORD_ROLES or (mention.role == "other" and not mention.aside and not mention.titled)


def _adult_rank(tag: str, mention: Mention, between: str) -> int | None:
    """Of staff, of who is spoken to, and of who has a title: only what the words say outright to be theirs."""
    if tag in MEDICAL and (staff.about_self(between) or (mention.aside and staff.about_you(between))):
        return 3
    return 4 if mention.role == "other" and mention.titled and between in _POSSESSIVE else None


def _emp_rank(mention: Mention) -> int | None:
    if mention.role == "staff":
        return 0
    if mention.role == "other":
        return 1
    return 2 if mention.role == "student" and not mention.strong and mention.kind != UNNAMED else None
