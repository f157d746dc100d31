"""Conversations that the provider keeps: whether it may, and what the guard must know to go on with one.

By default a provider keeps nothing: `store` is false on whatever is sent, and a call that would continue what lies
there is refused. Where the operator allows a provider to keep conversations, the placeholders of each are kept in the
vault under whoever made it, and recalled before the next turn is examined: the same values get the same placeholders,
what is known is found again, and the answer restores the values of earlier turns. What is not in the vault (unknown,
expired, somebody else's) is never asked for at the provider.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, GuardError, NotFound
from proxy.exchange.kept import Kind, Recalled
from proxy.vault import payload
from proxy.vault.nouns import Owner
from proxy.wire.kept import INSTEAD, NAMES, NOT_ALLOWED, check_granted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from proxy.examine import Examined
    from proxy.exchange import Caller, ParsedCall, Tool
    from proxy.exchange.kept import Known, Lying
    from proxy.records import CallRecord
    from proxy.vault.payload import Remembered
    from proxy.vault.store import Vault
    from proxy.wire.codec import AnswerFacts

SALT_BYTES: Final = 16
GROWING: Final = frozenset({Kind.CONVERSATION, Kind.COMPLETION, Kind.CACHED_CONTENT})
"""What a call adds to; a response is never changed, the next one is another."""
_NOT_HERE: Final = (
    "There is no {what} under this id that was made through the guard with your key and is still remembered. "
)


@dataclass(frozen=True, slots=True)
class Continuity:
    """Who decides what a provider may keep, and remembers what it does.

    Attributes:
        vault: where placeholders outlive a call; None: nothing is kept anywhere.
        allowed: ids of providers that may keep conversations.
        storing: ids of providers that store a chat unless it says no; others may refuse a member they do not know.
    """

    vault: Vault | None = None
    allowed: frozenset[str] = frozenset()
    storing: frozenset[str] = frozenset()

    def told(self, tool: Tool, call: ParsedCall) -> ParsedCall:
        """The call, which says `store` aloud where silence would be taken for yes. Grants nothing."""
        if call.keeping is None or tool.provider not in self.storing:
            return call
        return replace(call, keeping=replace(call.keeping, told=True))

    async def begin(
        self,
        caller: Caller,
        tool: Tool,
        call: ParsedCall,
        lying: Lying | None = None,
        remembered: Remembered | None = None,
    ) -> ParsedCall:
        """The call with what is decided about storing, and with what is known of the turns before it.

        Args:
            caller: who calls.
            tool: whom they call.
            call: what they say.
            lying: what at the provider the path names.
            remembered: what is known of that.

        Raises:
            BadRequest: it relies on what the provider may not keep, or on what is not this caller's.
            StateUnavailable: the vault does not answer; nothing may be forwarded.
        """
        if remembered is not None:
            call = replace(call, recalled=recalled([remembered]))
        call = self.told(tool, call)
        keeping = call.keeping
        if keeping is None:
            return call
        if lying is not None:
            keeping = replace(keeping, continues=(*keeping.continues, lying))
        allowed = self.vault is not None and tool.provider in self.allowed
        if not allowed:
            check_granted(keeping)
            return call
        found = [await self._continued(caller, tool, each) for each in keeping.continues]
        before = recalled(found) if found else call.recalled
        return replace(call, keeping=replace(keeping, granted=True), recalled=before)

    async def find(self, caller: Caller, lying: Lying) -> Remembered:
        """What is known of something that the caller asks for by its id.

        Raises:
            NotFound: nothing; the provider is not asked.
            StateUnavailable: the vault does not answer.
        """
        found = await self._recall(caller, lying)
        if found is None:
            raise NotFound(_NOT_HERE.format(what=NAMES[lying.kind]).strip())
        return found

    def makers(self, offered: Sequence[tuple[str, str]]) -> str:
        """The model in whose name something is kept where the call names none, as ``provider/model``.

        Args:
            offered: models and providers of this API that may be used.

        Raises:
            BadRequest: no provider, or more than one, may keep conversations.
        """
        first = {provider: f"{provider}/{model}" for model, provider in reversed(offered) if provider in self.allowed}
        if len(first) > 1:
            raise BadRequest("Several providers may keep conversations, so the guard cannot tell which one is meant.")
        if self.vault is None or not first:
            raise BadRequest(NOT_ALLOWED)
        return next(iter(first.values()))

    async def settle(
        self, caller: Caller, tool: Tool, call: ParsedCall, examined: Examined, record: CallRecord
    ) -> Callable[[AnswerFacts], Awaitable[None]] | None:
        """What is done once the provider says under which ids something lies there; None where nothing will.

        What lies there already and is about to grow (a conversation) is remembered before anything leaves: its older
        map must not stand for turns that it does not know. What will be new has no name yet; the vault is tried, so
        that nothing is stored at the provider while nobody could remember what its placeholders stand for.

        Raises:
            StateUnavailable | TooLarge: it cannot be.
        """
        if self.vault is None or call.keeping is None or not call.keeping.store:
            return None
        keeper = Keeper(self.vault, _owner(caller), _map_of(tool, call, examined), record)
        growing = [each for each in call.keeping.continues if each.kind in GROWING]
        await (keeper.begin(growing) if growing else self.vault.ready(keeper.owner))
        return lambda facts: keeper.keep(facts.made)

    def ended(self, caller: Caller, lying: Lying) -> Callable[[AnswerFacts], Awaitable[None]]:
        """What is done once the provider has deleted something."""

        async def forget(facts: AnswerFacts) -> None:
            if self.vault is not None and facts.complete:
                with contextlib.suppress(GuardError):  # it expires by itself
                    await self.vault.forget(_owner(caller), lying.kind, lying.name)

        return forget

    async def _continued(self, caller: Caller, tool: Tool, lying: Lying) -> Remembered:
        found = await self._recall(caller, lying)
        if found is None or found.facts.get("provider") != tool.provider:
            what = NAMES[lying.kind]
            raise BadRequest(_NOT_HERE.format(what=what) + INSTEAD, param=lying.param)
        return found

    async def _recall(self, caller: Caller, lying: Lying) -> Remembered | None:
        if self.vault is None:
            return None
        kept = await self.vault.recall(_owner(caller), lying.kind, lying.name)
        return None if kept is None else payload.read(kept)


@dataclass(frozen=True, slots=True)
class Keeper:
    """One call's map, to be kept. Prints no value."""

    vault: Vault
    owner: Owner
    map: bytes = field(repr=False)
    record: CallRecord

    async def begin(self, growing: Sequence[Lying]) -> None:
        """Keep the map for what it is added to. Raises StateUnavailable, TooLarge."""
        await self._keep([(each.kind, each.name) for each in growing])

    async def keep(self, made: Sequence[tuple[Kind, str]]) -> None:
        """Keep the map under these ids; never raises: without it the conversation cannot be continued."""
        if made:
            with contextlib.suppress(GuardError):
                await self._keep(made)

    async def _keep(self, under: Sequence[tuple[Kind, str]]) -> None:
        await self.vault.keep_all(self.owner, under, self.map, join=payload.joined)
        self.record.remembered(len(under))


def recalled(found: Sequence[Remembered]) -> Recalled:
    """What is known of the turns before, of one conversation or several."""
    entries = payload.agreed(entry for each in found for entry in each.entries)
    known = dict.fromkeys(value for each in found for value in each.known)
    return Recalled(entries, tuple(known), secrets.token_bytes(SALT_BYTES))


def _map_of(tool: Tool, call: ParsedCall, examined: Examined) -> bytes:
    before: tuple[Known, ...] = () if call.recalled is None else call.recalled.known
    found = [
        (finding.entity, segment.text[finding.start : finding.end])
        for segment, findings in zip(call.segments, examined.findings, strict=True)
        for finding in findings
    ]
    known = dict.fromkeys((*before, *found))
    facts = {"provider": tool.provider, "model": tool.model}
    return payload.dump(examined.transformed.tokens, known=known, facts=facts)


def _owner(caller: Caller) -> Owner:
    return Owner(caller.tenant, caller.id)
