"""What the guard keeps of a file or batch that lies at a provider: a card, and the values behind its placeholders.

The card is small and is read whenever the thing is named; the values are read when something of it comes back. Both
are in the vault under the caller: what another caller names is not there, and so is never asked for at the provider.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import NotFound
from proxy.exchange.kept import Kind
from proxy.transform.assign import TokenMap
from proxy.transform.own_values import OwnValues
from proxy.vault import payload
from proxy.vault.cards import Card, card_of, values_name
from proxy.wire.deposits import ITEM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.vault.store import Owner, Vault

NO_SUCH: Final = "There is no such file or batch of yours. The guard knows only what was made through it with your key."


@dataclass(frozen=True, slots=True)
class Values:
    """What comes back in place of what left.

    Attributes:
        tokens: the placeholders of all records, which share one map.
        own: entity and value of what was kept or removed. Answers may repeat it.
        ids: custom ids as the provider knows them -> as the caller wrote them.
        places: number of the caller's record for each line that left; empty where they are the same.
        found: entity and value of what was replaced in a file that a call may name: it looks for them too.
    """

    tokens: TokenMap
    own: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    ids: Mapping[str, str] = field(default_factory=dict, repr=False)
    places: tuple[int, ...] = ()
    found: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def sent(self) -> OwnValues:
        """Every value that the caller sent."""
        return OwnValues([value for _, value, *_ in (*self.own, *self.tokens.entries())])


class Shelf:
    """The cards and values of one caller.

    Args:
        vault: where they are.
        owner: whose they are.
        key: behind this caller's placeholders.
    """

    def __init__(self, vault: Vault, owner: Owner, key: bytes) -> None:
        self._vault, self._owner, self._key = vault, owner, key

    async def ready(self) -> None:
        """Whether a card could be kept now, and found again. Raises StateUnavailable."""
        await self._vault.recall(self._owner, Kind.FILE, "")
        await self._vault.ready(self._owner)

    async def put(self, kind: Kind, name: str, card: Card, values: Values | None = None) -> None:
        """Keep a card under the provider's id; and its values, which `card.values` names. Raises StateUnavailable."""
        if values is not None:
            whole = await asyncio.to_thread(_dumped, values)
            await self._vault.keep(self._owner, Kind.FILE, values_name(card), whole)
        await self._vault.keep(self._owner, kind, name, card.dumped())

    async def find(self, kind: Kind, name: str) -> Card | None:
        """The card of something, or None: not there, over, or not this caller's. Raises StateUnavailable."""
        kept = await self._vault.recall(self._owner, kind, name)
        return None if kept is None else card_of(kept)

    async def get(self, kind: Kind, name: str, dialect: str) -> Card:
        """As `find`.

        Raises:
            NotFound: it is not there for this caller, or of another API.
            StateUnavailable: the vault does not answer.
        """
        card = await self.find(kind, name) if ITEM.fullmatch(name) else None
        if card is None or card.dialect != dialect:
            raise NotFound(NO_SUCH)
        return card

    async def values(self, card: Card) -> Values:
        """What comes back in something with this card.

        Raises:
            NotFound: it has values, and their time is over: placeholders would reach people who cannot read them.
            StateUnavailable: the vault does not answer.
        """
        if not card.values:
            return Values(TokenMap(self._key))
        kept = await self._vault.recall(self._owner, Kind.FILE, values_name(card))
        if kept is None:
            raise NotFound("The values behind the placeholders in this are no longer kept: their time is over.")
        return await asyncio.to_thread(_loaded, kept, self._key)

    async def forget(self, kind: Kind, name: str) -> None:
        """The provider deleted it. Values that a batch still needs stay until their time is over.

        The card is read again: a batch may have been made of it while the provider was asked.
        """
        card = await self.find(kind, name)
        await self._vault.forget(self._owner, kind, name)
        if card is not None and card.values and card.role != "results" and not card.batched:
            await self._vault.forget(self._owner, Kind.FILE, values_name(card))


def _dumped(values: Values) -> bytes:
    kept = json.loads(payload.dump(values.tokens, known=values.own))
    return json.dumps({**kept, "found": values.found, "ids": dict(values.ids), "places": values.places}).encode()


def _loaded(kept: bytes, key: bytes) -> Values:
    found, remembered = json.loads(kept), payload.read(kept)
    tokens = TokenMap.recalled(key, remembered.entries)
    return Values(tokens, remembered.known, found["ids"], tuple(found["places"]))
