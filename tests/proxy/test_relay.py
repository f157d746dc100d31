"""Steps 9 and 10: answers restored as they come, every way in which one can end, and one final record for each."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack, aclosing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from canary import CANARIES

from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.arrival import Arrival
from proxy.audit.event import canonical
from proxy.callers.noise import NoiseLid
from proxy.crossing import Crossing
from proxy.errors import ProviderError, ProviderGarbled, ProviderRefused, ProviderTimeout
from proxy.exchange import Approval, AuditEvent, EventKind, Tier, Tool, Treatment
from proxy.records import CallRecord, Standing
from proxy.relay import Relay, answer_headers
from proxy.streamed import StreamedBody
from proxy.transform.heard import Texts
from proxy.transform.replace import transform
from proxy.upstream import ProviderAnswer
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from proxy.exchange import MachineFactory
    from proxy.relay import Answer

NAME, SSN = (canary.value for canary in CANARIES[:2])
QUESTION = f"Write to {NAME}."
TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7"))
DONE = b"data: [DONE]\n\n"


class Sink:
    """Takes what the writer would take."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    async def record(self, event: AuditEvent) -> None:
        self.submit(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)


class Response:
    """What httpx would give: parts of a body, errors among them, and an event where the provider falls silent."""

    def __init__(self, parts: Sequence[bytes | BaseException | asyncio.Event]) -> None:
        self.parts = parts
        self.waiting = asyncio.Event()
        self.closed = 0

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            if isinstance(part, BaseException):
                raise part
            if isinstance(part, asyncio.Event):
                self.waiting.set()
                await part.wait()
            else:
                yield part

    async def aclose(self) -> None:
        self.closed += 1


class Exchange:
    """One call that has left, and the provider's answer to it."""

    def __init__(self, *parts: Any, status: int = 200, kind: str = "application/json", stream: bool = False) -> None:
        codec = OpenAIChat()
        call = codec.parse(
            {"model": "small", "stream": stream, "messages": [{"role": "user", "content": QUESTION}]},
        )
        at = QUESTION.find(NAME)
        name = Finding("STUDENT_NAME", at, at + len(NAME), 1.0, "spotter", "format")
        found = [[name] if segment.text == QUESTION else [] for segment in call.segments]
        treatments = [[Treatment.PSEUDONYMIZE] * len(each) for each in found]
        transformed = transform(call.segments, found, treatments, key=b"k")
        self.token = next(iter(transformed.replacements.values())).removeprefix("Write to ").removesuffix(".")
        self.sink = Sink()
        standing = Standing("i-1", "default", "ab" * 32, NoiseLid(singly=9, clock=lambda: 0.0), b"k" * 32)
        self.record = CallRecord(self.sink, standing, request_id="req_1", route="/v1/x", body_bytes=1)
        self.record.asked("openai", "chat", "small")
        self.record.resolved(TOOL)
        self.record._detail |= {"decision": "forward", "policy_hash": "ab" * 32}
        self.given_back = 0
        held = ExitStack()
        held.callback(self._give_back)
        arrival = Arrival("req_1", "/v1/x", codec, "/x", {}, b"{}")
        self.crossing = Crossing(arrival, call, TOOL, transformed, self.record, held)
        self.response = Response([self.spelled(part) for part in parts])
        headers = {"openai-version": "1"}
        deadline = asyncio.get_running_loop().time() + 60
        self.provider = ProviderAnswer(status, kind, headers, self.response, deadline)  # type: ignore[arg-type] # a stand-in

    def spelled(self, part: Any) -> Any:
        return part.replace(b"NAME", self.token.encode()) if isinstance(part, bytes) else part

    def _give_back(self) -> None:
        self.given_back += 1

    async def answer(self, **relay: Any) -> Answer:
        await self.record.open()
        settings = {"scan": stream_scan, "url_hosts": frozenset(), "answer_bytes": 10_000, **relay}
        return await Relay(**settings).answer(self.crossing, self.provider)

    async def stream(self) -> StreamedBody:
        body = (await self.answer()).stream
        assert body is not None
        return body

    @property
    def finals(self) -> list[dict[str, Any]]:
        return [dict(event.detail) for event in self.sink.events if event.kind is EventKind.FINAL]

    @property
    def final(self) -> dict[str, Any]:
        """The one final; everything is given back with it."""
        (only,) = self.finals
        assert (self.given_back, self.response.closed > 0) == (1, True)
        return only

    @property
    def untold(self) -> bool:
        """Nothing is recorded yet, because the pipeline will, and the provider is closed all the same."""
        return self.finals == [] and self.response.closed > 0


def streaming(*parts: Any, **options: Any) -> Exchange:
    return Exchange(*parts, kind="text/event-stream; charset=utf-8", stream=True, **options)


