"""The only door to a provider: what leaves through it, what comes back, and every way in which a provider can fail."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
import pytest
from recording_provider import RecordingProvider

from proxy.errors import GuardError, ProviderGarbled, ProviderTimeout, ProviderUnreachable
from proxy.upstream import CONNECT_ATTEMPTS, ProviderAnswer, Target, Timeouts, Upstream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

KEY = "sk-provider-key-of-the-agency"
FULL = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"

Answering: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Counting(Upstream):
    """Counts the attempts to connect."""

    attempts = 0

    async def _open(self, target: Target, path: str, body: bytes, content_type: str, method: str) -> httpx.Response:
        self.attempts += 1
        return await super()._open(target, path, body, content_type, method)


@pytest.fixture(scope="module")
def provider() -> Iterator[RecordingProvider]:
    with RecordingProvider() as running:
        yield running


class Server:
    """A provider on loopback that answers each request as a test says, and keeps the heads of the requests."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.heads: list[str] = []
        self.gone = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            await self.talk(reader, writer)
        self.gone.set()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            await reader.readexactly(int(head.lower().partition("content-length:")[2].split()[0]))
            await self.answering(writer)
            await writer.drain()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class WithoutTls(Server):
    """Answers a TLS hello with something else, and keeps what came."""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.answering(writer)
        while part := await reader.read(1_000):
            self.heads.append(part.decode("latin-1"))


