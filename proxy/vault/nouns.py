"""The nouns of the vault: whose something is, and what its counts say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proxy.exchange.kept import Kind


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is: nobody else finds it, and nobody else's key opens it."""

    tenant: str
    caller: str


@dataclass(frozen=True, slots=True)
class Held:
    """How much lies in the vault, of one kind; counts, sizes and times only.

    Attributes:
        kind: of what.
        entries: how many.
        size: bytes, sealed.
        oldest: when the oldest entry was kept, as records write times.
        ends: when the last of them expires.
    """

    kind: Kind
    entries: int
    size: int
    oldest: str
    ends: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """What a change of the key came to.

    Attributes:
        moved: entries that are now sealed under the newest key.
        lost: entries that no key here opens; they were destroyed.
    """

    moved: int
    lost: int
