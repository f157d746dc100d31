"""The ten steps, as playbooks: what happens in which order, and what is recorded when it stops at any of them.

Detection, the audit and the provider are stand-ins that write down when they were used, so that the order shows.
"""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.pool_errors import PoolBusyError, ScanFailedError, ScanTimeoutError
from proxy.admission import LARGE_BODY, beside_the_loop
from proxy.arrival import Arrival
from proxy.audit.event import canonical
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import hash_key
from proxy.callers.noise import NoiseLid
from proxy.callers.quotas import Quotas
from proxy.errors import (
    AuditUnavailable,
    GuardError,
    InternalError,
    NotApproved,
    ProviderUnreachable,
    UnknownRoute,
)
from proxy.examine import Examiner
from proxy.exchange import Action, Approval, AuditEvent, Caller, EventKind, Role, Tier, Treatment
from proxy.pipeline import Pipeline
from proxy.policy.facts import Table
from proxy.records import Standing
from proxy.registry.nouns import Kind, Name, Snapshot, Stop
from proxy.registry.tools import Provider, Registry
from proxy.relay import Relay
from proxy.upstream import ProviderAnswer
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from detectors.finding import Piece
    from proxy.exchange import Json, ParsedCall

NAME, SSN = (canary.value for canary in CANARIES[:2])
SECRET = "sk-proj-abcDEF1234567890abcDEF"
KINDS = {NAME: "STUDENT_NAME", SSN: "SSN", SECRET: "CREDENTIAL"}
TODAY = date(2026, 11, 23)
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)
KEYS = {"staff": Role.STAFF, "auditor": Role.AUDITOR}
ANSWER = {"model": "small-1", "choices": [{"message": {"role": "assistant", "content": "Dear NAME"}}]}