def completion(content: str, **members: Any) -> bytes:
    message = {"role": "assistant", "content": content}
    usage = {"prompt_tokens": 7, "completion_tokens": 9}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"id": "c1", "model": "small-1", "choices": [choice], "usage": usage, **members}).encode()


def chunk(content: str | None, finish: str | None = None) -> bytes:
    delta = {} if content is None else {"content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return b"data: " + json.dumps({"id": "c1", "model": "small-1", "choices": [choice]}).encode() + b"\n\n"


async def taken(body: StreamedBody) -> bytes:
    try:
        return b"".join([ready async for ready in body.chunks()])
    finally:
        await body.aclose()


def events(raw: bytes) -> list[Any]:
    data = [line.removeprefix("data: ") for line in raw.decode().splitlines() if line.startswith("data: ")]
    return [one if one == "[DONE]" else json.loads(one) for one in data]


def text(raw: bytes) -> str:
    choices = [one["choices"][0] for one in events(raw) if one != "[DONE]" and "choices" in one]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


class Heard:
    """Notes what was heard of an answer when it was to be remembered."""

    def __init__(self) -> None:
        self.texts = Texts(1_000)
        self.remembered: list[list[str]] = []

    def watching(self, factory: MachineFactory) -> MachineFactory:
        return self.texts.watching(factory)

    async def remember(self) -> None:
        await asyncio.sleep(0)
        self.remembered.append(self.texts.all(str))


async def test_a_whole_answer_is_remembered_as_the_caller_gets_it_and_an_error_is_not() -> None:
    for status, remembered in ((200, [[f"About {NAME}."]]), (429, [])):
        exchange, heard = Exchange(completion("About NAME."), status=status), Heard()
        exchange.crossing = replace(exchange.crossing, heard=heard)
        await exchange.answer()
        assert heard.remembered == remembered


@pytest.mark.parametrize("together", [True, False])
async def test_a_streamed_answer_is_remembered_before_its_end_leaves(*, together: bool) -> None:
    spelled = Exchange().spelled(b"NAME").decode()
    parts = [chunk(f"About {spelled[:9]}"), chunk(f"{spelled[9:]}."), chunk(None, "stop"), b"data: [DONE]\n\n"]
    exchange, heard = streaming(*([b"".join(parts)] if together else parts)), Heard()
    exchange.crossing = replace(exchange.crossing, heard=heard)
    body = await exchange.stream()
    async for ready in body.chunks():
        if b'"stop"' in ready or b"[DONE]" in ready:
            assert heard.remembered
            assert heard.remembered[-1] == [f"About {NAME}."]
    await body.aclose()
    assert heard.remembered[-1] == [f"About {NAME}."]


async def test_a_stream_that_breaks_off_is_not_remembered() -> None:
    exchange, heard = streaming(chunk("About NAME and")), Heard()
    exchange.crossing = replace(exchange.crossing, heard=heard)
    await taken(await exchange.stream())
    assert heard.remembered == []


# --------------------------------------------------------------------------- whole answers


async def test_a_plain_answer_comes_back_with_the_values_and_says_what_was_done() -> None:
    exchange = Exchange(completion("Dear NAME,")[:40], completion("Dear NAME,")[40:])
    answer = await exchange.answer()
    assert answer.body is not None
    assert answer.stream is None
    assert json.loads(answer.body)["choices"][0]["message"]["content"] == f"Dear {NAME},"
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert (answer.headers["x-ai-replaced"], answer.headers["openai-version"]) == ("PERSON=1", "1")
    final = exchange.final
    assert (final["outcome"], final["status"], final["upstream_status"]) == ("completed", 200, 200)
    assert (final["restored"], final["usage"]) == (1, {"input_tokens": 7, "output_tokens": 9})
    assert (final["bytes_in"], final["bytes_out"]) == (
        len(exchange.spelled(completion("Dear NAME,"))),
        len(answer.body),
    )


async def test_an_identifier_that_the_caller_never_sent_is_masked_unless_scanning_is_off() -> None:
    scanned = Exchange(completion(f"Her SSN is {SSN}."))
    assert SSN.encode() not in ((await scanned.answer()).body or b"")
    assert scanned.final["masked"] == [{"entity": "SSN", "count": 1}]
    unscanned = Exchange(completion(f"Her SSN is {SSN}."))
    assert SSN.encode() in ((await unscanned.answer(scan=None)).body or b"")
    assert unscanned.final["masked"] == []


@pytest.mark.parametrize(("hosts", "restored"), [(frozenset(), False), (None, True)])
async def test_values_go_into_links_only_where_the_operator_lets_them(hosts, restored) -> None:
    exchange = Exchange(completion("See https://example.net/?q=NAME now"))
    body = (await exchange.answer(url_hosts=hosts)).body or b""
    assert (NAME.encode() in body) is restored


async def test_the_provider_s_own_error_is_passed_on_in_shape() -> None:
    exchange = Exchange(b'{"error": {"message": "Too many about NAME", "type": "rate_limit_error"}}', status=429)
    answer = await exchange.answer()
    assert answer.status == 429
    assert json.loads(answer.body or b"")["error"]["message"] == f"Too many about {NAME}"
    assert (exchange.final["outcome"], exchange.final["status"]) == ("provider_error", 429)


async def test_an_error_status_in_answer_to_a_stream_call_is_a_plain_error() -> None:
    exchange = Exchange(b'{"error": {"message": "no"}}', status=400, stream=True)
    answer = await exchange.answer()
    assert (answer.status, answer.stream) == (400, None)
    assert exchange.final["outcome"] == "provider_error"


@pytest.mark.parametrize(
    ("parts", "options", "error", "status"),
    [
        *(([b'{"error": {"message": "key sk-1"}}'], {"status": code}, ProviderError, 502) for code in (401, 403, 407)),
        ([b'{"error": {"message": "bad key"}}'], {"status": 401, "stream": True}, ProviderError, 502),
        ([b"<html>NAME</html>"], {"status": 500, "kind": "text/html"}, ProviderRefused, 500),
        ([b""], {"status": 404}, ProviderRefused, 404),
        ([b"<html>NAME</html>"], {}, ProviderGarbled, 502),
        ([b""], {}, ProviderGarbled, 502),
        ([b'{"id": "c1"}'], {}, ProviderGarbled, 502),
        ([b'{"choices": [], "choices": []}'], {}, ProviderGarbled, 502),
        ([b"x" * 6_000, b"x" * 6_000], {}, ProviderGarbled, 502),
        ([completion("hi")], {"stream": True}, ProviderGarbled, 502),
        ([], {"stream": True, "kind": "text/event-stream"}, ProviderGarbled, 502),
        ([b"data: NAME\n\n"], {"stream": True, "kind": "text/event-stream"}, ProviderGarbled, 502),
        ([httpx.ReadTimeout("x")], {"stream": True, "kind": "text/event-stream"}, ProviderTimeout, 504),
        ([b"{", httpx.ReadError("x")], {}, ProviderGarbled, 502),
    ],
)
async def test_what_cannot_be_passed_on_is_a_clear_error_before_the_first_byte(
    parts, options, error, status, assert_no_leak
) -> None:
    exchange = Exchange(*parts, **options)
    with pytest.raises(ProviderError) as raised:
        await exchange.answer()
    assert (type(raised.value), raised.value.status) == (error, status)
    assert exchange.untold
    assert exchange.given_back == 0
    assert_no_leak([str(raised.value)])
    assert "sk-1" not in str(raised.value)
    assert exchange.token not in str(raised.value)


async def test_a_cancelled_wait_for_the_answer_closes_the_provider() -> None:
    exchange = Exchange(b"{", asyncio.Event())
    task = asyncio.create_task(exchange.answer())
    await exchange.response.waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert exchange.untold


# --------------------------------------------------------------------------- streams


async def test_a_stream_comes_back_with_the_values_and_its_record_closes_at_its_end() -> None:
    exchange = streaming(chunk("Dear NA"), chunk("never "), chunk("NAME, hello"), chunk(None, "stop"), DONE)
    answer = await exchange.answer()
    assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.stream is not None
    assert (exchange.finals, exchange.given_back) == ([], 0)
    raw = await taken(answer.stream)
    assert text(raw) == f"Dear NAnever {NAME}, hello"
    assert events(raw)[-1] == "[DONE]"
    final = exchange.final
    assert (final["outcome"], final["status"], final["error_code"]) == ("completed", 200, None)
    assert (final["restored"], final["finish_reasons"], final["model_answered"]) == (1, ["stop"], "small-1")
    assert final["bytes_out"] == len(raw)
    assert {"first_byte", "answer"} <= final["times_ms"].keys()


async def test_a_stream_may_come_byte_by_byte() -> None:
    probe = streaming()
    whole = probe.spelled(chunk("Dear NAME, hello") + chunk(None, "stop") + DONE)
    exchange = streaming(*(whole[at : at + 1] for at in range(len(whole))))
    assert text(await taken(await exchange.stream())) == f"Dear {NAME}, hello"
    assert exchange.final["bytes_in"] == len(whole)


async def test_closing_without_taking_anything_is_a_client_that_left() -> None:
    exchange = streaming(chunk("Dear NAME"), chunk(None, "stop"), DONE)
    body = await exchange.stream()
    await body.aclose()
    await body.aclose()
    assert (exchange.final["outcome"], exchange.final["bytes_out"]) == ("client_closed", 0)


async def test_closing_before_the_stream_has_begun_is_a_client_that_left() -> None:
    exchange = streaming(chunk("Dear NAME"), DONE)
    await exchange.record.open()
    relay = Relay(None, None, 100)
    body = StreamedBody(exchange.crossing, exchange.provider, OpenAIChat().stream(relay.machines(exchange.crossing)))
    await body.aclose()
    assert exchange.final["outcome"] == "client_closed"


async def test_closing_in_the_middle_is_a_client_that_left() -> None:
    exchange = streaming(chunk("Dear friend, "), chunk("how are "), chunk("you"), chunk(None, "stop"), DONE)
    body = await exchange.stream()
    async with aclosing(body.chunks()) as chunks:
        first = await anext(chunks)
    await body.aclose()
    await body.aclose()
    assert (exchange.final["outcome"], exchange.final["bytes_out"]) == ("client_closed", len(first))


async def test_closing_after_the_end_changes_nothing() -> None:
    exchange = streaming(chunk("Hello."), chunk(None, "stop"), DONE)
    body = await exchange.stream()
    await taken(body)
    await body.aclose()
    assert exchange.final["outcome"] == "completed"


async def test_a_client_that_leaves_while_the_provider_is_silent_stops_it() -> None:
    exchange = streaming(chunk("Dear friend, "), asyncio.Event(), DONE)
    body = await exchange.stream()
    task = asyncio.create_task(taken(body))
    await exchange.response.waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert exchange.final["outcome"] == "client_closed"


@pytest.mark.parametrize(
    ("broken", "code"),
    [(httpx.ReadError("x"), "provider_garbled"), (httpx.ReadTimeout("x"), "provider_timeout"), (None, None)],
)
async def test_an_early_end_lets_go_what_was_held_and_says_that_it_is_incomplete(broken, code) -> None:
    exchange = streaming(chunk("Dear NAME, and al"), *([broken] if broken else []))
    raw = await taken(await exchange.stream())
    assert text(raw) == f"Dear {NAME}, and al"
    assert events(raw)[-1]["error"]["code"] == "provider_garbled"
    assert "[DONE]" not in events(raw)
    assert (exchange.final["outcome"], exchange.final["error_code"]) == ("stream_cut", code)


async def test_a_connection_that_breaks_after_the_end_was_said_is_a_complete_answer() -> None:
    exchange = streaming(chunk("Hello."), chunk(None, "stop"), DONE, httpx.ReadError("x"))
    raw = await taken(await exchange.stream())
    assert events(raw)[-1] == "[DONE]"
    assert exchange.final["outcome"] == "completed"


async def test_garbage_in_the_middle_becomes_an_error_event_and_ends_the_stream(assert_no_leak) -> None:
    exchange = streaming(chunk("Hello. "), b"data: " + SSN.encode() + b"\n\n", chunk("never seen"), DONE)
    raw = await taken(await exchange.stream())
    assert "Hello. ".startswith(text(raw))
    assert b"never seen" not in raw
    last = events(raw)[-1]["error"]
    assert (last["code"], last["chaperone"]["request_id"]) == ("provider_garbled", "req_1")
    assert_no_leak([raw])
    assert (exchange.final["outcome"], exchange.final["error_code"]) == ("stream_cut", "provider_garbled")


async def test_our_own_failure_in_the_middle_is_told_in_our_words(assert_no_leak) -> None:
    exchange = streaming(chunk("Hello. "), RuntimeError(SSN), chunk("never seen"), DONE)
    raw = await taken(await exchange.stream())
    assert events(raw)[-1]["error"]["code"] == "internal_error"
    assert_no_leak([raw])
    assert (exchange.final["outcome"], exchange.final["error_code"]) == ("guard_error", "internal_error")


# --------------------------------------------------------------------------- what every answer says


def test_headers_say_who_answered_and_what_was_replaced() -> None:
    assert answer_headers("req_1", TOOL, {"PERSON": 2, "ID": 1}) == {
        "x-request-id": "req_1",
        "x-ai-provider": "main",
        "x-ai-model": "small",
        "x-ai-replaced": "ID=1, PERSON=2",
        "x-ai-review": "required",
    }
    assert answer_headers("req_1", TOOL, {})["x-ai-replaced"] == "none"


@pytest.mark.parametrize("model", ["modèle", "two\r\nlines", "tab\t"])
def test_a_model_name_that_no_header_can_hold_is_left_out(model) -> None:
    tool = Tool("main", "openai", model, Tier.T2, TOOL.approval)
    assert answer_headers("req_1", tool, {})["x-ai-model"] == "-"


async def test_neither_an_arrival_nor_an_answer_prints_its_content(assert_no_leak) -> None:
    exchange = Exchange(completion("Dear NAME,"))
    arrival = Arrival("req_1", "/x", OpenAIChat(), "/x", {"authorization": NAME}, NAME.encode())
    assert_no_leak([repr(await exchange.answer()), repr(arrival), repr(exchange.crossing), repr(exchange.provider)])
