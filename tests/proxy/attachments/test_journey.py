"""Calls with files through all ten steps: what the provider gets, what the caller gets back, and what is recorded."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from attached import MEDIA, NAME, PDF, PLACES, SSN, TABLE, TELLING, Place, Shelf, Spotter

from detectors.stream_scan import stream_scan
from proxy.arrival import Arrival
from proxy.attachments import opening
from proxy.attachments.opening import Opener
from proxy.attachments.wrapping import unpacked
from proxy.audit.event import canonical
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import hash_key
from proxy.callers.noise import NoiseLid
from proxy.callers.quotas import Quotas
from proxy.errors import Blocked, TooLarge
from proxy.examine import Examiner
from proxy.exchange import Approval, AuditEvent, Caller, Role, Tier
from proxy.pipeline import Pipeline
from proxy.records import Standing
from proxy.registry.tools import Provider, Registry
from proxy.relay import Relay
from proxy.upstream import ProviderAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.exchange import Json

ROSTER = f"name,SSN\n{NAME},{SSN}\n"
CHAT = PLACES["chat file, data URL"]


@dataclass
class World:
    """The audit and a provider that reads the file it is sent aloud, seven characters at a time when it streams."""

    events: list[AuditEvent] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)

    async def record(self, event: AuditEvent) -> None:
        self.submit(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    async def send(self, provider: str, path: str, body: bytes, content_type: str) -> ProviderAnswer:
        del provider, path, content_type
        self.sent.append(json.loads(body))
        kind = "text/event-stream" if self.sent[-1].get("stream") else "application/json"
        return ProviderAnswer(200, kind, {}, self, asyncio.get_running_loop().time() + 60)  # type: ignore[arg-type] # a stand-in

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        part = self.sent[-1]["messages"][0]["content"][1]
        read = part["text"] if "text" in part else unpacked(part["file"]["file_data"])[1].decode()
        if not self.sent[-1].get("stream"):
            yield _plain(read)
            return
        for at in range(0, len(read), 7):
            yield _event({"delta": {"content": read[at : at + 7]}, "index": 0})
        yield _event({"delta": {}, "index": 0, "finish_reason": "stop"})
        yield b"data: [DONE]\n\n"

    async def aclose(self) -> None:
        pass

    @property
    def detail(self) -> Any:
        """Of the record that says what was decided."""
        return self.events[0].detail


def _plain(text: str) -> bytes:
    said = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop", "index": 0}
    return json.dumps({"model": "m", "choices": [said]}).encode()


def _event(choice: Json) -> bytes:
    return b"data: " + json.dumps({"model": "m", "choices": [choice]}).encode() + b"\n\n"


def guard(world: World, **changes: Any) -> Pipeline:
    tool = Provider("main", "openai", ("m",), Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7"))
    return Pipeline(
        directory=Directory([CallerRecord(Caller("staff", "default", Role.STAFF), hash_key("key-staff"))]),
        quotas=Quotas(calls_per_minute=9, concurrency=9, clock=lambda: 0.0),
        registry=Registry([tool]),
        examiner=Examiner(Spotter(), TABLE, 1_000_000, b"s" * 32),  # type: ignore[arg-type] # a stand-in
        sink=world,
        standing=Standing("i-1", "default", "ab" * 32, NoiseLid(singly=9, clock=lambda: 0.0), b"k" * 32),
        upstream=world,  # type: ignore[arg-type] # a stand-in
        relay=Relay(stream_scan, frozenset(), 10_000_000),
        body_bytes=100_000_000,
        today=lambda: date(2026, 11, 23),
        files=Opener(**changes),
    )


def arrival(body: Json, place: Place = CHAT) -> Arrival:
    return Arrival(
        request_id="req_1",
        route="/v1/chat/completions",
        codec=place.codec,
        upstream_path="/chat/completions",
        headers={"authorization": "Bearer key-staff"},
        body=json.dumps(body).encode(),
    )


async def said(answer: Any) -> str:
    if answer.body is not None:
        return json.loads(answer.body)["choices"][0]["message"]["content"]
    chunks = [chunk async for chunk in answer.stream.chunks()]
    await answer.stream.aclose()
    lines = [line[6:] for line in b"".join(chunks).decode().splitlines() if line.startswith("data: {")]
    return "".join(json.loads(line)["choices"][0]["delta"].get("content", "") for line in lines)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_name_in_an_attached_list_comes_back_in_the_answer(stream: bool, assert_no_leak) -> None:  # noqa: FBT001 # a case
    world = World()
    body = CHAT.body(ROSTER.encode(), "text/csv", "list.csv") | {"stream": stream}
    answer = await guard(world).serve(arrival(body))
    told = await said(answer)
    assert NAME in told
    assert SSN not in told  # removed for good on the way out
    assert_no_leak([json.dumps(world.sent), unpacked(CHAT.carried(world.sent[0]))[1]])
    assert answer.headers["x-chaperone-files"] == "csv=replaced"
    assert answer.headers["x-ai-replaced"] == "PERSON=1, SSN=1"


@pytest.mark.parametrize("stream", [False, True])
async def test_a_name_in_an_attached_document_comes_back_too(stream: bool, assert_no_leak) -> None:  # noqa: FBT001 # a case
    world = World()
    body = CHAT.body(PDF, MEDIA, "report.pdf") | {"stream": stream}
    answer = await guard(world, reader=Shelf(TELLING)).serve(arrival(body))
    assert NAME in await said(answer)
    assert_no_leak([json.dumps(world.sent)])
    assert answer.headers["x-chaperone-files"] == "pdf=as_text"


async def test_the_record_says_what_was_found_where_and_how_the_file_left() -> None:
    world = World()
    await guard(world).serve(arrival(CHAT.body(ROSTER.encode(), "text/csv", "list.csv")))
    assert world.detail["files"] == [{"kind": "csv", "how": "replaced", "count": 1}]
    assert world.detail["places"] == ["messages[0].content[1].file.file_data~file"]
    assert world.detail["unscanned"] == []
    assert {found["entity"] for found in world.detail["findings"]} == {"STUDENT_NAME", "SSN"}


async def test_a_call_without_files_says_nothing_of_files() -> None:
    world = World()
    body = CHAT.body(ROSTER.encode(), "text/csv", "list.csv")
    body["messages"][0]["content"][1] = {"type": "text", "text": "Hello."}
    answer = await guard(world).serve(arrival(body))
    assert "x-chaperone-files" not in answer.headers
    assert "files" not in world.detail


async def test_a_document_that_must_be_replaced_and_may_not_be_is_refused_by_row_25() -> None:
    world = World()
    body = CHAT.body(PDF, MEDIA, "report.pdf")
    with pytest.raises(Blocked) as caught:
        await guard(world, reader=Shelf(TELLING), as_text=False).serve(arrival(body))
    error = caught.value
    assert (error.details["rule"], error.details["unscanned"]) == ("R25-unscanned", ["values_in_pdf"])
    assert error.details["found"] == {"SSN": 1, "STUDENT_NAME": 2}
    assert "details in a PDF file" in error.message
    assert "paste the text" in error.message
    assert world.sent == []
    assert world.detail["unscanned"] == [{"kind": "values_in_pdf", "count": 1}]


async def test_a_picture_is_refused_and_named_by_its_bytes() -> None:
    world = World()
    body = CHAT.body(b"\xff\xd8\xff\xe0" + bytes(99), "text/plain", "notes.txt")
    with pytest.raises(Blocked) as caught:
        await guard(world).serve(arrival(body))
    assert caught.value.details["unscanned"] == ["image"]
    assert world.detail["unscanned"] == [{"kind": "image", "count": 1}]


async def test_more_files_than_may_be_checked_are_refused_and_recorded() -> None:
    world = World()
    body = CHAT.body(b"Hello.", "text/plain", "a.txt")
    body["messages"] *= 3
    with pytest.raises(TooLarge):
        await guard(world, most_files=2).serve(arrival(body))
    assert (world.detail["error_code"], world.sent) == ("request_too_large", [])


async def test_a_large_file_is_not_decoded_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []
    looked_at = opening._looked_at

    def noting(file: Any) -> Any:
        threads.append(threading.current_thread())
        return looked_at(file)

    monkeypatch.setattr(opening, "_looked_at", noting)
    for size in (10, 100_000):
        body = CHAT.body(b"Lunch. " * (size // 7), "text/plain", "a.txt")
        assert (await Opener().open(CHAT.codec.parse(body))).files
    assert [thread is threading.main_thread() for thread in threads] == [True, False]