@dataclass
class Stage:
    """The journal of one test, what is to fail, and a place to stop at."""

    journal: list[str] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    errors: dict[str, BaseException] = field(default_factory=dict)
    stop_at: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    sent: bytes = b""
    closed: int = 0

    async def at(self, place: str) -> None:
        """Note that a place was reached; fail or wait there if that was asked for."""
        self.journal.append(place)
        if place in self.errors:
            raise self.errors[place]
        if place == self.stop_at:
            self.reached.set()
            await asyncio.Event().wait()

    # the audit

    async def record(self, event: AuditEvent) -> None:
        canonical(event)
        await self.at(event.kind.value)
        self.events.append(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.journal.append(event.kind.value)
        self.events.append(event)

    # detection

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        del tenant
        await self.at("scan")
        return ScanResult([spotted(piece.text) for piece in pieces], 1, 1, 0)

    # the provider

    async def send(self, provider: str, path: str, body: bytes, content_type: str) -> ProviderAnswer:
        assert content_type == "application/json"
        assert (provider, path) == ("main", "/chat/completions")
        self.sent = body
        await self.at("send")
        deadline = asyncio.get_running_loop().time() + 60
        return ProviderAnswer(200, self.content_type, {}, self, deadline)  # type: ignore[arg-type] # a stand-in

    @property
    def content_type(self) -> str:
        return "text/event-stream" if json.loads(self.sent).get("stream") else "application/json"

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        await self.at("answer")
        told = json.loads(self.sent)["messages"][0]["content"]
        yield json.dumps({**ANSWER, "choices": [{"message": {"content": told}, "finish_reason": "stop"}]}).encode()

    async def aclose(self) -> None:
        self.closed += 1

    @property
    def records(self) -> list[tuple[str, Any]]:
        """What was stored: kind, and how it ended."""
        return [
            (event.kind.value, event.detail.get("outcome") or event.detail.get("error_code")) for event in self.events
        ]


def spotted(text: str) -> tuple[Finding, ...]:
    found = sorted((text.find(value), value) for value in KINDS if value in text)
    return tuple(Finding(KINDS[value], at, at + len(value), 1.0, "spotter", "format") for at, value in found)


def provider(name: str, expires: date = date(2030, 1, 1), tier: Tier = Tier.T2) -> Provider:
    return Provider(name, "openai", (f"{name}-model",), tier, Approval("IT", date(2026, 1, 1), expires, "Board 7"))


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def pipeline(stage: Stage) -> Pipeline:
    return Pipeline(
        directory=Directory(
            CallerRecord(Caller(name, "default", role), hash_key(f"key-{name}")) for name, role in KEYS.items()
        ),
        quotas=Quotas(calls_per_minute=3, concurrency=2, clock=lambda: 0.0),
        registry=Registry([provider("main"), provider("lapsed", date(2026, 11, 22)), provider("never", tier=Tier.T0)]),
        examiner=Examiner(stage, TABLE, 1_000, b"s" * 32),  # type: ignore[arg-type] # a stand-in
        sink=stage,
        standing=Standing("i-1", "default", "ab" * 32, NoiseLid(singly=9, clock=lambda: 0.0), b"k" * 32),
        upstream=stage,  # type: ignore[arg-type] # a stand-in
        relay=Relay(None, frozenset(), 10_000),
        body_bytes=1_000_000,
        today=lambda: TODAY,
    )


def arrival(
    content: Any = "Hello.", *, key: str | None = "staff", body: bytes | None = None, **changes: Any
) -> Arrival:
    headers = changes.pop("headers", {})
    asked = {"model": "main-model", "messages": [{"role": "user", "content": content}], **changes}
    return Arrival(
        request_id="req_1",
        route="/v1/chat/completions",
        codec=OpenAIChat(),
        upstream_path="/chat/completions",
        headers={**headers, **({"authorization": f"Bearer key-{key}"} if key else {})},
        body=json.dumps(asked).encode() if body is None else body,
    )


def running(pipeline: Pipeline) -> int:
    """Places of callers that are taken now."""
    return sum(use.running for use in pipeline.quotas._uses.values())


INTENT, FINAL, REFUSED = EventKind.INTENT.value, EventKind.FINAL.value, EventKind.REFUSED.value

# --------------------------------------------------------------------------- all is well


async def test_the_steps_come_in_their_order_and_the_values_come_back(pipeline, stage, assert_no_leak) -> None:
    answer = await pipeline.serve(arrival(f"Write to {NAME}."))
    assert stage.journal == ["scan", INTENT, "send", "answer", FINAL]
    assert json.loads(answer.body)["choices"][0]["message"]["content"] == f"Write to {NAME}."
    assert answer.headers["x-ai-replaced"] == "PERSON=1"
    intent, final = stage.events
    assert final.detail["intent_id"] == intent.event_id
    assert {event.request_id for event in stage.events} == {"req_1"}
    assert {event.caller for event in stage.events} == {"staff"}
    assert {"parse", "examine"} <= intent.detail["times_ms"].keys()
    assert_no_leak([stage.sent, *(canonical(event) for event in stage.events)])
    assert (running(pipeline), stage.closed) == (0, 1)


async def test_a_tool_that_is_stopped_while_the_intent_is_stored_gets_nothing(pipeline, stage) -> None:
    stop = Stop(Name(Kind.PROVIDER, "main"), "ana", "2026-11-23T08:00:00.000Z", "a breach")
    stopped = Registry([provider("main")], Snapshot(stops=(stop,)))

    def latest() -> Registry:
        return stopped if INTENT in stage.journal else pipeline.registry

    with pytest.raises(NotApproved, match="switched off"):
        await replace(pipeline, latest=latest).serve(arrival())
    assert stage.journal == ["scan", INTENT, FINAL]
    assert (stage.sent, running(pipeline)) == (b"", 0)


async def test_a_streamed_call_keeps_its_place_until_its_stream_is_closed(pipeline, stage) -> None:
    stage.aiter_bytes = lambda: lines(b"data: [DONE]\n\n")
    answer = await pipeline.serve(arrival(stream=True))
    assert stage.journal == ["scan", INTENT, "send"]
    assert running(pipeline) == 1
    assert [part async for part in answer.stream.chunks()] == [b"data: [DONE]\n\n"]
    await answer.stream.aclose()
    assert stage.records == [(INTENT, None), (FINAL, "completed")]
    assert running(pipeline) == 0


async def lines(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


# --------------------------------------------------------------------------- refused: nothing leaves


@dataclass(frozen=True)
class Play:
    """What a caller does, and the code of the refusal."""

    name: str
    code: str
    arrival: Callable[[], Arrival]
    errors: dict[str, BaseException] = field(default_factory=dict)


PLAYS = [
    Play("no key", "invalid_api_key", lambda: arrival(key=None)),
    Play("unknown key", "invalid_api_key", lambda: arrival(key="nobody")),
    Play("two keys", "invalid_request", lambda: arrival(headers={"x-api-key": "key-auditor"})),
    Play("wrong role", "permission_denied", lambda: arrival(key="auditor")),
    Play("not JSON", "invalid_request", lambda: arrival(body=b"{" + NAME.encode())),
    Play("a key twice", "invalid_request", lambda: arrival(body=b'{"model": "main-model", "model": "x"}')),
    Play("not an object", "invalid_request", lambda: arrival(body=b"[]")),
    Play("unknown coding", "invalid_request", lambda: arrival(headers={"content-encoding": "zip"})),
    Play("body too large", "request_too_large", lambda: arrival(body=b" " * 1_000_001)),
    Play("no model", "invalid_request", lambda: arrival(model="")),
    Play("model is a number", "invalid_request", lambda: arrival(model=7)),
    Play("unknown model", "model_not_allowed", lambda: arrival(model="other")),
    Play("model is a person", "model_not_allowed", lambda: arrival(model=NAME)),
    Play("approval ended", "model_not_allowed", lambda: arrival(model="lapsed-model")),
    Play("never approved", "model_not_allowed", lambda: arrival(model="never-model")),
    Play("no messages", "invalid_request", lambda: arrival(messages=[])),
    Play("too much text", "request_too_large", lambda: arrival("word " * 400)),
    Play("scan failed", "scan_failed", arrival, {"scan": ScanFailedError("WorkerDied")}),
    Play("scan timed out", "scan_timed_out", arrival, {"scan": ScanTimeoutError()}),
    Play("scan busy", "overloaded", arrival, {"scan": PoolBusyError()}),
    Play("scanner broken", "internal_error", arrival, {"scan": RuntimeError(SSN)}),
    Play("a credential", "content_policy_violation", lambda: arrival(f"{NAME} uses {SECRET}")),
    Play("a picture", "content_policy_violation", lambda: arrival([{"type": "image_url", "image_url": {"url": "x"}}])),
]


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.name)
async def test_a_refusal_sends_nothing_and_is_recorded_once(play, pipeline, stage, assert_no_leak) -> None:
    stage.errors = play.errors
    with pytest.raises(GuardError) as refused:
        await pipeline.serve(play.arrival())
    assert refused.value.code == play.code
    assert stage.sent == b""
    assert stage.records == [(REFUSED, play.code)]
    assert running(pipeline) == 0
    assert_no_leak([str(refused.value), repr(refused.value.details), *(canonical(event) for event in stage.events)])


async def test_too_many_calls_a_minute_are_refused_and_recorded(pipeline, stage) -> None:
    for _ in range(3):
        await pipeline.serve(arrival())
    stage.events.clear()
    stage.sent = b""
    with pytest.raises(GuardError) as refused:
        await pipeline.serve(arrival())
    assert (refused.value.code, stage.sent) == ("rate_limit_exceeded", b"")
    assert stage.records == [(REFUSED, "rate_limit_exceeded")]


async def test_a_policy_that_holds_stops_the_call_while_there_is_no_queue(pipeline, stage) -> None:
    held = replace(pipeline, examiner=replace(pipeline.examiner, table=replace(TABLE, on_unscanned=Action.HOLD)))
    with pytest.raises(GuardError) as refused:
        await held.serve(arrival([{"type": "image_url", "image_url": {"url": "x"}}]))
    assert refused.value.details["decision"] == "held"
    assert stage.records == [(REFUSED, "content_policy_violation")]
    assert stage.events[0].detail["decision"] == "hold"
    assert stage.sent == b""


# --------------------------------------------------------------------------- no audit, no forward


async def test_without_a_durable_intent_nothing_leaves(pipeline, stage) -> None:
    """The writer itself closes an intent that lands after all, so nothing more is written here."""
    stage.errors = {INTENT: AuditUnavailable("full")}
    with pytest.raises(AuditUnavailable):
        await pipeline.serve(arrival())
    assert stage.journal == ["scan", INTENT]
    assert (stage.sent, stage.events, running(pipeline)) == (b"", [], 0)


async def test_an_audit_that_is_broken_in_a_way_nobody_foresaw_lets_nothing_leave(pipeline, stage) -> None:
    stage.errors = {INTENT: RuntimeError(SSN)}
    with pytest.raises(InternalError):
        await pipeline.serve(arrival())
    assert "send" not in stage.journal
    assert (stage.sent, running(pipeline)) == (b"", 0)


async def test_a_refusal_that_cannot_be_recorded_is_our_failure(pipeline, stage) -> None:
    stage.errors = {REFUSED: AuditUnavailable("full")}
    with pytest.raises(AuditUnavailable):
        await pipeline.serve(arrival(model="other"))
    assert (stage.sent, running(pipeline)) == (b"", 0)


class Broken(OpenAIChat):
    """A codec with a bug in one place."""

    def __init__(self, place: str) -> None:
        self.place = place

    def parse(self, body: Json) -> ParsedCall:
        if self.place == "parse":
            raise ZeroDivisionError(SSN)
        return super().parse(body)

    def put_back(self, call: ParsedCall, replacements: Any, *, model: str) -> Json:
        if self.place == "put back":
            raise ZeroDivisionError(SSN)
        return super().put_back(call, replacements, model=model)

    def answer(self, body: Json, machines: Any) -> Any:
        if self.place == "answer":
            raise ZeroDivisionError(SSN)
        return super().answer(body, machines)


@pytest.mark.parametrize(
    ("place", "records"),
    [
        ("parse", [(REFUSED, "internal_error")]),
        ("put back", [(REFUSED, "internal_error")]),
        ("answer", [(INTENT, None), (FINAL, "guard_error")]),
    ],
)
async def test_a_bug_anywhere_is_a_recorded_failure_that_tells_nothing(
    place, records, pipeline, stage, assert_no_leak
) -> None:
    with pytest.raises(InternalError) as failed:
        await pipeline.serve(replace(arrival(f"About {NAME}."), codec=Broken(place)))
    assert stage.records == records
    assert (stage.sent != b"") == (place == "answer")
    assert (stage.closed > 0) == (place == "answer")
    assert running(pipeline) == 0
    assert_no_leak([str(failed.value), *(canonical(event) for event in stage.events)])


@pytest.mark.parametrize("room", ["directory", "quotas", "registry"])
async def test_a_bug_in_the_first_steps_is_a_recorded_failure_too(room, pipeline, stage) -> None:
    with pytest.raises(InternalError):
        await replace(pipeline, **{room: None}).serve(arrival())
    assert (stage.sent, stage.records) == (b"", [(REFUSED, "internal_error")])


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (ProviderUnreachable("gone"), ("provider_error", "provider_unreachable")),
        (RuntimeError(SSN), ("guard_error", "internal_error")),
    ],
)
@pytest.mark.parametrize("place", ["send", "answer"])
async def test_a_failure_after_the_intent_ends_in_a_final(failure, outcome, place, pipeline, stage) -> None:
    stage.errors = {place: failure}
    with pytest.raises(GuardError) as failed:
        await pipeline.serve(arrival())
    final = stage.events[-1].detail
    assert (final["outcome"], final["error_code"]) == outcome
    assert failed.value.code == outcome[1]
    assert [kind for kind, _ in stage.records] == [INTENT, FINAL]
    assert (stage.closed > 0) == (place == "answer")
    assert running(pipeline) == 0


