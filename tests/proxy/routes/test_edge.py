"""The outermost layer: what a request must satisfy, and that every failure is an answer in the API's own envelope."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from canary import CANARIES

from proxy.app import create_app
from proxy.errors import Forbidden, Overloaded
from proxy.routes.edge import MAX_HEADERS, Edge, host_name

HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "guard.example.org"})
HEADER_BYTES = 8_000
VALUE = CANARIES[0].value


class Recorder:
    """Takes what the application sends."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def __call__(self, message: Any) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return self.messages[0]["status"]

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self) -> Any:
        return json.loads(b"".join(message.get("body", b"") for message in self.messages[1:]))


class Inner:
    """The application behind: answers 200, or raises."""

    def __init__(self, error: BaseException | None = None, *, started: bool = False) -> None:
        self.error = error
        self.started = started
        self.scopes: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if self.started or not self.error:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        if self.error:
            raise self.error
        await send({"type": "http.response.body", "body": b"{}"})


async def nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


async def ask(app: Any, *headers: tuple[str, str], version: str = "1.1", **scope: Any) -> Recorder:
    recorder = Recorder()
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    asked = {
        "type": "http",
        "http_version": version,
        "method": "GET",
        "scheme": "http",
        "path": "/v1/models",
        "raw_path": b"/v1/models",
        "query_string": b"",
        "root_path": "",
        "headers": raw,
        "client": ("127.0.0.1", 40_000),
        "server": ("127.0.0.1", 8080),
        **scope,
    }
    await app(asked, nothing, recorder)
    return recorder


def edge(inner: Any) -> Edge:
    return Edge(
        inner, allowed_hosts=lambda: HOSTS, header_bytes=lambda: HEADER_BYTES, new_request_id=lambda: "req_made_here"
    )


def assert_envelope(reply: Recorder, status: int, code: str) -> dict[str, Any]:
    error = reply.body["error"]
    assert set(reply.body) == {"error"}
    assert (reply.status, error["code"]) == (status, code)
    assert error["chaperone"]["request_id"] == reply.headers["x-request-id"]
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-type"] == "application/json"
    return error


LOOPBACK = ("host", "127.0.0.1:8080")


# --------------------------------------------------------------------------- the request


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8080", "localhost", "LocalHost:1", "[::1]", "[::1]:8080", "guard.example.org:443"],
)
async def test_a_known_host_is_served(host) -> None:
    inner = Inner()
    assert (await ask(edge(inner), ("host", host))).status == 200
    assert inner.scopes[0]["state"]["request_id"] == "req_made_here"


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["127.0.0.1", "127.0.0.1"],
        ["127.0.0.1", "evil.example"],
        ["evil.example"],
        ["evil.example:8080"],
        ["127.0.0.1.evil.example"],
        ["evil.example#127.0.0.1"],
        ["user@127.0.0.1"],
        ["[::2]"],
        ["::1"],
        [""],
        ["\xe9.example"],
    ],
)
async def test_a_missing_double_or_foreign_host_is_refused_before_any_route(hosts) -> None:
    inner = Inner()
    reply = await ask(edge(inner), *[("host", host) for host in hosts])
    error = assert_envelope(reply, 400, "invalid_request")
    assert inner.scopes == []
    assert "evil" not in error["message"]


@pytest.mark.parametrize(("more", "status"), [(MAX_HEADERS - 1, 200), (MAX_HEADERS, 400)])
async def test_too_many_headers_are_refused(more, status) -> None:
    assert (await ask(edge(Inner()), LOOPBACK, *[("x-a", "1")] * more)).status == status


@pytest.mark.parametrize(("spare", "status"), [(0, 200), (-1, 400)])
async def test_too_large_headers_are_refused(spare, status) -> None:
    size = HEADER_BYTES - len("".join(LOOPBACK)) - len("x-a") - spare
    reply = await ask(edge(Inner()), LOOPBACK, ("x-a", "v" * size))
    assert reply.status == status
    if status == 400:
        assert "8,000 bytes" in assert_envelope(reply, 400, "invalid_request")["message"]


@pytest.mark.parametrize(("version", "status"), [("1.0", 400), ("1.1", 200), ("2", 200)])
async def test_transfer_encoding_needs_http_1_1(version, status) -> None:
    inner = Inner()
    reply = await ask(edge(inner), LOOPBACK, ("transfer-encoding", "chunked"), version=version)
    assert (reply.status, len(inner.scopes)) == (status, int(status == 200))


