"""From what an auditor types about a person to the digests that records hold; what was typed is kept nowhere."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detectors.entities import ENTITIES
from proxy.audit.subjects import DIGEST, NAMES
from proxy.call_facts import INDEXED
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from detectors.stream_scan import Scan
    from proxy.audit.subjects import SubjectKeys

LONGEST: Final = 200
ALIASES: Final = {
    "NAME": "PERSON_OTHER",
    "SSID": "STUDENT_ID",
    "STUDENT_NUMBER": "STUDENT_ID",
    "STUDENT_NO": "STUDENT_ID",
    "STATE_ID": "STUDENT_ID",
    "MEDICAID": "MEDICAID_ID",
    "PROVIDERONE": "MEDICAID_ID",
    "E-MAIL": "EMAIL",
    "MAIL": "EMAIL",
    "TELEPHONE": "PHONE",
}
"""Words for a label beside the labels themselves."""
_IN_WORDS: Final = frozenset({"ADDRESS", "EMAIL", "USERNAME", "URL_PERSONAL", *NAMES})
"""Labels whose values have words without a digit; in any other such a word is a label that was not understood."""
_HOW: Final = (
    'Say what it is: "SSID 1234567893", STUDENT_ID=1234567893, NAME="Jordan Smith". Labels: NAME, '
    + ", ".join(sorted(INDEXED))
    + "."
)


class BadSubject(BadRequest, ValueError):
    """What was typed names nobody, or more than one; the message does not repeat it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The subject {what}. {_HOW}", param="subject")


@dataclass(frozen=True, slots=True)
class Subjects:
    """Turns a typed identifier or name into digests.

    Attributes:
        keys: of the tenant.
        scan: finds structured identifiers by their label, the agency's own too.
    """

    keys: SubjectKeys = field(repr=False)
    scan: Scan = field(repr=False)

    def digests(self, typed: str) -> tuple[str, ...]:
        """Digests of ``LABEL=value``, of a value with its label in words, or digests as a record shows them.

        Raises:
            BadSubject: it names nobody, more than one, or something that records hold no digest of.
        """
        text = typed.strip()
        if not text or len(text) > LONGEST:
            raise BadSubject(f"must have 1 to {LONGEST} characters")
        given = [part.strip() for part in text.split(",")]
        if all(DIGEST.fullmatch(part) for part in given):
            return tuple(given)
        entity, value = self._labelled(text)
        found = self.keys.searched(entity, value)
        if not found:
            raise BadSubject("holds no letters or digits")
        return found

    def _labelled(self, text: str) -> tuple[str, str]:
        label, equals, value = text.partition("=")
        if equals:
            return _entity(label), value.strip()
        found = {(finding.entity, text[finding.start : finding.end]) for finding in self.scan(text)}
        known = [(entity, value) for entity, value in found if entity.partition(".")[0] in INDEXED]
        if len(known) == 1:
            return known[0]
        if known:
            raise BadSubject("names more than one")
        return _in_words(text)


def _in_words(text: str) -> tuple[str, str]:
    """A value after its label, the longest that is known: ``student id: 555-0003``, ``name Jordan Smith``."""
    words = text.split()
    for count in range(min(3, len(words) - 1), 0, -1):
        with contextlib.suppress(BadSubject):
            entity, rest = _entity(" ".join(words[:count])), words[count:]
            if entity in _IN_WORDS or all(any(char.isdigit() for char in word) for word in rest):
                return entity, " ".join(rest)
    raise BadSubject("does not say what it is")


def _entity(label: str) -> str:
    name = "_".join(label.upper().strip(" :#.").split())
    base = ALIASES.get(name, name).partition(".")[0]
    if base not in INDEXED:
        known = "is of a sort that records hold no digest of" if base in ENTITIES else "has a label nobody knows"
        raise BadSubject(known)
    return base
