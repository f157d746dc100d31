"""Invented values that must never turn up where they do not belong, and the search for them.

The search folds case and drops what stands between digits and letters, and tries base64, so that a leak in another
spelling is found too. Messages name the kind only.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Canary:
    """One invented value: `kind` is an entity label, `value` the text as a person would write it."""

    kind: str
    value: str = field(repr=False)


CANARIES: Final = (
    Canary("STUDENT_NAME", "Thessaly Okonkwo-Brandt"),
    Canary("SSN", "523-86-4197"),
    Canary("EMAIL", "t.okonkwobrandt@quillfern.example"),
    Canary("PHONE", "(206) 555-0147"),
    Canary("STUDENT_ID", "8840172935"),
    Canary("MRN", "MRN-7730412"),
)


def folded(text: str) -> str:
    """Lower case, letters and digits only."""
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def spellings(value: str) -> tuple[str, ...]:
    """The value as folded search terms: itself and its base64 at each of the three alignments."""
    return folded(value), *(folded(encoded_core(value.encode(), lead)) for lead in range(3))


def encoded_core(raw: bytes, lead: int) -> str:
    """The base64 characters that depend on `raw` alone when `lead` bytes (modulo 3) stand before it."""
    first, last = -(-8 * lead // 6), 8 * (lead + len(raw)) // 6
    return base64.b64encode(b"\0" * lead + raw).decode()[first:last]


def leaks(text: str | bytes) -> list[str]:
    """Kinds of the canaries that stand in a text, in the order of `CANARIES`."""
    haystack = folded(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
    return [canary.kind for canary in CANARIES if any(term in haystack for term in spellings(canary.value))]