@asynccontextmanager
async def serving(
    answering: Answering, kind: type[Server] = Server, scheme: str = "http", **timeouts: float
) -> AsyncIterator[tuple[Server, Counting]]:
    """A server and a client that knows no other."""
    server = kind(answering)
    listening = await asyncio.start_server(server.connection, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        async with Counting([target(f"{scheme}://127.0.0.1:{port}/v1", **timeouts)]) as upstream:
            yield server, upstream
    finally:
        listening.close()
        await server.stop()


def target(url: str, **timeouts: float) -> Target:
    return Target("main", url, KEY, Timeouts(**timeouts))


def writing(*parts: bytes, close: bool = False) -> Answering:
    async def answering(writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join(parts))
        if close:
            await writer.drain()
            writer.close()

    return answering


async def hanging(writer: asyncio.StreamWriter) -> None:
    del writer
    await asyncio.Event().wait()


def asked(model: str, **members: Any) -> bytes:
    return json.dumps({"model": model, "messages": [{"role": "user", "content": "hi"}], **members}).encode()


async def read(answer: ProviderAnswer, limit: int = 10_000) -> bytes:
    try:
        return await answer.read(limit)
    finally:
        await answer.aclose()


# --------------------------------------------------------------------------- what leaves


async def test_exactly_these_headers_leave_and_the_body_as_it_was_given(provider) -> None:
    async with Upstream([target(provider.base_url + "/")]) as upstream:
        await read(await upstream.send("main", "/chat/completions", asked("echo")))
    got = provider.received[-1]
    first, *rest = got.head.strip().split("\r\n")
    assert first == "POST /v1/chat/completions HTTP/1.1"
    assert got.body == asked("echo")
    headers = dict(line.lower().split(": ", 1) for line in rest)
    assert len(headers) == len(rest)
    headers.pop("connection", None)
    assert headers == {
        "host": f"127.0.0.1:{provider.port}",
        "authorization": f"bearer {KEY}",
        "content-type": "application/json",
        "content-length": str(len(asked("echo"))),
        "accept": "application/json, text/event-stream",
        "accept-encoding": "identity",
        "user-agent": "chaperone",
    }


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_another_method_leaves_as_it_is_and_asks_for_no_stream(provider, method) -> None:
    async with Upstream([target(provider.base_url)]) as upstream:
        await read(await upstream.send("main", "/files/file-1?limit=2", asked("garbage"), method=method))
    first, *rest = provider.received[-1].head.strip().lower().split("\r\n")
    assert first == f"{method} /v1/files/file-1?limit=2 HTTP/1.1".lower()
    assert "accept: */*" in rest


async def test_the_environment_names_no_proxy_for_us(provider, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with Upstream([target(provider.base_url)]) as upstream:
        assert (await upstream.send("main", "/chat/completions", asked("garbage"))).status == 200


async def test_cookies_are_neither_kept_nor_sent() -> None:
    cookie = b"set-cookie: session=abc; Path=/\r\n\r\n{}"
    async with serving(writing(FULL, cookie)) as (server, upstream):
        for _ in range(2):
            answer = await upstream.send("main", "/x", b"{}")
            assert await read(answer) == b"{}"
            assert dict(answer.headers) == {}
    assert len(server.heads) == 2
    assert "cookie" not in "".join(server.heads).lower()


async def test_only_configured_providers_can_be_reached() -> None:
    async with Upstream([target("http://127.0.0.1:9/v1")]) as upstream:
        with pytest.raises(KeyError):
            await upstream.send("other", "/x", b"{}")


# --------------------------------------------------------------------------- what comes back


async def test_an_answer_comes_with_its_status_type_and_listed_headers_only() -> None:
    listed = b"openai-version: 2020-10-01\r\nx-ratelimit-remaining-tokens: 9\r\nRetry-After: 3\r\n"
    other = b"location: http://127.0.0.1:1/\r\nx-should-retry: true\r\nserver: nginx\r\nopenai-organization: agency\r\n"
    head = FULL.replace(b"200 OK", b"429 Slow").replace(b"application/json", b"text/plain")
    async with serving(writing(head, listed, other, b"\r\n{}")) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        assert (answer.status, answer.content_type) == (429, "text/plain")
        assert dict(answer.headers) == {
            "openai-version": "2020-10-01",
            "x-ratelimit-remaining-tokens": "9",
            "retry-after": "3",
        }
        assert await read(answer) == b"{}"


@pytest.mark.parametrize(
    ("name", "value", "passed"),
    [
        ("x-amzn-errortype", "ThrottlingException", "ThrottlingException"),
        ("x-amzn-errortype", "ValidationException:http://internal.amazon.com/coral/", "ValidationException"),
        ("x-amzn-errortype", "Marisol Vega 536-90-4399", None),
        ("x-amzn-errortype", "ValidationException Marisol", None),
        ("x-amzn-errortype", "Marisol", None),
        ("x-ratelimit-reset-tokens", "6m0s", "6m0s"),
        ("x-ratelimit-reset-requests", "2026-03-14T10:00:00Z", "2026-03-14T10:00:00Z"),
        ("x-ratelimit-reset-requests", "536-90-4399", None),
        ("retry-after", "Fri, 13 Mar 2026 10:00:00 GMT", "Fri, 13 Mar 2026 10:00:00 GMT"),
        ("retry-after", "Marisol", None),
        ("content-language", "es-MX, en", "es-MX, en"),
        ("content-language", "Marisol", None),
        ("openai-version", "Marisol", None),
    ],
)
async def test_a_header_passes_only_where_it_reads_as_what_it_is(name, value, passed) -> None:
    async with serving(writing(FULL, f"{name}: {value}\r\n\r\n{{}}".encode())) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        await answer.aclose()
    assert dict(answer.headers) == ({} if passed is None else {name: passed})


async def test_a_stream_comes_as_it_is_sent() -> None:
    sent = asyncio.Event()

    async def slowly(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"5\r\nfirst\r\n")
        await writer.drain()
        await sent.wait()
        writer.write(b"6\r\nsecond\r\n0\r\n\r\n")

    async with serving(slowly) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        chunks = answer.chunks()
        assert await anext(chunks) == b"first"
        sent.set()
        assert b"".join([chunk async for chunk in chunks]) == b"second"
        await answer.aclose()


@pytest.mark.parametrize(("limit", "fits"), [(2, True), (1, False)])
async def test_a_whole_answer_is_read_up_to_a_limit(limit, fits) -> None:
    async with serving(writing(FULL, b"\r\n{}")) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        if fits:
            assert await read(answer, limit) == b"{}"
        else:
            with pytest.raises(ProviderGarbled, match="larger"):
                await read(answer, limit)


async def test_a_header_that_cannot_be_sent_on_is_left_out() -> None:
    """Headers leave as Latin-1; a provider's UTF-8 must not become our failure after the record is closed."""
    async with serving(writing(FULL, "content-language: 日本\r\nopenai-version: 1\r\n\r\n{}".encode())) as (
        _,
        upstream,
    ):
        answer = await upstream.send("main", "/x", b"{}")
        await answer.aclose()
    assert dict(answer.headers) == {"openai-version": "1"}


async def test_an_answer_that_is_not_wanted_any_more_is_cut() -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        while not writer.is_closing():
            writer.write(b"4\r\nmore\r\n")
            await writer.drain()
            await asyncio.sleep(0)

    async with serving(endless) as (server, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        chunks = answer.chunks()
        await anext(chunks)
        await chunks.aclose()
        await answer.aclose()
        await answer.aclose()
        await asyncio.wait_for(server.gone.wait(), 10)


# --------------------------------------------------------------------------- providers that fail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status, unused_port) -> None:
    head = f"HTTP/1.1 {status} Moved\r\nlocation: http://127.0.0.1:{unused_port}/\r\ncontent-length: 0\r\n\r\n"
    async with serving(writing(head.encode())) as (server, upstream):
        with pytest.raises(ProviderGarbled, match="redirect"):
            await upstream.send("main", "/x", b"{}")
    assert (len(server.heads), upstream.attempts) == (1, 1)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_refused_connection_is_tried_again_once(scheme, unused_port) -> None:
    async with Counting([target(f"{scheme}://127.0.0.1:{unused_port}/v1")]) as upstream:
        with pytest.raises(ProviderUnreachable) as failed:
            await upstream.send("main", "/x", b"{}")
    assert upstream.attempts == CONNECT_ATTEMPTS == 2
    assert str(unused_port) not in str(failed.value)


async def test_a_connection_that_takes_too_long_is_unreachable_with_httpxs_own_transport_too(monkeypatch) -> None:
    async def never(*_: object) -> None:
        raise httpx.ConnectTimeout("too slow")

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", never)
    async with Counting([Target("main", "https://127.0.0.1:9", "key", dialect="bedrock")]) as upstream:
        with pytest.raises(ProviderUnreachable):
            await upstream.send("main", "/x", b"{}")
    assert upstream.attempts == CONNECT_ATTEMPTS


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""], ids=["no TLS", "silence"])
async def test_tls_that_does_not_come_about_is_an_unreachable_provider(greeting) -> None:
    async with serving(writing(greeting), WithoutTls, "https", connect=0.1) as (server, upstream):
        with pytest.raises(ProviderUnreachable):
            await upstream.send("main", "/x", b"{}")
    assert upstream.attempts == CONNECT_ATTEMPTS
    assert KEY not in "".join(server.heads)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ((), ProviderGarbled),
        ((b"SSH-2.0-OpenSSH_9.6\r\n\r\n",), ProviderGarbled),
        ((b"HTTP/1.1 200 OK\r\ncontent-le",), ProviderGarbled),
    ],
    ids=["nothing", "not HTTP", "half a head"],
)
async def test_a_connection_that_broke_is_not_tried_again(parts, error) -> None:
    """Something may have been sent, so sending again could do it twice."""
    async with serving(writing(*parts, close=True)) as (server, upstream):
        with pytest.raises(GuardError) as failed:
            await upstream.send("main", "/x", b"{}")
    assert type(failed.value) is error
    assert (len(server.heads), upstream.attempts) == (1, 1)


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        CHUNKED + b"4\r\nhalf\r\n",
        CHUNKED + b"4\r\nhalf\r\nnonsense\r\n",
    ],
    ids=["short of its length", "no last chunk", "damaged chunk"],
)
async def test_a_body_that_ends_early_is_an_error_and_never_a_short_answer(sent) -> None:
    async with serving(writing(sent, close=True)) as (_, upstream):
        with pytest.raises(ProviderGarbled, match="broke"):
            await read(await upstream.send("main", "/x", b"{}"))


