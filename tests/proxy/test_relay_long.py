"""Long answers: rewritten beside the event loop, in slices, and the same bytes as ever."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from proxy.arrival import Arrival
from proxy.callers.noise import NoiseLid
from proxy.crossing import Crossing
from proxy.exchange import Approval, EventKind, Tier, Tool
from proxy.records import CallRecord, Standing
from proxy.relay import Relay
from proxy.streamed import SLICE_BYTES, is_long
from proxy.transform.replace import transform
from proxy.upstream import ProviderAnswer
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from detectors.finding import Finding
    from proxy.exchange import AuditEvent

TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7"))
DONE = b"data: [DONE]\n\n"


class Sink:
    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    async def record(self, event: AuditEvent) -> None:
        self.events.append(event)

    def submit(self, event: AuditEvent) -> None:
        self.events.append(event)


class Response:
    def __init__(self, parts: Sequence[bytes]) -> None:
        self.parts = parts

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part

    async def aclose(self) -> None:
        """Nothing to close."""


class Answered:
    """One answer on its way through a relay whose scanner notes in which thread it worked."""

    def __init__(self, *parts: bytes, stream: bool) -> None:
        self.threads: set[bool] = set()
        self.sink = Sink()
        codec = OpenAIChat()
        call = codec.parse({"model": "small", "stream": stream, "messages": [{"role": "user", "content": "Hello."}]})
        nothing: list[list[Any]] = [[] for _ in call.segments]
        standing = Standing("i-1", "default", "ab" * 32, NoiseLid(singly=9, clock=lambda: 0.0), b"k" * 32)
        record = CallRecord(self.sink, standing, request_id="req_1", route="/v1/x", body_bytes=1)
        record.asked("openai", "chat", "small")
        record.resolved(TOOL)
        arrival = Arrival("req_1", "/v1/x", codec, "/x", {}, b"{}")
        transformed = transform(call.segments, nothing, nothing, key=b"k")
        self.crossing = Crossing(arrival, call, TOOL, transformed, record, ExitStack())
        kind = "text/event-stream" if stream else "application/json"
        deadline = asyncio.get_running_loop().time() + 60
        self.provider = ProviderAnswer(200, kind, {}, Response(parts), deadline)  # type: ignore[arg-type] # a stand-in

    def scan(self, text: str, context: str = "") -> tuple[Finding, ...]:
        self.threads.add(threading.current_thread() is threading.main_thread())
        return ()

    async def taken(self) -> bytes:
        await self.crossing.record.open()
        answer = await Relay(self.scan, frozenset(), 10_000_000).answer(self.crossing, self.provider)
        if answer.stream is None:
            return answer.body or b""
        try:
            return b"".join([ready async for ready in answer.stream.chunks()])
        finally:
            await answer.stream.aclose()

    @property
    def final(self) -> dict[str, Any]:
        (only,) = (dict(event.detail) for event in self.sink.events if event.kind is EventKind.FINAL)
        return only


def completion(content: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    return json.dumps({"id": "c1", "model": "small-1", "choices": [choice]}).encode()


def chunk(content: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    return b"data: " + json.dumps({"id": "c1", "model": "small-1", "choices": [choice]}).encode() + b"\n\n"


def said(raw: bytes) -> str:
    data = [json.loads(line[6:]) for line in raw.splitlines() if line.startswith(b"data: {")]
    return "".join(one["choices"][0]["delta"].get("content") or "" for one in data if "choices" in one)


NUMBERS = " ".join(str(number) for number in range(400))
PROSE = "A plain word and another. "


@pytest.mark.parametrize(("content", "beside"), [("In 3 days.", False), (NUMBERS, True), (PROSE * 400 + "1", True)])
async def test_a_long_or_dense_answer_is_scanned_beside_the_loop(content: str, *, beside: bool) -> None:
    answered = Answered(completion(content), stream=False)
    body = json.loads(await answered.taken())
    assert body["choices"][0]["message"]["content"] == content
    assert answered.threads == {not beside}
    assert answered.final["outcome"] == "completed"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(b"x" * 9_000, True), (b"x" * 8_000, False), (b"1" * 90, True), (b"1" * 80, False), (b"", False)],
)
def test_digits_weigh_more_than_letters(raw: bytes, *, expected: bool) -> None:
    assert is_long(raw) is expected


async def test_one_event_of_a_hundred_kilobytes_is_scanned_beside_the_loop_however_it_was_cut() -> None:
    raw = chunk(NUMBERS * 40) + chunk("", "stop") + DONE
    for size in (len(raw), 5_000):
        answered = Answered(*(raw[at : at + size] for at in range(0, len(raw), size)), stream=True)
        assert said(await answered.taken()) == NUMBERS * 40
        assert False in answered.threads
        assert answered.final["bytes_in"] == len(raw)


async def test_many_events_at_once_leave_in_slices_and_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proxy.streamed.TURN_S", 0.0)  # as if each slice took its time
    raw = b"".join(chunk(word + " ") for word in (PROSE * 200).split()) + chunk("", "stop") + DONE
    assert len(raw) > 4 * SLICE_BYTES
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    answered = Answered(raw, stream=True)
    task = asyncio.create_task(others())
    whole = await answered.taken()
    task.cancel()
    assert turns >= len(raw) // SLICE_BYTES
    singly = Answered(*(raw[at : at + 700] for at in range(0, len(raw), 700)), stream=True)
    assert await singly.taken() == whole


async def test_garbage_behind_the_first_slice_is_an_error_event_behind_what_was_good() -> None:
    good = b"".join(chunk(word + " ") for word in (PROSE * 60).split())
    assert len(good) > SLICE_BYTES
    answered = Answered(good + b"data: garbage\n\n", stream=True)
    raw = await answered.taken()
    assert said(raw).startswith(PROSE)
    assert raw.count(b'"error"') == 1
    assert answered.final["outcome"] == "stream_cut"
