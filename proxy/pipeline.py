"""The ten steps of a call, in order. Read this file first.

1 identify the caller; 2 check the registry; 3 parse the wire format into segments; 4 detect; 5 decide; 6 transform, or
refuse, or hold; 7 open the audit record (durable before anything leaves); 8 forward; 9 restore and scan the answer,
streaming; 10 close the audit record, shielded from the client's leaving.

Steps 4 to 6 are in `examine`, because the preview runs them too; steps 9 and 10 are in `relay`. Any error that is not
one of ours becomes an `InternalError`: the guard fails closed.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from proxy.attachments.opening import Opener, stuck
from proxy.attachments.told import fates, header
from proxy.callers.beginning import check_beginning
from proxy.callers.keys import extract_key
from proxy.callers.roles import Permission, require
from proxy.continuity import Continuity
from proxy.errors import BadRequest, GuardError, InternalError, NotApproved
from proxy.examine import places_of
from proxy.exchange import Action, Forward, Hold, Refuse
from proxy.holding.view import Case
from proxy.outcome import outcome, refusal
from proxy.policy.hints import hints as asked_for
from proxy.records import CallRecord, RecordSink, Standing
from proxy.registry.gate import Gate
from proxy.registry.training import refusal as refusal_of_untrained
from proxy.relay import Crossing
from proxy.wire import content_coding
from proxy.wire.carriage import carriage_of
from proxy.wire.stored import Stored
from proxy.wire.stored_query import QUERY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from proxy.callers.directory import Directory
    from proxy.callers.quotas import Quotas
    from proxy.examine import Examined, Examiner
    from proxy.exchange import Audience, Caller, Circumstances, Json, ParsedCall, Tool
    from proxy.holding.desk import Desk
    from proxy.kept_content import CallContent, Contents
    from proxy.registry.tools import Registry
    from proxy.registry.training import Trained
    from proxy.relay import Answer, Arrival, Relay
    from proxy.upstream import ProviderAnswer, Upstream
    from proxy.vault.payload import Remembered
    from proxy.wire.codec import AnswerFacts


T = TypeVar("T")
LARGE_BODY: Final = 262_144


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The journey with everything it needs; immutable, replaced whole when the configuration is reloaded."""

    directory: Directory
    quotas: Quotas
    registry: Registry
    examiner: Examiner
    sink: RecordSink
    standing: Standing
    upstream: Upstream
    relay: Relay
    body_bytes: int
    desk: Desk | None = None
    """Where held calls wait; without one they are refused."""
    today: Callable[[], date] = lambda: datetime.now(UTC).date()  # a default, not a definition
    gate: Gate = field(default_factory=Gate)
    latest: Callable[[], Registry] | None = None
    """The registry as it is at this moment, for the look before something leaves; without it, the one above."""
    contents: Contents | None = None
    """Keeps text of calls; None where none is kept."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """Headers of every answer: where the notice about AI use is."""
    continuity: Continuity = field(default_factory=Continuity)
    """What providers may keep; by default nothing."""
    files: Opener = field(default_factory=Opener)
    """Opens the files of calls."""

    async def serve(self, arrival: Arrival) -> Answer:
        """Take one call through all steps. An error is raised after it has been recorded.

        Raises:
            GuardError: the call was refused or failed; `error.message` is for the person.
        """
        record = CallRecord(
            self.sink,
            self.standing,
            request_id=arrival.request_id,
            route=arrival.route,
            body_bytes=len(arrival.body),
        )
        record.arrived(arrival.client, arrival.headers)
        stack = ExitStack()
        try:
            return await self._steps(arrival, record, stack)
        except GuardError as error:
            stack.close()
            await record.fail(error)
            raise
        except asyncio.CancelledError:
            stack.close()
            record.abandon()
            raise
        except Exception as error:
            stack.close()
            failure = InternalError("The guard failed while handling this request. Try again or tell IT.")
            await record.fail(failure)
            raise failure from error

    async def _steps(self, arrival: Arrival, record: CallRecord, stack: ExitStack) -> Answer:
        caller = self.identify(arrival.headers, arrival.query)  # 1
        record.identified(caller)
        check_beginning(caller)
        hints = asked_for(arrival.headers)
        record.hinted(hints)
        stack.enter_context(self.quotas.enter(caller))
        training = await self.trained(caller, record)
        known = None if arrival.lying is None else await self.continuity.find(caller, arrival.lying)
        body = await beside_the_loop(arrival.body, lambda: self._read(arrival))
        circumstances = self.circumstances(caller)
        tool = self._tool(arrival, body, record, caller, circumstances.audience, known=known)  # 2
        call = await self._parsed(arrival, body, caller, tool, known)  # 3
        record.parsed(call)
        record.lap("parse")
        examine = partial(
            self.examiner.examine,
            tenant=caller.tenant,
            caller=caller.id,
            tier=tool.tier,
            approval_ends=tool.approval.expires,
            circumstances=circumstances,
            ceiling=tool.ceiling,
            who=caller,
            hints=hints,
            today=self.today(),
        )
        call, examined = await _examined(call, examine, record)  # 4, 5, 6
        _note_examined(record, call, examined)
        record.lap("examine")
        passage = None
        if examined.decision.action is Action.HOLD and self.desk is not None:
            key = self.examiner.caller_key(caller.tenant, caller.id)
            passage = await self.desk.admit(Case(arrival, caller, tool, call, examined, examine, self.files.open, key))
            call, examined = passage.call, passage.examined
            _note_examined(record, call, examined)
            record.passed(passage.tickets, passage.responsible)
        match await beside_the_loop(arrival.body, partial(outcome, arrival.codec, call, examined, model=tool.model)):
            case Refuse(error):
                raise error
            case Hold(reason):
                raise refusal(call, examined, reason)
            case Forward(outbound, replaced):
                record.outbound(outbound, replaced, fates(call, examined.transformed.replacements))
            case never:
                assert_never(never)
        self.still_allowed(tool, caller, circumstances.audience)
        content = None
        if self.contents is not None:
            content = self.contents.of(arrival.request_id, caller, tool, record.subjects)
            prompt = partial(content.prompt, arrival.codec, call, examined, outbound)
            record.prompt_kept(
                await beside_the_loop(arrival.body, partial(prompt, self.examiner.caller_key(caller.tenant, caller.id)))
            )
        await self._open(record, content)  # 7
        if passage is not None and self.desk is not None:
            await self.desk.sent(passage, arrival.request_id, caller)
        self.still_allowed(tool, caller, circumstances.audience)  # recording may have waited for seconds
        settle = await self._settled(arrival, caller, tool, call, examined=examined, record=record)
        provider = await self._sent(arrival, tool, outbound)  # 8
        marked = (caller, examined.decision, arrival.request_id)
        notices = None if self.desk is None else partial(self.desk.notices, *marked)
        told = {**self.told(training), **header(record.files)}
        crossing = Crossing(arrival, call, tool, examined.transformed, record, stack, notices, told, content, settle)
        return await self.relay.answer(crossing, provider)  # 9, 10

    async def _parsed(
        self, arrival: Arrival, body: Json, caller: Caller, tool: Tool, known: Remembered | None
    ) -> ParsedCall:
        """Step 3, with the files in it opened, and what is known of the turns before it."""
        call = await beside_the_loop(arrival.body, lambda: arrival.codec.parse(body))
        return await self.continuity.begin(caller, tool, await self.files.open(call), arrival.lying, known)

    async def _sent(self, arrival: Arrival, tool: Tool, outbound: bytes) -> ProviderAnswer:
        """Step 8. What has no body says in its query what it has to say."""
        path, carriage = arrival.path_to(tool), carriage_of(arrival.codec)
        content_type = carriage.content_type(outbound)
        if arrival.method == "POST":
            return await self.upstream.send(tool.provider, path, outbound, content_type)
        if carriage is QUERY and outbound:
            path = f"{path}{'&' if '?' in path else '?'}{outbound.decode('ascii')}"
        body = b"" if carriage is QUERY else outbound
        return await self.upstream.send(tool.provider, path, body, content_type, method=arrival.method)

    async def _settled(
        self, arrival: Arrival, caller: Caller, tool: Tool, call: ParsedCall, *, examined: Examined, record: CallRecord
    ) -> Callable[[AnswerFacts], Awaitable[None]] | None:
        """What must be remembered, or forgotten, of what lies at the provider once it has answered.

        Raises:
            StateUnavailable | TooLarge: what grows at the provider cannot be remembered; nothing may leave.
        """
        if arrival.lying is not None and getattr(arrival.codec, "ends", False):
            return self.continuity.ended(caller, arrival.lying)
        return await self.continuity.settle(caller, tool, call, examined, record)

    def identify(
        self, headers: Mapping[str, str], query: Mapping[str, str] | None = None, *, to: str = "call"
    ) -> Caller:
        """Step 1: who is calling, and whether their role may do this (``call``, ``preview``, ``read_audit``).

        Raises:
            Unauthenticated | Forbidden: no valid key, or a role that may not.
        """
        caller = self.directory.identify(extract_key(headers, query), today=self.today())
        require(caller, Permission(to))
        return caller

    async def refuse_route(
        self, request_id: str, headers: Mapping[str, str], error: GuardError, query: Mapping[str, str] | None = None
    ) -> None:
        """Record a refusal of a path that no codec serves, under the caller's name where the key is good."""
        record = CallRecord(self.sink, self.standing, request_id=request_id, route="*", body_bytes=0)
        try:
            record.identified(self.identify(headers, query))
        except GuardError as unidentified:
            await record.fail(unidentified)
            raise
        await record.fail(error)

    def _read(self, arrival: Arrival) -> Json:
        coding = arrival.headers.get("content-encoding")
        raw = content_coding.decode_body(arrival.body, coding, max_bytes=self.body_bytes)
        return carriage_of(arrival.codec).read(raw, arrival.headers.get("content-type", ""))

    @staticmethod
    async def _open(record: CallRecord, content: CallContent | None) -> None:
        """Step 7: the record, and what is kept of the prompt, durable before anything leaves."""
        await record.open()
        if content is not None:
            await content.keep_prompt()

    async def trained(self, caller: Caller, record: CallRecord) -> Trained:
        """Part of step 1: whether the person behind the key has the training that is asked for.

        Raises:
            TrainingRequired: not, and the grace is over.
        """
        today = self.today()
        found = await self.gate.trained(caller.owner or caller.id, today)
        record.trained(found.valid)
        if found.refused:
            raise refusal_of_untrained(self.gate.course, found)
        return found

    def circumstances(self, caller: Caller) -> Circumstances:
        """What the law makes of the caller's department and app; who uses a registered app is the registry's to say."""
        known = self.examiner.circumstances(unit=caller.unit, app=caller.app)
        audience = self.registry.audience(caller.app)
        return known if audience is None else replace(known, audience=audience)

    def still_allowed(self, tool: Tool, caller: Caller, audience: Audience) -> None:
        """The registry as it is now, for it may have changed while the call was examined: an emergency stop wins.

        Raises:
            NotApproved: the tool was stopped, or its approval was changed.
            StateUnavailable: nobody can say.
        """
        now = (self.latest or (lambda: self.registry))()
        name = f"{tool.provider}/{tool.model}"
        if now.resolve(tool.dialect, name, today=self.today(), app=caller.app, audience=audience) != tool:
            raise NotApproved("The approval of this AI tool was changed just now. Send it again.", param="model")

    def told(self, training: Trained) -> Mapping[str, str]:
        """Headers of an answer that speak to the person rather than of the answer."""
        return {**self.notices, **self.gate.headers(training, self.today())}

    def _tool(
        self,
        arrival: Arrival,
        body: Json,
        record: CallRecord,
        caller: Caller,
        audience: Audience,
        *,
        known: Remembered | None,
    ) -> Tool:
        codec = arrival.codec
        model = body.get("model") if arrival.model is None else arrival.model
        if known is not None:
            model = f"{known.facts.get('provider')}/{known.facts.get('model')}"
        elif isinstance(codec, Stored):
            model = codec.named(body) or self.continuity.makers(self.registry.models(codec.dialect, today=self.today()))
        if not isinstance(model, str) or not model:
            raise BadRequest("Say which model to use: `model` must be a non-empty string.", param="model")
        record.asked(codec.dialect, codec.operation, model)
        tool = self.registry.resolve(codec.dialect, model, today=self.today(), app=caller.app, audience=audience)
        record.resolved(tool)
        return tool


async def _examined(
    call: ParsedCall, examine: Callable[[ParsedCall], Awaitable[Examined]], record: CallRecord
) -> tuple[ParsedCall, Examined]:
    """Steps 4 to 6; files in which something would have to be replaced that cannot be are weighed as unread."""
    examined = await examine(call)
    found = stuck(call, examined.transformed.replacements)
    if not found:
        return call, examined
    call = replace(call, unscanned=(*call.unscanned, *found))
    record.parsed(call)
    return call, await examine(call)


def _note_examined(record: CallRecord, call: ParsedCall, examined: Examined) -> None:
    record.examined(examined.findings, examined.decision, examined.new_chars, places_of(call, examined))
    record.weighed(call, examined.findings, examined.decision, examined.records)


async def beside_the_loop(body: bytes, work: Callable[[], T]) -> T:
    """Do the work at once, or in a thread when the body is large: 10 MB of small objects take a second to walk."""
    return await asyncio.to_thread(work) if len(body) > LARGE_BODY else work()
