"""Steps 7 to 10 of a request about files and batches: the record, the provider, its answer, the record's end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import anyio

from proxy.batch.visit import empty_call
from proxy.crossing import CLOSE_WITHIN_S
from proxy.departure import check_still_allowed, open_record
from proxy.errors import GuardError, ProviderError
from proxy.examination import note
from proxy.relay import OUR_CREDENTIALS, Answer, answer_headers, readable
from proxy.telemetry import log
from proxy.transform.assign import TokenMap
from proxy.transform.own_values import OwnValues
from proxy.transform.restore import machines
from proxy.wire import envelopes, strict_json
from proxy.wire.carriage import JSON_TYPE
from proxy.wire.codec import AnswerFacts
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import MADE_ID, plain
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence

    from proxy.batch.cards import Values
    from proxy.batch.visit import Visit
    from proxy.examine import Examined
    from proxy.exchange import Json, MachineFactory, ParsedCall, Tool
    from proxy.kept_content import CallContent
    from proxy.upstream import ProviderAnswer

REFUSED: Final = plain(text, type=MADE_ID, error=ERROR, request_id=MADE_ID)
"""A provider's error, whatever was asked."""
UNDO_WITHIN_S: Final = 10.0
"""That taking something back may take, whoever has left meanwhile."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to the provider."""

    tool: Tool
    method: str
    path: str
    body: bytes = field(default=b"", repr=False)
    content_type: str = JSON_TYPE
    replaced: Mapping[str, int] = field(default_factory=dict)
    files: Sequence[tuple[str, str, int]] = ()
    """Kind of a file, how it leaves, and how many there are."""
    content: CallContent | None = None
    """Keeps its text, where text is kept."""
    beside: Sequence[Tool] = ()
    """What else it asks for, of the same provider."""
    makes: bool = False
    """Something new comes to lie at the provider, which the vault must be able to remember."""


async def plainly(visit: Visit, tool: Tool) -> None:
    """Steps 3 to 6 of a request that holds nothing but an id: the record says so.

    Raises:
        NotApproved: the tool may not be used.
    """
    await weighed(visit, empty_call(tool.dialect, visit.errand.operation), tool)


async def weighed(visit: Visit, call: ParsedCall, tool: Tool) -> tuple[ParsedCall, Examined]:
    """Steps 3 to 6 of a call, noted in the record. Raises as `Visit.weigh`."""
    named(visit, tool)
    call, examined = await visit.weigh(call, tool)
    visit.record.parsed(call)
    note(visit.record, call, examined)
    return call, examined


def named(visit: Visit, tool: Tool) -> None:
    """Step 2, in the record."""
    visit.record.asked(tool.dialect, visit.errand.operation, tool.model)
    visit.record.resolved(tool)


async def send(visit: Visit, parcel: Parcel) -> ProviderAnswer:
    """Steps 7 and 8: nothing leaves before the record is durable, and nothing to a tool that was stopped meanwhile.

    What makes something there is sent only while the vault can be written to: else it would lie at the provider, and
    nobody could say whose it is.

    Raises:
        NotApproved | AuditUnavailable | StateUnavailable | ProviderError: as for a call.
    """
    record, tool = visit.record, parcel.tool
    _still_allowed(visit, parcel)
    record.outbound(parcel.body, parcel.replaced, parcel.files)
    await open_record(record, parcel.content)
    if parcel.makes:
        await visit.shelf.ready()
    _still_allowed(visit, parcel)
    answer = await visit.rooms.upstream.send(
        tool.provider, parcel.path, parcel.body, parcel.content_type, method=parcel.method
    )
    record.upstream_status = answer.status
    return answer


def _still_allowed(visit: Visit, parcel: Parcel) -> None:
    """Every tool that it asks for: checking an upload takes minutes. Raises NotApproved | StateUnavailable."""
    for tool in dict.fromkeys((parcel.tool, *parcel.beside)):
        check_still_allowed(visit.rooms, tool, visit.who)


async def shielded(work: Awaitable[Answer]) -> Answer:
    """What is done of something that lies at a provider now, to its end also when its caller has left."""
    done: list[Answer] = []
    with anyio.CancelScope(shield=True):
        done.append(await work)
    return done[0]


async def take_back(visit: Visit, parcel: Parcel, method: str, path: str) -> None:
    """Undo at the provider what could not be kept here, as far as it can be; raises nothing."""
    undone = False
    with anyio.move_on_after(UNDO_WITHIN_S, shield=True), suppress(GuardError):
        answer = await visit.rooms.upstream.send(parcel.tool.provider, path, b"", method=method)
        undone = answer.status < HTTPStatus.BAD_REQUEST
        await answer.aclose()
    log().warning("taken_back", request_id=visit.errand.request_id, outcome="done" if undone else "failed")


async def read(visit: Visit, answer: ProviderAnswer) -> dict[str, Json]:
    """A provider's whole answer, parsed.

    Raises:
        ProviderError: it refused our credentials, said nothing readable, or too much.
    """
    try:
        if answer.status in OUR_CREDENTIALS:
            raise ProviderError("The AI provider refused the guard's own credentials. Tell IT.")
        raw = await answer.read(visit.rooms.relay.answer_bytes)
    finally:
        with anyio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await answer.aclose()
    visit.record.counts.bytes_in += len(raw)
    tree: dict[str, Json] = readable(raw, answer.status)
    return tree


def restoring(visit: Visit, values: Values | None = None) -> MachineFactory:
    """The machines of an answer: they restore these values and mask what is new."""
    relay = visit.rooms.relay
    return machines(
        TokenMap(b"") if values is None else values.tokens,
        scan=relay.scan,
        own=OwnValues() if values is None else values.sent,
        url_hosts=relay.url_hosts,
        on_event=visit.record.counts.note,
    )


def answered(visit: Visit, parcel: Parcel, status: int, body: Json) -> Answer:
    """Steps 9 and 10 for a whole answer that is ready to go."""
    out = strict_json.serialise(body)
    visit.record.counts.bytes_out += len(out)
    failed = status >= HTTPStatus.BAD_REQUEST
    visit.record.answer = AnswerFacts(complete=not failed)
    visit.end("provider_error" if failed else "completed", status=status)
    return Answer(status, {**headers(visit, parcel), "content-type": JSON_TYPE}, body=out)


def refused(visit: Visit, parcel: Parcel, status: int, tree: dict[str, Json], values: Values | None = None) -> Answer:
    """A provider's error, as its caller may read it."""
    return answered(visit, parcel, status, rewrite(tree, REFUSED, restoring(visit, values)))


def headers(visit: Visit, parcel: Parcel) -> dict[str, str]:
    """What every answer says about itself."""
    told = answer_headers(visit.errand.request_id, parcel.tool, parcel.replaced)
    told[envelopes.id_header(parcel.tool.dialect)] = visit.errand.request_id
    return {**told, **visit.who.told}
