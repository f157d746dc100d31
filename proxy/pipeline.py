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
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from proxy.callers.keys import extract_key
from proxy.callers.roles import Permission, require
from proxy.errors import BadRequest, GuardError, InternalError
from proxy.exchange import Forward, Hold, Refuse
from proxy.outcome import outcome, refusal
from proxy.records import CallRecord, RecordSink, Standing
from proxy.relay import Crossing
from proxy.wire import content_coding, strict_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.callers.directory import Directory
    from proxy.callers.quotas import Quotas
    from proxy.examine import Examiner
    from proxy.exchange import Caller, Json, Tool
    from proxy.registry.tools import Registry
    from proxy.relay import Answer, Arrival, Relay
    from proxy.upstream import Upstream


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
    today: Callable[[], date] = lambda: datetime.now(UTC).date()  # a default, not a definition

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
        stack.enter_context(self.quotas.enter(caller))
        body = await beside_the_loop(arrival.body, lambda: self._read(arrival))
        tool = self._tool(arrival, body, record)  # 2
        call = await beside_the_loop(arrival.body, lambda: arrival.codec.parse(body))  # 3
        record.parsed(call)
        record.lap("parse")
        examined = await self.examiner.examine(  # 4, 5, 6
            call,
            tenant=caller.tenant,
            caller=caller.id,
            tier=tool.tier,
            approval_ends=tool.approval.expires,
            circumstances=self.examiner.circumstances(unit=caller.unit, app=caller.app),
        )
        record.examined(examined.findings, examined.decision, examined.new_chars)
        record.lap("examine")
        match outcome(arrival.codec, call, examined, model=tool.model):
            case Refuse(error):
                raise error
            case Hold(reason):
                raise refusal(call, examined, reason)
            case Forward(outbound, replaced):
                record.outbound(outbound, replaced)
            case never:
                assert_never(never)
        await record.open()  # 7
        provider = await self.upstream.send(tool.provider, arrival.path_to(tool), outbound)  # 8
        crossing = Crossing(arrival, call, tool, examined.transformed, record, stack)
        return await self.relay.answer(crossing, provider)  # 9, 10

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
        return strict_json.parse(content_coding.decode_body(arrival.body, coding, max_bytes=self.body_bytes))

    def _tool(self, arrival: Arrival, body: Json, record: CallRecord) -> Tool:
        codec = arrival.codec
        model = body.get("model") if arrival.model is None else arrival.model
        if not isinstance(model, str) or not model:
            raise BadRequest("Say which model to use: `model` must be a non-empty string.", param="model")
        record.asked(codec.dialect, codec.operation, model)
        tool = self.registry.resolve(codec.dialect, model, today=self.today())
        record.resolved(tool)
        return tool


async def beside_the_loop(body: bytes, work: Callable[[], T]) -> T:
    """Do the work at once, or in a thread when the body is large: 10 MB of small objects take a second to walk."""
    return await asyncio.to_thread(work) if len(body) > LARGE_BODY else work()
