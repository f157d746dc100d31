"""The ten steps of a call, in order. Read this file first.

1 identify the caller; 2 check the registry; 3 parse the wire format into segments; 4 detect; 5 decide; 6 transform, or
refuse, or hold; 7 open the audit record (durable before anything leaves); 8 forward; 9 restore and scan the answer,
streaming; 10 close the audit record, shielded from the client's leaving.

Steps 1 to 3 are in `admission`; 4 to 6 in `examine`, because the preview runs them too, and in `examination` as they
are for a call with files; 7 and 8 in `departure`; 9 and 10 in `relay`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, assert_never

from proxy.admission import admitted, beside_the_loop, identified, parsed, read, resolved
from proxy.attachments.told import fates, header
from proxy.crossing import Crossing
from proxy.departure import Departure
from proxy.errors import GuardError
from proxy.examination import Examination, note
from proxy.exchange import Action, Forward, Hold, Refuse
from proxy.holding.passage import Passage
from proxy.holding.view import Case
from proxy.outcome import outcome, refusal
from proxy.recorded import recorded
from proxy.rooms import Rooms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack

    from proxy.arrival import Arrival
    from proxy.exchange import Caller
    from proxy.records import CallRecord
    from proxy.relay import Answer


@dataclass(frozen=True, slots=True)
class Pipeline(Rooms):
    """The journey through the rooms that it has."""

    async def serve(self, arrival: Arrival) -> Answer:
        """Take one call through all steps. An error is raised after it has been recorded.

        Raises:
            GuardError: the call was refused or failed; `error.message` is for the person.
        """
        record = self.record(arrival.request_id, arrival.route, len(arrival.body))
        record.arrived(arrival.client, arrival.headers)
        async with recorded(record) as held:
            return await self._steps(arrival, record, held)

    async def _steps(self, arrival: Arrival, record: CallRecord, held: ExitStack) -> Answer:
        who = await admitted(self, arrival.headers, record, held, arrival.query)  # 1
        incoming = await read(self, arrival, who)
        tool = resolved(self, incoming, who, record)  # 2
        call = await parsed(self, incoming, who, tool)  # 3
        record.parsed(call)
        record.lap("parse")
        examination = Examination(self.examiner, who.caller, tool, who.circumstances, who.hints, self.today())
        call, examined = await examination.examine(call, changed=record.parsed)  # 4, 5, 6
        note(record, call, examined)
        record.lap("examine")
        passage = Passage(call, examined)
        if examined.decision.action is Action.HOLD and self.desk is not None:
            case = Case(arrival, who.caller, tool, call, examined, examination.once, self.files.open, who.key)
            passage = await self.desk.admit(case)
            call, examined = passage.call, passage.examined
            note(record, call, examined)
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
        leaving = Departure(self, arrival, who, tool, passage, outbound, record)
        content = await leaving.enter_in_the_log()  # 7
        settle = await leaving.last_look()
        provider = await leaving.send()  # 8
        marked = (who.caller, examined.decision, arrival.request_id)
        notices = None if self.desk is None else partial(self.desk.notices, *marked)
        told = {**who.told, **header(record.files)}
        heard = None if self.desk is None else self.desk.hearing(passage, who.caller, tool)
        crossing = Crossing(
            arrival, call, tool, examined.transformed, record, held, notices, told, content, settle, heard
        )
        return await self.relay.answer(crossing, provider)  # 9, 10

    def identify(
        self, headers: Mapping[str, str], query: Mapping[str, str] | None = None, *, to: str = "call"
    ) -> Caller:
        """Who is calling, for whatever is no call. Raises as `admission.identified`."""
        return identified(self, headers, query, to=to)

    async def refuse_route(
        self, request_id: str, headers: Mapping[str, str], error: GuardError, query: Mapping[str, str] | None = None
    ) -> None:
        """Record a refusal of a path that no codec serves, under the caller's name where the key is good."""
        record = self.record(request_id, "*", 0)
        try:
            record.identified(identified(self, headers, query))
        except GuardError as unidentified:
            await record.fail(unidentified)
            raise
        await record.fail(error)
