"""Step 8, forward: the only door to a provider, and the only importer of httpx.

What leaves is built from nothing: a fixed set of headers, the provider's own key, the body that was re-serialised from
what was scanned. Redirects are off, the environment's proxies and certificates are not trusted (`trust_env=False`),
cookies are neither kept nor sent, and only the configured base URLs can be reached.

The transport is aiohttp under httpx's interface (`httpx-aiohttp`): beside the default transport, in one run of
`bench/latency.py`, it adds less at sixteen clients (docs/decisions/0008).

A call is retried only when no connection came about at all, so that nothing can have been sent twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import re
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final, Self

import aiohttp
import httpx
import httpx_aiohttp

from proxy import sigv4
from proxy.errors import GuardError, ProviderGarbled, ProviderTimeout, ProviderUnreachable

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
    from types import TracebackType

CONNECT_ATTEMPTS: Final = 2
_FIGURE: Final = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,9})?\Z")
_LIMIT: Final = re.compile(r"(?:[0-9]{1,13}(?:\.[0-9]{1,9})?(?:ms|[dhms])?){1,5}\Z|-1\Z|[0-9]{4}-[0-9T:.Z+-]{6,31}\Z")
"""A number, a length of time (``6m0s``) or a moment."""
ANSWER_HEADERS: Final = {
    "content-language": re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?(?:, ?[a-z]{2,3}(?:-[A-Z]{2})?){0,4}\Z"),
    "openai-processing-ms": _FIGURE,
    "openai-version": re.compile(r"[0-9]{1,4}(?:-[0-9]{2}-[0-9]{2})?\Z"),
    "retry-after": re.compile(
        rf"{_FIGURE.pattern}|[A-Z][a-z]{{2}}, [0-9]{{2}} [A-Z][a-z]{{2}} [0-9]{{4}} [0-9:]{{8}} GMT\Z"
    ),
    "retry-after-ms": _FIGURE,
    # AWS puts an address of its own behind the code: only the code passes.
    "x-amzn-errortype": re.compile(r"[A-Z][A-Za-z]{2,50}(?:Exception|Error|Failure|Fault)(?=:|\Z)"),
    **{f"x-ratelimit-{what}-{of}": _LIMIT for what in ("limit", "remaining", "reset") for of in ("requests", "tokens")},
}
"""What a client may see of the provider's headers, and how it must read: what reads otherwise is dropped unscanned.

`x-should-retry`, cookies, `location` and banners are not in it.
"""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `read` is per chunk, `total` for the whole exchange including a stream's end."""

    connect: float = 5.0
    read: float = 60.0
    write: float = 30.0
    pool: float = 5.0
    total: float = 600.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a provider is and how to authenticate there."""

    provider: str
    base_url: str
    key: str = field(repr=False)
    timeouts: Timeouts = Timeouts()
    dialect: str = "openai"
    beta: str = ""
    """A part of Anthropic's API that a call must ask for."""


