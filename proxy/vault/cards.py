"""What is kept of a file or batch that lies at a provider: a card, read whenever the thing is named.

The values behind its placeholders lie beside it, under a name of our making (`values_name`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from proxy.exchange import Json

Role: TypeAlias = Literal["records", "results", "whole"]
"""``records``: what we wrote, to be run or learned from; ``results``: what a batch gave; ``whole``: one content."""
_VALUES: Final = "#values"
"""Behind a name: the values of it. No id of a provider holds this sign."""


@dataclass(frozen=True, slots=True)
class Card:
    """One file or batch.

    Attributes:
        dialect: the API family.
        provider: where it lies.
        models: what its records ask for: the registry is asked again whether all of them may still be used.
        role: what stands in a file.
        values: name under which its values are kept, of our making; empty where it has none.
        url: the operation of its records; empty where they have none.
        purpose: what a file is for, as its caller said.
        filename: as its caller called it.
        metadata: as its caller wrote it.
        batched: a batch was made of this file, which needs its values.
        terms: under which it was examined (`proxy.stored_files.terms_of`); empty where it cannot be named in a call.
    """

    dialect: str
    provider: str
    models: tuple[str, ...]
    role: Role = "records"
    values: str = field(default="", repr=False)
    url: str = ""
    purpose: str = ""
    filename: str = field(default="", repr=False)
    metadata: Json = field(default=None, repr=False)
    batched: bool = False
    terms: str = ""

    def dumped(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self)).encode()


def card_of(kept: bytes) -> Card:
    """The card that was kept. Raises StateUnavailable: another version of this program may have written it."""
    found: dict[str, Any] = json.loads(kept)
    try:
        return Card(**{**found, "models": tuple(found["models"])})
    except (KeyError, TypeError):
        raise StateUnavailable("What the guard kept for this cannot be read by this version of it. Tell IT.") from None


def values_name(card: Card) -> str:
    """Under which its values are kept."""
    return card.values + _VALUES
