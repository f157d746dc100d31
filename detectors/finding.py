"""The two nouns of detection: what is scanned (`Piece`) and what is found (`Finding`).

Neither prints the text it stands for: a `repr` shows lengths and offsets only, so that a value cannot reach a log,
a traceback or a test report by accident.
"""

from __future__ import annotations

from dataclasses import dataclass


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
