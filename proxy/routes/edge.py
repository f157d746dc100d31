"""The outermost ASGI layer: what a request must satisfy before a route sees it, and where errors become answers.

httptools refuses smuggled framing but accepts missing and duplicate Host headers, thousands of headers and bodies
without a coding check (measured), so those are checked here. Every error that reaches this layer is answered in the
envelope of the API that the path belongs to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from starlette.responses import Response

from proxy.errors import BadRequest, GuardError, InternalError
from proxy.telemetry import log
from proxy.wire import dialects, envelopes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_HEADERS: Final = 100


class Edge:
    """Checks the request line and headers, gives the call its id, and turns errors into envelopes.

    Args:
        app: the application behind.
        allowed_hosts: Host values (without port) that are served; a page elsewhere that rebinds its name to
            this address is refused.
        header_bytes: most bytes that all header names and values may have.
        new_request_id: makes the id of a call.
    """

    def __init__(
        self,
        app: App,
        *,
        allowed_hosts: Callable[[], frozenset[str]],
        header_bytes: Callable[[], int],
        new_request_id: Callable[[], str],
    ) -> None:
        self._app = app
        self._allowed_hosts = allowed_hosts
        self._header_bytes = header_bytes
        self._new_request_id = new_request_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, receive, watched)
        except GuardError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 # the last net: anything unforeseen is a 503, never a traceback
            log().error("unhandled", request_id=request_id, error=type(error).__name__)
            failure = InternalError("The guard failed while handling this request. Try again or tell IT.")
        else:
            return
        if not started:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            await ErrorResponse(failure, scope["path"], request_id, headers)(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
        most = self._header_bytes()
        if len(headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in headers) > most:
            raise BadRequest(f"The request has too many headers (at most {MAX_HEADERS}, and {most:,} bytes in all).")
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1:
            raise BadRequest("The request must have exactly one Host header.")
        if scope["http_version"] == "1.0" and any(name == b"transfer-encoding" for name, _ in headers):
            raise BadRequest("Transfer-Encoding needs HTTP/1.1.")
        if host_name(hosts[0].decode("latin-1")) not in self._allowed_hosts():
            raise BadRequest("This Host is not served here. If it should be, add it to listen.hosts.")


def host_name(host: str) -> str:
    """The Host value without its port: ``[::1]:8080`` -> ``::1``."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


class ErrorResponse(Response):
    """An error in the envelope of the API that a request belongs to: by its path, and the headers of its SDK."""

    def __init__(self, error: GuardError, path: str, request_id: str, headers: Mapping[str, str] | None = None) -> None:
        rendered = envelopes.render(error, dialects.dialect_of(path, headers), request_id)
        super().__init__(rendered.body, rendered.status, {"cache-control": "no-store", **rendered.headers})