async def test_what_is_no_request_passes() -> None:
    inner = Inner()
    await edge(inner)({"type": "lifespan"}, nothing, Recorder())
    assert inner.scopes == [{"type": "lifespan"}]


@pytest.mark.parametrize(
    ("host", "name"), [("[::1]:8080", "::1"), ("A.B:1", "a.b"), (" a ", "a"), ("[::1", "::1"), ("", ""), (":80", "")]
)
def test_the_name_in_a_host_header(host, name) -> None:
    assert host_name(host) == name


# --------------------------------------------------------------------------- the answer to a failure


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Forbidden("Your key may not."), 403, "permission_denied"),
        (Overloaded("Busy."), 503, "overloaded"),
        (ZeroDivisionError(VALUE), 503, "internal_error"),
        (ExceptionGroup("several", [ValueError(VALUE)]), 503, "internal_error"),
        (RecursionError(VALUE), 503, "internal_error"),
    ],
)
async def test_an_error_is_an_envelope_and_never_a_traceback(error, status, code, assert_no_leak, capsys) -> None:
    reply = await ask(edge(Inner(error)), LOOPBACK)
    assert_envelope(reply, status, code)
    assert ("retry-after" in reply.headers) == (status == 503)
    assert_no_leak([repr(reply.messages), *capsys.readouterr()])


async def test_a_failure_after_the_answer_began_sends_no_second_answer(assert_no_leak, capsys) -> None:
    reply = await ask(edge(Inner(ZeroDivisionError(VALUE), started=True)), LOOPBACK)
    assert [message["type"] for message in reply.messages] == ["http.response.start"]
    out, err = capsys.readouterr()
    assert "ZeroDivisionError" in out + err
    assert_no_leak([out, err])


async def test_a_client_that_left_is_no_failure_of_ours() -> None:
    class Gone(BaseException):
        """Stands for a cancellation."""

    with pytest.raises(Gone):
        await ask(edge(Inner(Gone())), LOOPBACK)


# --------------------------------------------------------------------------- the whole application behind it


class BrokenPipeline:
    """Knows everybody, and fails at everything else."""

    def identify(self, headers: Any, query: Any = None, *, to: str = "call") -> Any:
        del headers, query, to
        return SimpleNamespace(id="maya", tenant="default")

    async def refuse_route(self, *args: Any) -> None:
        """Nothing to record in this test."""


def application() -> Edge:
    house: Any = SimpleNamespace(pipeline=BrokenPipeline(), allowed_hosts=HOSTS, header_bytes=HEADER_BYTES)
    return create_app(house)


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "code"),
    [
        ("GET", "/v1/nothing", "", 404, "unknown_route"),
        ("GET", "/elsewhere/{x}", "", 404, "unknown_route"),
        ("BREW", "/v1/models", "", 404, "unknown_route"),
        ("PUT", "/v1/preview", "", 404, "unknown_route"),
        ("POST", "/healthz/live", "", 404, "unknown_route"),
        ("GET", "/audit/v1/records", "limit=abc", 400, "invalid_request"),
        ("GET", "/audit/v1/records", "limit=0", 400, "invalid_request"),
        ("POST", "/v1/preview", "", 400, "invalid_request"),
        ("GET", "/v1/models", "", 503, "internal_error"),
        ("GET", "/audit/v1/records", "", 503, "internal_error"),
        ("POST", "/v1/chat/completions", "", 503, "internal_error"),
        ("GET", "/healthz/ready", "", 503, "internal_error"),
        ("GET", "/", "", 503, "internal_error"),
    ],
)
async def test_no_answer_of_the_application_is_the_framework_s_own(method, path, query, status, code) -> None:
    reply = await ask(application(), LOOPBACK, method=method, path=path, query_string=query.encode())
    assert_envelope(reply, status, code)
    assert "detail" not in reply.body


async def test_a_wrong_parameter_is_named_and_its_value_is_not(assert_no_leak) -> None:
    query = f"limit={CANARIES[1].value}".encode()
    reply = await ask(application(), LOOPBACK, path="/audit/v1/records", query_string=query)
    assert assert_envelope(reply, 400, "invalid_request")["param"] == "limit"
    assert_no_leak([repr(reply.messages)])