@dataclass(slots=True)
class ProviderAnswer:
    """The provider's answer, body still to be read; close it when done, also after an error."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    _response: httpx.Response = field(repr=False)
    _deadline: float = field(repr=False)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The decoded body as it arrives.

        Raises:
            ProviderTimeout: no chunk within the read timeout, or the total time is over.
            ProviderGarbled: the connection broke, or the content coding is damaged.
        """
        arriving = self._response.aiter_bytes()
        while True:
            # The deadline is round each wait, never round the yield: it must not strike a reader that is busy.
            with _in_our_words():
                async with asyncio.timeout_at(self._deadline):
                    chunk = await anext(arriving, None)
            if chunk is None:
                return
            yield chunk

    async def read(self, limit: int) -> bytes:
        """The whole body, at most `limit` bytes.

        Raises:
            ProviderTimeout | ProviderGarbled: as `chunks`; also when the body is over the limit.
        """
        parts: list[bytes] = []
        size = 0
        async with contextlib.aclosing(self.chunks()) as chunks:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise ProviderGarbled("The AI provider's answer is larger than the limit set for answers.")
                parts.append(chunk)
        return b"".join(parts)

    async def aclose(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        with contextlib.suppress(httpx.HTTPError, aiohttp.ClientError, OSError):
            await self._response.aclose()


class Upstream:
    """One HTTP client per provider, with the provider's key and timeouts."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._targets = {target.provider: target for target in targets}
        self._clients = {target.provider: _client(target) for target in self._targets.values()}

    async def send(
        self,
        provider: str,
        path: str,
        body: bytes,
        content_type: str = "application/json",
        *,
        method: str = "POST",
        beta: str = "",
    ) -> ProviderAnswer:
        """Send a body to a path under the provider's base URL; return once the answer's headers are here.

        `beta` names a part of Anthropic's API that must be asked for; never what a client asks for.

        Raises:
            ProviderUnreachable: no connection (tried twice), or TLS was refused.
            ProviderTimeout: connected, but no headers in time.
            ProviderGarbled: what came is not an HTTP answer, or is a redirect.
        """
        target = self._targets[provider]
        target = replace(target, beta=beta) if beta else target
        deadline = asyncio.get_running_loop().time() + target.timeouts.total
        for attempt in range(1, CONNECT_ATTEMPTS + 1):
            try:
                with _in_our_words():
                    async with asyncio.timeout_at(deadline):
                        response = await self._open(target, path, body, content_type, method)
                break
            except ProviderUnreachable:
                if attempt == CONNECT_ATTEMPTS:
                    raise
        if response.is_redirect:
            await response.aclose()
            raise ProviderGarbled("The AI provider answered with a redirect, which the guard does not follow.")
        return ProviderAnswer(
            response.status_code,
            response.headers.get("content-type", ""),
            {
                name: read[0]
                for name, value in response.headers.items()
                if name in ANSWER_HEADERS and (read := ANSWER_HEADERS[name].match(value)) is not None
            },
            response,
            deadline,
        )

    async def _open(self, target: Target, path: str, body: bytes, content_type: str, method: str) -> httpx.Response:
        client = self._clients[target.provider]
        request = client.build_request(
            method,
            target.base_url.rstrip("/") + path,
            content=body,
            headers={
                **_credentials(target),
                "content-type": content_type,
                "accept": "application/json, text/event-stream" if method == "POST" else "*/*",
                "accept-encoding": "identity",
                "user-agent": "chaperone",
            },
        )
        if target.dialect == "bedrock":
            _sign(request, target)
        return await client.send(request, stream=True)

    async def aclose(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            await client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


ANTHROPIC_VERSION: Final = "2023-06-01"
"""The version of Anthropic's API that the codec reads; what a client asks for is not passed on."""


def _credentials(target: Target) -> dict[str, str]:
    """The provider's own key, in the header that its API asks for."""
    match target.dialect:
        case "anthropic":
            asked = {"anthropic-beta": target.beta} if target.beta else {}
            return {"x-api-key": target.key, "anthropic-version": ANTHROPIC_VERSION, **asked}
        case "gemini":
            return {"x-goog-api-key": target.key}
        case "ollama" if not target.key:
            return {}
        case "bedrock" if sigv4.credentials(target.key) is not None:
            return {}
        case "azure":
            return {"api-key": target.key}
        case _:
            return {"authorization": f"Bearer {target.key}"}


def _sign(request: httpx.Request, target: Target) -> None:
    """Put AWS's signature on a request, over what is about to leave; a bearer key needs none."""
    who = sigv4.credentials(target.key)
    if who is None:
        return
    host = request.headers["host"]
    headers = {"host": host, "content-type": request.headers["content-type"]}
    request.headers.update(
        sigv4.signed_headers(
            request.method,
            request.url.raw_path.decode("ascii"),
            headers,
            request.content,
            who=who,
            region=sigv4.region_of(host),
            service="bedrock",
            at=datetime.now(UTC),
        )
    )


def _client(target: Target) -> httpx.AsyncClient:
    times = target.timeouts
    tls = _tls()

    def session() -> aiohttp.ClientSession:
        # A session of our own, because the transport's default one keeps a cookie jar.
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls, limit=200, keepalive_timeout=15.0),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )

    transport: httpx.AsyncBaseTransport
    if target.dialect == "bedrock":
        # AWS signs the path as it is sent; aiohttp writes ``%3A`` as ``:`` (measured, 3.14), so httpx's own sends it.
        limits = httpx.Limits(max_connections=200, keepalive_expiry=15.0)
        transport = httpx.AsyncHTTPTransport(verify=tls, trust_env=False, limits=limits)
    else:
        transport = httpx_aiohttp.AiohttpTransport(verify=tls, client=session, trust_env=False)
    return httpx.AsyncClient(
        transport=transport,
        timeout=httpx.Timeout(connect=times.connect, read=times.read, write=times.write, pool=times.pool),
        follow_redirects=False,
        trust_env=False,
        headers={},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),  # httpx keeps a jar of its own
    )


