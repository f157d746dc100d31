"""Steps 1 to 3: who calls and whether they may, which tool they ask for, and what they say to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from proxy.callers.beginning import check_beginning
from proxy.callers.keys import extract_key
from proxy.callers.roles import Permission, require
from proxy.errors import BadRequest
from proxy.policy.hints import hints as asked_for
from proxy.registry.training import refusal as refusal_of_untrained
from proxy.stored_files import terms_of, with_stored_files
from proxy.wire import content_coding
from proxy.wire.carriage import carriage_of
from proxy.wire.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack

    from proxy.arrival import Arrival
    from proxy.exchange import Caller, Circumstances, Hints, Json, ParsedCall, Tool
    from proxy.records import CallRecord
    from proxy.registry.training import Trained
    from proxy.rooms import Rooms
    from proxy.vault.payload import Remembered

T = TypeVar("T")
LARGE_BODY: Final = 262_144


@dataclass(frozen=True, slots=True)
class Admitted:
    """A caller who may go on.

    Attributes:
        caller: who that is.
        hints: what they ask for beyond the policy.
        circumstances: what the law makes of their department and app.
        told: headers of the answer that speak to the person: where the notice is, a training that ends.
        key: behind this caller's placeholders.
    """

    caller: Caller
    hints: Hints
    circumstances: Circumstances
    told: Mapping[str, str]
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call that has been read and not understood yet.

    Attributes:
        body: the tree.
        known: what is remembered of the thing at the provider that the path names.
    """

    arrival: Arrival
    body: Json = field(repr=False)
    known: Remembered | None = field(default=None, repr=False)


# --------------------------------------------------------------------------- step 1


def identified(
    rooms: Rooms, headers: Mapping[str, str], query: Mapping[str, str] | None = None, *, to: str = "call"
) -> Caller:
    """Who is calling, and whether their role may do this (``call``, ``preview``, ``read_audit``).

    Raises:
        Unauthenticated | Forbidden: no valid key, or a role that may not.
    """
    caller = rooms.directory.identify(extract_key(headers, query), today=rooms.today())
    require(caller, Permission(to))
    return caller


async def admitted(
    rooms: Rooms,
    headers: Mapping[str, str],
    record: CallRecord,
    held: ExitStack,
    query: Mapping[str, str] | None = None,
) -> Admitted:
    """Step 1: who calls, their place in the quota, and the training of the person behind the key.

    Raises:
        Unauthenticated | Forbidden | QuotaExceeded | TrainingRequired: they may not.
        StateUnavailable: a first call without training could not be noted.
    """
    caller = identified(rooms, headers, query)
    record.identified(caller)
    check_beginning(caller)
    hints = asked_for(headers)
    record.hinted(hints)
    held.enter_context(rooms.quotas.enter(caller))
    training = await _trained(rooms, caller, record)
    told = {**rooms.notices, **rooms.gate.headers(training, rooms.today())}
    key = rooms.examiner.caller_key(caller.tenant, caller.id)
    return Admitted(caller, hints, _circumstances(rooms, caller), told, key)


async def _trained(rooms: Rooms, caller: Caller, record: CallRecord) -> Trained:
    """Raises TrainingRequired: the person has not the training that is asked for, and the grace is over."""
    found = await rooms.gate.trained(caller.owner or caller.id, rooms.today())
    record.trained(found.valid)
    if found.refused:
        raise refusal_of_untrained(rooms.gate.course, found)
    return found


def _circumstances(rooms: Rooms, caller: Caller) -> Circumstances:
    """As the operator has them; who uses a registered app is the registry's to say."""
    known = rooms.examiner.circumstances(unit=caller.unit, app=caller.app)
    audience = rooms.registry.audience(caller.app)
    return known if audience is None else replace(known, audience=audience)


# --------------------------------------------------------------------------- step 2


async def read(rooms: Rooms, arrival: Arrival, who: Admitted) -> Incoming:
    """The body as a tree, and what is known of the thing that the path names.

    Raises:
        NotFound: nothing of this caller's is under that name.
        BadRequest | TooLarge: the body cannot be read.
    """
    known = None if arrival.lying is None else await rooms.continuity.find(who.caller, arrival.lying)
    return Incoming(arrival, await beside_the_loop(arrival.body, lambda: _tree(rooms, arrival)), known)


def _tree(rooms: Rooms, arrival: Arrival) -> Json:
    coding = arrival.headers.get("content-encoding")
    raw = content_coding.decode_body(arrival.body, coding, max_bytes=rooms.body_bytes)
    return carriage_of(arrival.codec).read(raw, arrival.headers.get("content-type", ""))


def resolved(rooms: Rooms, incoming: Incoming, who: Admitted, record: CallRecord) -> Tool:
    """Step 2: the approved tool that the call asks for.

    Raises:
        BadRequest: it names none.
        NotApproved: it may not be used, or not by this caller.
    """
    codec, model = incoming.arrival.codec, _model(rooms, incoming)
    if not isinstance(model, str) or not model:
        raise BadRequest("Say which model to use: `model` must be a non-empty string.", param="model")
    record.asked(codec.dialect, codec.operation, model)
    tool = tool_named(rooms, codec.dialect, model, who)
    record.resolved(tool)
    return tool


def _model(rooms: Rooms, incoming: Incoming) -> Json:
    """In the body, or in the path; of what lies at a provider already, whoever it was made with."""
    arrival, body, known = incoming.arrival, incoming.body, incoming.known
    if known is not None:
        return f"{known.facts.get('provider')}/{known.facts.get('model')}"
    codec = arrival.codec
    if isinstance(codec, Stored):
        named = codec.named(body)
        return named or rooms.continuity.makers(rooms.registry.models(codec.dialect, today=rooms.today()))
    return body.get("model") if arrival.model is None else arrival.model


def tool_named(rooms: Rooms, dialect: str, model: str, who: Admitted) -> Tool:
    """The tool for a model's name, for this caller. Raises NotApproved."""
    return rooms.registry.resolve(
        dialect, model, today=rooms.today(), app=who.caller.app, audience=who.circumstances.audience
    )


# --------------------------------------------------------------------------- step 3


async def parsed(rooms: Rooms, incoming: Incoming, who: Admitted, tool: Tool) -> ParsedCall:
    """Step 3: the segments, those of the files in the call too, and what is known of earlier turns and stored files.

    Raises:
        BadRequest | TooLarge: no call of this API, one that may not be continued, or names a file that is not theirs.
        Overloaded | StateUnavailable: files cannot be read now, or nobody can say what is known.
    """
    arrival = incoming.arrival
    call = await beside_the_loop(arrival.body, lambda: arrival.codec.parse(incoming.body))
    call = await rooms.files.open(call)
    call = await rooms.continuity.begin(who.caller, tool, call, arrival.lying, incoming.known)
    terms = terms_of(tool, rooms.examiner.table, who.circumstances, who.hints, rooms.today())
    return await with_stored_files(call, rooms.continuity.vault, who.caller, tool, terms)


async def beside_the_loop(body: bytes, work: Callable[[], T]) -> T:
    """Do the work at once, or in a thread when the body is large: 10 MB of small objects take a second to walk."""
    return await asyncio.to_thread(work) if len(body) > LARGE_BODY else work()