async def test_a_coding_that_we_did_not_ask_for_and_that_is_damaged_is_an_error() -> None:
    async with serving(writing(FULL, b"content-encoding: gzip\r\n\r\n{}")) as (_, upstream):
        with pytest.raises(ProviderGarbled):
            await read(await upstream.send("main", "/x", b"{}"))


@pytest.mark.parametrize("timeouts", [{"read": 0.1}, {"total": 0.1}], ids=["read", "total"])
async def test_a_provider_that_does_not_answer_is_given_up(timeouts) -> None:
    async with serving(hanging, **timeouts) as (_, upstream):
        with pytest.raises(ProviderTimeout):
            await upstream.send("main", "/x", b"{}")
        assert upstream.attempts == 1


@pytest.mark.parametrize("timeouts", [{"read": 0.4}, {"total": 0.4}], ids=["read", "total"])
async def test_a_stream_that_falls_silent_is_given_up(timeouts) -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"5\r\nfirst\r\n")
        await writer.drain()
        await asyncio.Event().wait()

    async with serving(silent, **timeouts) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        chunks = answer.chunks()
        assert await anext(chunks) == b"first"
        with pytest.raises(ProviderTimeout):
            await anext(chunks)
        await answer.aclose()


async def test_a_stream_that_never_ends_is_given_up_though_it_never_falls_silent() -> None:
    async def dripping(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        while not writer.is_closing():
            writer.write(b"4\r\ndrip\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with serving(dripping, read=10, total=0.3) as (_, upstream):
        answer = await upstream.send("main", "/x", b"{}")
        with pytest.raises(ProviderTimeout):
            await read(answer, 10**9)


class Silent:
    """A response that says one thing at once, and then nothing more."""

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.Event().wait()


async def test_a_stream_that_takes_too_long_is_given_up_also_while_its_reader_is_busy() -> None:
    """The time runs out while a slow client takes what came: the stream ends, and the reader's task is left alone."""
    loop = asyncio.get_running_loop()
    answer = ProviderAnswer(200, "", {}, Silent(), loop.time() + 0.01)  # type: ignore[arg-type] # a stand-in
    chunks = answer.chunks()
    assert await anext(chunks) == b"first"
    await asyncio.sleep(0.05)
    with pytest.raises(ProviderTimeout):
        await anext(chunks)


# --------------------------------------------------------------------------- what may be seen of it


def test_a_target_hides_its_key() -> None:
    shown = repr(target("https://api.example.org/v1", read=1))
    assert "https://api.example.org/v1" in shown
    assert KEY not in shown


async def test_an_error_says_neither_address_nor_key_nor_answer(provider) -> None:
    async with Upstream([target(provider.base_url)]) as upstream:
        for model in ("redirect", "close"):
            with pytest.raises(GuardError) as failed:
                await upstream.send("main", "/chat/completions", asked(model))
            told = str(failed.value) + repr(failed.value) + repr(dict(failed.value.details))
            assert KEY not in told
            assert str(provider.port) not in told
        answer = await upstream.send("main", "/chat/completions", asked("json401"))
        assert "bad key" not in repr(answer)
        await answer.aclose()
