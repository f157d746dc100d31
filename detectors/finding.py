"""The nouns of detection: what is scanned (`Piece`), what is found (`Finding`), what it adds up to (`Records`).

None prints the text it stands for: a `repr` shows lengths and offsets only, so that a value cannot reach a log,
a traceback or a test report by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

TERM: Final = "term."
"""Prefix of the entity of a mark: a term that is a topic until it is linked to a person (``term.IDEA``)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One protected value in a text, without the value.

    Attributes:
        entity: label from `detectors.entities.ENTITIES`, with an optional suffix (``STUDENT_ID.WA_SSID``).
        start: first character (code points) in the *original* text, even when found in a folded view of it.
        end: one past the last character; ``0 <= start < end <= len(text)``.
        score: confidence in 0..1; arbitration between overlapping findings weighs it after label strength.
        detector: name of the detector that found it (``identifiers.ssn``).
        why: a short reason code, never text from the input (``label``, ``luhn``, ``model``, ``memory``).
    """

    entity: str
    start: int
    end: int
    score: float
    detector: str
    why: str

    @property
    def base(self) -> str:
        """The entity without its suffix: ``STUDENT_ID`` for ``STUDENT_ID.WA_SSID``."""
        return self.entity.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """One text to scan, as the conversation pass needs to see it.

    Attributes:
        text: the text, in the caller's spelling.
        context: label words that stand outside the text (a JSON key, a column header), or empty.
        scope: pieces with equal scope and adjacent positions may hold two halves of one value (the parts of one
            message); pieces of prose in neighbouring scopes are joined too (a value split over two messages).
        prose: whether a person could have written it as running text; names are looked for in prose only, and only
            prose takes part in joints and document memory's learning. Short metadata values are not prose.
    """

    text: str
    context: str = ""
    scope: str = ""
    prose: bool = True

    def __repr__(self) -> str:
        return f"Piece(<{len(self.text)} chars>, context=<{len(self.context)} chars>, prose={self.prose})"


def is_mark(finding: Finding) -> bool:
    """Whether it is a term rather than a protected value: never transformed, weighed by linking only."""
    return finding.entity.startswith(TERM)


Role: TypeAlias = Literal["student", "child", "guardian", "patient", "staff", "public", "other"]
"""What a person is in the text; ``child`` is a child in early learning."""

How: TypeAlias = Literal["sentence", "line", "row", "object", "chain", "only", "turn"]
"""What ties a term to a subject: the same sentence, line, table row or JSON object; a pronoun within two sentences;
being the only subject of the message; an earlier turn of the conversation."""

Identifiability: TypeAlias = Literal["none", "watch", "linkable", "identified"]
"""Identified: a direct identifier. Linkable: indirect ones that together single out a person (34 CFR 99.3(f))."""

Place: TypeAlias = tuple[int, int, int]
"""Number of the piece, start, end: offsets as in `Finding`."""

DIRECT: Final = 100
"""Weight of a direct identifier: more than all indirect ones together."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact in the text that helps to tell who a person is.

    Attributes:
        kind: an entity label of a direct identifier (``STUDENT_NAME``), or a quasi-identifier (``school``, ``grade``).
        weight: what it adds to the sum; `DIRECT` for a direct identifier.
        place: where it stands.
    """

    kind: str
    weight: int
    place: Place


@dataclass(frozen=True, slots=True)
class Subject:
    """A person that the conversation speaks of.

    Attributes:
        role: what the person is in the text.
        identifiability: how surely a reader could tell who it is.
        weight: sum of the indirect identifiers' weights, each kind counted once.
        under13: whether the text shows a child under thirteen (16 CFR 312.2).
        mentions: where the person is mentioned.
        evidence: what identifiability rests on.
    """

    role: Role
    identifiability: Identifiability
    weight: int = 0
    under13: bool = False
    mentions: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A term tied to a subject: with it, the text is a record about a person.

    Attributes:
        tag: the family of the term (``IDEA``, ``MH``).
        subject: number of the subject in `Records.subjects`.
        place: where the term stands.
        how: what ties the two.
        score: confidence in 0..1.
    """

    tag: str
    subject: int
    place: Place
    how: How
    score: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A conclusion about the text that needs no single subject: ``SMALLCELL``, ``PPRA``, ``SECPLAN``, ``FULLDOC``."""

    tag: str
    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Records:
    """What findings and terms add up to, with the evidence as types and offsets."""

    subjects: tuple[Subject, ...] = ()
    links: tuple[Link, ...] = ()
    signals: tuple[Signal, ...] = ()
    tags: frozenset[str] = field(default_factory=frozenset)
    """Every tag of the conversation: of links and signals, and what follows from findings and subjects (``PII``,
    ``UNDER13``, ``EARLY``, ``GOVID``, ``SECRET``, ``WA_BREACH``)."""
    opted_out: tuple[Place, ...] = ()
    """Where somebody of the roster stands who may not be in directory information (34 CFR 99.37)."""
