"""Steps 7 and 8: a call that may leave is recorded, looked at once more, and sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from proxy.admission import beside_the_loop
from proxy.errors import NotApproved
from proxy.wire.carriage import carriage_of
from proxy.wire.stored_query import QUERY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from proxy.admission import Admitted
    from proxy.arrival import Arrival
    from proxy.exchange import Tool
    from proxy.holding.passage import Passage
    from proxy.kept_content import CallContent
    from proxy.records import CallRecord
    from proxy.rooms import Rooms
    from proxy.upstream import ProviderAnswer
    from proxy.wire.codec import AnswerFacts

FILES_BETA: Final = "files-api-2025-04-14"
"""What Anthropic's messages must ask for before they may name a file (its SDK's `beta.messages`, 2026)."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A call that is to leave.

    Attributes:
        rooms: that it goes through.
        arrival: as it came.
        who: whose it is.
        tool: whom it goes to.
        passage: what was decided of it, by people too.
        body: what leaves.
        record: of the call.
    """

    rooms: Rooms = field(repr=False)
    arrival: Arrival
    who: Admitted
    tool: Tool
    passage: Passage
    body: bytes = field(repr=False)
    record: CallRecord

    async def enter_in_the_log(self) -> CallContent | None:
        """Step 7: the record, and what is kept of the prompt, durable before anything leaves.

        Returns:
            What keeps the call's text; None where none is kept.

        Raises:
            NotApproved: the tool was stopped while the call was examined.
            AuditUnavailable | StateUnavailable: it cannot be recorded; nothing may be forwarded.
        """
        check_still_allowed(self.rooms, self.tool, self.who)
        content = await self._content()
        await open_record(self.record, content)
        return content

    async def _content(self) -> CallContent | None:
        contents, arrival, passage = self.rooms.contents, self.arrival, self.passage
        if contents is None:
            return None
        content = contents.of(arrival.request_id, self.who.caller, self.tool, self.record.subjects)
        prompt = partial(content.prompt, arrival.codec, passage.call, passage.examined, self.body, self.who.key)
        self.record.prompt_kept(await beside_the_loop(arrival.body, prompt))
        return content

    async def last_look(self) -> Callable[[AnswerFacts], Awaitable[None]] | None:
        """The last look before something leaves: recording may have waited for seconds.

        Returns:
            What must be remembered, or forgotten, of what lies at the provider once it has answered.

        Raises:
            Blocked: a release has ended.
            NotApproved: the tool was stopped.
            StateUnavailable | AuditUnavailable | TooLarge: what this needs cannot be looked up or remembered.
        """
        caller = self.who.caller
        if self.rooms.desk is not None:
            await self.rooms.desk.sent(self.passage, self.arrival.request_id, caller)
        continuity, lying = self.rooms.continuity, self.arrival.lying
        settled: Callable[[AnswerFacts], Awaitable[None]] | None
        if lying is not None and getattr(self.arrival.codec, "ends", False):
            settled = continuity.ended(caller, lying)
        else:
            settled = await continuity.settle(caller, self.tool, self.passage.call, self.passage.examined, self.record)
        check_still_allowed(self.rooms, self.tool, self.who)  # last: what stands above may have waited for a database
        return settled

    async def send(self) -> ProviderAnswer:
        """Step 8. What has no body says in its query what it has to say.

        Raises:
            ProviderError: the provider cannot be reached, or does not answer in time.
        """
        arrival, upstream, provider = self.arrival, self.rooms.upstream, self.tool.provider
        path, carriage = arrival.path_to(self.tool), carriage_of(arrival.codec)
        content_type = carriage.content_type(self.body)
        if arrival.method == "POST":
            if self.passage.call.lodged and self.tool.dialect == "anthropic":
                return await upstream.send(provider, path, self.body, content_type, beta=FILES_BETA)
            return await upstream.send(provider, path, self.body, content_type)
        if carriage is QUERY and self.body:
            path = f"{path}{'&' if '?' in path else '?'}{self.body.decode('ascii')}"
        body = b"" if carriage is QUERY else self.body
        return await upstream.send(provider, path, body, content_type, method=arrival.method)


def check_still_allowed(rooms: Rooms, tool: Tool, who: Admitted) -> None:
    """Ask the registry as it is now, for it may have changed while the call was examined: an emergency stop wins.

    Raises:
        NotApproved: the tool was stopped, or its approval was changed.
        StateUnavailable: nobody can say.
    """
    now = rooms.registry if rooms.latest is None else rooms.latest()
    name, audience = f"{tool.provider}/{tool.model}", who.circumstances.audience
    if now.resolve(tool.dialect, name, today=rooms.today(), app=who.caller.app, audience=audience) != tool:
        raise NotApproved("The approval of this AI tool was changed just now. Send it again.", param="model")


async def open_record(record: CallRecord, content: CallContent | None) -> None:
    """Step 7, for whatever leaves: the intent is durable when this returns, and so is what is kept beside it.

    Raises:
        AuditUnavailable | StateUnavailable: it is not; nothing may be forwarded.
    """
    await record.open()
    if content is not None:
        await content.keep_prompt()