# --------------------------------------------------------------------------- the client leaves


LEAVING = [
    ("scan", [(REFUSED, "client_closed")]),
    (INTENT, []),  # the writer withdraws an intent that nobody waits for, or closes it
    ("send", [(INTENT, None), (FINAL, "client_closed")]),
    ("answer", [(INTENT, None), (FINAL, "client_closed")]),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("place", "records"), LEAVING, ids=[place for place, _ in LEAVING])
async def test_a_client_that_leaves_at_any_wait_leaves_a_consistent_record(
    place, records, stream, pipeline, stage
) -> None:
    stage.stop_at = place
    task = asyncio.create_task(pipeline.serve(arrival(stream=stream)))
    await stage.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stage.records == records
    assert (stage.sent != b"") == (place in {"send", "answer"})
    assert (stage.closed > 0) == (place == "answer")
    assert running(pipeline) == 0


async def test_a_client_that_leaves_while_its_refusal_is_stored_gets_no_second_record(pipeline, stage) -> None:
    stage.stop_at = REFUSED
    task = asyncio.create_task(pipeline.serve(arrival(model="other")))
    await stage.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stage.journal == [REFUSED]
    assert (stage.sent, running(pipeline)) == (b"", 0)


async def test_a_client_that_leaves_while_a_large_body_is_read_is_recorded(pipeline, stage) -> None:
    reading, go_on = threading.Event(), threading.Event()

    class Slow(OpenAIChat):
        def parse(self, body: Json) -> ParsedCall:
            reading.set()
            go_on.wait(10)
            return super().parse(body)

    large = replace(arrival("Hello." + " " * LARGE_BODY), codec=Slow())
    task = asyncio.create_task(pipeline.serve(large))
    await asyncio.to_thread(reading.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    assert stage.records == [(REFUSED, "client_closed")]
    assert (stage.sent, running(pipeline)) == (b"", 0)


@pytest.mark.parametrize(("size", "beside"), [(LARGE_BODY, False), (LARGE_BODY + 1, True)])
async def test_only_large_bodies_leave_the_loop(size, beside) -> None:
    thread = await beside_the_loop(b" " * size, threading.get_ident)
    assert (thread != threading.get_ident()) is beside


@pytest.mark.parametrize(
    ("key", "code", "caller"),
    [("staff", "unknown_route", "staff"), ("auditor", "permission_denied", None), (None, "invalid_api_key", None)],
)
async def test_a_path_that_no_codec_serves_is_recorded_under_the_caller_s_name(
    key, code, caller, pipeline, stage
) -> None:
    error = UnknownRoute("Not here.")
    try:
        await pipeline.refuse_route("req_1", arrival(key=key).headers, error)
    except GuardError as refused:
        assert refused.code == code  # noqa: PT017 # with a good key nothing is raised here
        assert caller is None
    (event,) = stage.events
    assert (event.detail["error_code"], event.detail["route"], event.caller) == (code, "*", caller)


async def test_a_role_is_asked_for_the_permission_that_a_route_needs(pipeline) -> None:
    headers = arrival(key="auditor").headers
    assert pipeline.identify(headers, to="read_audit").id == "auditor"
    with pytest.raises(GuardError, match="may not be used for call"):
        pipeline.identify(headers)


def test_the_pipeline_is_replaced_whole_and_never_changed(pipeline) -> None:
    with pytest.raises(AttributeError):
        pipeline.body_bytes = 1
    assert "sss" not in repr(pipeline)
