"""Document memory: what was found anywhere in a conversation is looked for everywhere in it.

Learned from the findings in prose, on every call anew, because nothing that holds a value may outlive a call; looked
for in every text, metadata and keys included. A memory with the same contents has the same digest, so that what was
recalled in an unchanged text needs no second look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.known_identifiers import KnownIdentifiers
from detectors.known_names import KnownNames
from detectors.what_is_there import WhatIsThere, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detectors.cache import Digester

NAME_ENTITIES = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})
"""Base labels of persons' names."""

IDENTIFIER_ENTITIES = frozenset(
    {
        "ADDRESS", "BANK_ACCOUNT", "CARD", "CREDENTIAL", "DEVICE_ID", "EMAIL", "IMMIGRATION_ID", "IP", "LICENCE",
        "MEDICAID_ID", "MRN", "OTHER_ID", "PASSPORT", "PHONE", "PLAN_ID", "PLATE", "SSN", "STUDENT_ID", "URL_PERSONAL",
        "USERNAME", "VIN",
    }
)  # fmt: skip
"""Base labels of values that stand for one person wherever they occur. Not dates, ages or places."""

_REMEMBERED = NAME_ENTITIES | IDENTIFIER_ENTITIES

SCORE = 0.8
"""Of a recalled finding: as sure as a good name model, less sure than a label beside a value."""


class Memory:
    """The names and identifiers of one conversation.

    What was found is only collected at first; the indexes are built when something must be looked for, which an
    unchanged conversation never needs.
    """

    def __init__(self) -> None:
        self._surfaces: dict[tuple[str, str], None] = {}
        self._index: tuple[KnownNames, KnownIdentifiers] | None = None
        self._spelled: dict[str, tuple[tuple[str, ...], str]] = {}
        """Names taken apart, when they are first asked about: every text asks about every one."""
        self._there: WhatIsThere | None = None
        """What is there in the text that this is a part for."""

    def __bool__(self) -> bool:
        return bool(self._surfaces)

    def learn(self, text: str, findings: Iterable[Finding]) -> None:
        """Remember the values of these findings, which are offsets in `text`. Not after the first `recall`."""
        for finding in findings:
            if finding.base in _REMEMBERED:
                self._surfaces[finding.entity, text[finding.start : finding.end]] = None

    def remember(self, known: Iterable[tuple[str, str]]) -> None:
        """Values that were found at another time, each with its entity. Not after the first `recall`."""
        for entity, value in known:
            if entity.partition(".")[0] in _REMEMBERED:
                self._surfaces[entity, value] = None

    def digest(self, digester: Digester) -> bytes:
        """Memories with the same digest recall alike."""
        return digester("memory", repr(list(self._surfaces)))

    def about(self, text: str) -> Memory:
        """What of this memory `text` could hold: recalls the same in it, and stays the same while it does.

        So a long history need not be searched again because its last turn brought a new name: 10,000 characters with
        eighty names took 5 ms on each turn, and take 0.6.
        """
        here = WhatIsThere(text)
        part = Memory()
        part._there = here
        part._surfaces = {each: None for each in self._surfaces if self._could_stand(*each, here)}
        return part

    def _could_stand(self, entity: str, surface: str, here: WhatIsThere) -> bool:
        if entity.partition(".")[0] not in NAME_ENTITIES:
            return here.may_identify(surface)
        name = self._spelled.get(surface)
        if name is None:
            name = self._spelled[surface] = spelled(surface)
        return here.may_name(*name)

    def recall(self, text: str, *, prose: bool) -> tuple[Finding, ...]:
        """Where known values stand in `text`; unsorted, and an identifier may overlap a name in it."""
        if self._index is None:
            self._index = self._indexes()
        names, identifiers = self._index
        there = self._there if self._there is not None and self._there.of(text) else WhatIsThere(text)
        found = names.find(text, there.lowered, prose=prose, words=there.words)
        spans = [*identifiers.find(text, there.lowered), *found]
        return tuple(Finding(entity, start, end, SCORE, "memory", "memory") for start, end, entity in spans)

    def _indexes(self) -> tuple[KnownNames, KnownIdentifiers]:
        names, identifiers = KnownNames(), KnownIdentifiers()
        for entity, surface in self._surfaces:
            known = names if entity.partition(".")[0] in NAME_ENTITIES else identifiers
            known.learn(surface, entity)
        return names, identifiers
