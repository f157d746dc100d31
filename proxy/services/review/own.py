"""What callers do with their own held calls: look how they stand, take them back, collect the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from proxy.arrival import Arrival
from proxy.errors import Conflict, NotFound
from proxy.exchange import Said
from proxy.holding.view import CALL, read_call
from proxy.review.states import State, withdraw
from proxy.review.told import of_hold
from proxy.services.review.shown import codec_of, summary
from proxy.services.review.words import GONE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from proxy.exchange import Caller
    from proxy.review.states import Hold, Terms
    from proxy.review.store import HoldStore

MOST_SHOWN: Final = 100
NEXT: Final = {
    State.PENDING: Said(
        "A reviewer will look at it. You need not wait.", "Una persona la revisará. No hace falta esperar."
    ),
    State.RELEASED: Said(
        "It is approved. Send the same again, or collect the answer.",
        "Está aprobada. Envíe lo mismo otra vez, o recoja la respuesta.",
    ),
    State.DENIED: Said(
        "It must not be sent. Edit the message or start a new chat without it.",
        "No se puede enviar. Cambie el mensaje o empiece otro chat sin eso.",
    ),
    State.EXPIRED: Said(
        "Nobody decided in time. Send it again to ask again.",
        "Nadie decidió a tiempo. Envíela otra vez para pedirlo de nuevo.",
    ),
    State.WITHDRAWN: Said("You took it back.", "Usted la retiró."),
    State.LAPSED: Said(
        "The approval has ended. Send it again to ask again.",
        "La aprobación terminó. Envíela otra vez para pedirlo de nuevo.",
    ),
    State.ENDED: Said(
        "The approval was taken back. Edit the message, or send it again to ask again.",
        "La aprobación fue retirada. Cambie el mensaje, o envíelo otra vez para pedirlo de nuevo.",
    ),
}
_OF_REVIEWERS: Final = frozenset({"unit", "app", "escalated"})


@dataclass(frozen=True, slots=True)
class OwnHolds:
    """The queue, for whoever has calls in it.

    Attributes:
        holds: the queue itself.
        terms: the operator's.
        clock: current time.
    """

    holds: HoldStore
    terms: Terms
    clock: Callable[[], datetime]

    async def all(self, who: Caller) -> list[dict[str, Any]]:
        """One's held calls, newest first."""
        now = self.clock()
        found = await self.holds.of_caller(who.tenant, who.id, now=now, limit=MOST_SHOWN)
        return [self._shown(hold, now) for hold in found]

    async def one(self, who: Caller, ticket: str) -> dict[str, Any]:
        """How one of them stands. Raises NotFound: no such ticket, or somebody else's."""
        return self._shown(await self._mine(who, ticket), self.clock())

    async def withdraw(self, who: Caller, ticket: str) -> dict[str, Any]:
        """Take one back.

        Raises:
            NotFound: no such ticket, or somebody else's.
            Conflict: it is decided already.
        """
        await self._mine(who, ticket)
        now = self.clock()
        after = await self.holds.change(
            who.tenant,
            ticket,
            lambda hold: withdraw(hold, now, self.terms),
            lambda _before, after: [of_hold(after, "withdrawn", caller=who.id)],
        )
        return self._shown(after, now)

    async def collect(
        self, who: Caller, ticket: str, headers: Mapping[str, str], *, request_id: str, client: str = ""
    ) -> Arrival:
        """The released call, to be served as if it had just been sent again; recorded as collected.

        Args:
            who: the caller, the same that was held.
            ticket: of the hold.
            headers: of the request that collects, with the caller's key.
            request_id: of that request.
            client: address that it came from.

        Raises:
            NotFound: no such ticket, somebody else's, or its content was purged.
            Conflict: it is not released; `details.state` says how it stands.
        """
        hold = await self._mine(who, ticket)
        if hold.state is not State.RELEASED:
            told = NEXT[hold.state].en
            raise Conflict(
                f"There is no answer to collect: the call is {hold.state}. {told}",
                details={"ticket": ticket, "state": hold.state.value, "look": f"/v1/holds/{ticket}"},
            )
        kept = await self.holds.content(hold, CALL)
        if kept is None:
            raise NotFound(GONE)
        call = read_call(kept)
        await self.holds.change(
            who.tenant,
            ticket,
            lambda hold: replace(hold, collected=hold.collected + 1, version=hold.version + 1),
            lambda _before, after: [of_hold(after, "collected", caller=who.id, request_id=request_id)],
        )
        own = {name: value for name, value in headers.items() if name not in call.headers}
        passed = {name: value for name, value in own.items() if not name.startswith("content-")}
        return Arrival(
            request_id=request_id,
            route=call.route,
            codec=codec_of(call),
            upstream_path=call.upstream_path,
            headers={**passed, **call.headers},
            body=call.body,
            model=call.model,
            client=client,
            method=call.method,
            lying=call.lying,
        )

    async def _mine(self, who: Caller, ticket: str) -> Hold:
        hold = await self.holds.get(who.tenant, ticket, self.clock())
        if hold.caller != who.id:
            raise NotFound("There is no held call with this ticket.")
        return hold

    def _shown(self, hold: Hold, now: datetime) -> dict[str, Any]:
        shown = {name: value for name, value in summary(hold, now).items() if name not in _OF_REVIEWERS}
        said = NEXT[hold.state]
        return {**shown, "collect": f"/v1/holds/{hold.ticket}/collect", "next": {"en": said.en, "es": said.es}}