@contextlib.contextmanager
def _in_our_words() -> Iterator[None]:
    """Translate the client libraries' errors. Their own texts may hold URLs, so none is passed on."""
    try:
        yield
    except GuardError:
        raise
    except TimeoutError as error:
        raise ProviderTimeout("The AI provider did not finish in the time allowed. Try again later.") from error
    except httpx.ConnectError as error:
        raise ProviderUnreachable("The AI provider could not be reached. Try again later or tell IT.") from error
    except httpx.TimeoutException as error:
        raise _timeout_or_lost(error) from error
    except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError) as error:
        raise ProviderGarbled("The connection to the AI provider broke before its answer was complete.") from error


def _timeout_or_lost(error: httpx.TimeoutException) -> GuardError:
    """Tell a connection that was lost from one that was slow: the transport maps both to a timeout."""
    cause = error.__cause__
    if isinstance(cause, aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectorError):
        return ProviderUnreachable("The AI provider could not be reached. Try again later or tell IT.")
    if isinstance(cause, aiohttp.ClientConnectionError) and not isinstance(cause, aiohttp.ServerTimeoutError):
        return ProviderGarbled("The connection to the AI provider broke before its answer was complete.")
    # Of httpx's own transport, which Bedrock has: there the class of the error says it.
    if isinstance(error, httpx.ConnectTimeout) and not isinstance(cause, aiohttp.ClientError):
        return ProviderUnreachable("The AI provider could not be reached. Try again later or tell IT.")
    return ProviderTimeout("The AI provider was too slow to answer. Try again later.")


# --------------------------------------------------------------------------- small posts of the audit

POST_WITHIN_S: Final = 15.0
POST_ANSWER_BYTES: Final = 262_144


def post(url: str, body: bytes, content_type: str) -> Posted:
    """POST for the audit's anchors and sinks, from their own threads: one request, no redirects, a small answer.

    Raises:
        OSError: no answer within the time, or none that could be read.
    """
    ends = time.monotonic() + POST_WITHIN_S
    headers = {"content-type": content_type, "accept-encoding": "identity", "user-agent": "chaperone"}
    try:
        with (
            httpx.Client(timeout=POST_WITHIN_S / 3, follow_redirects=False, trust_env=False, verify=_tls()) as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            got = b""
            for chunk in response.iter_bytes():
                got += chunk
                if len(got) > POST_ANSWER_BYTES or time.monotonic() > ends:
                    raise OSError(errno.EIO, "the answer is too long or too slow")
            return Posted(response.status_code, response.headers.get("content-type", ""), got)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(errno.EIO, f"no answer ({type(error).__name__})") from error


@functools.cache
def _tls() -> ssl.SSLContext:
    """One for all: reading the authorities takes 35 ms, and each client wanted two."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer to `post`, whole."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
