"""Every error reads as its API says it: before a stream as one answer, in it as one event, never inviting a retry."""

from __future__ import annotations

import inspect
import json

import orjson
import pytest

from proxy import errors
from proxy.errors import Blocked, GuardError, ProviderRefused, QuotaExceeded, ScanFailed
from proxy.wire.aws_frames import FrameSplitter
from proxy.wire.dialects import CODECS, dialect_of
from proxy.wire.envelopes import ENVELOPES, id_header, render
from proxy.wire.sse import Splitter

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, GuardError)]
MESSAGE = "Found 2 SSNs.\n Remove them."
SAID = "Found 2 SSNs. Remove them."
PLACES = {"ollama": ("error",), "bedrock": ("message",), "cohere": ("message",)}
"""Where the sentence stands; in all other APIs under ``error``, ``message``."""


def made(kind: type[GuardError]) -> GuardError:
    return kind(MESSAGE, status=429) if kind is ProviderRefused else kind(MESSAGE)


def sentence(body: dict, dialect: str) -> str:
    for step in PLACES.get(dialect, ("error", "message")):
        body = body[step]
    return body


@pytest.mark.parametrize("dialect", ENVELOPES)
@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_in_every_dialect(dialect: str, kind: type[GuardError]) -> None:
    error = made(kind)
    rendered = render(error, dialect, "req_1")
    body = orjson.loads(rendered.body)
    assert sentence(body, dialect) == SAID
    assert rendered.headers[id_header(dialect)] == "req_1"
    assert rendered.headers.get("x-should-retry") != "true"
    assert rendered.headers.get("retry-after") == ("2" if kind.retryable else None)
    assert b"req_1" in rendered.body
    assert error.code.encode() in rendered.body or error.code.upper().encode() in rendered.body or dialect == "gemini"


@pytest.mark.parametrize("dialect", ENVELOPES)
def test_what_nobody_should_repeat_has_a_status_that_is_not_repeated(dialect: str) -> None:
    assert render(Blocked("x"), dialect, "r").status == 400
    assert render(ScanFailed("x"), dialect, "r").status == 503
    headers = render(QuotaExceeded("x", retry_after_s=3600), dialect, "r").headers
    assert (headers["retry-after"], headers["x-should-retry"]) == ("3600", "false")


def test_every_dialect_with_a_route_has_an_envelope() -> None:
    assert {route.dialect for route in CODECS} == set(ENVELOPES)


@pytest.mark.parametrize("dialect", ENVELOPES)
def test_a_failure_in_a_stream_is_one_event_of_its_api(dialect: str, shouting) -> None:
    codecs = [route.reader("sse") for route in CODECS if route.dialect == dialect]
    stream = next(codec for codec in codecs if _streams(codec, shouting)).stream(shouting)
    raw = stream.failed(ScanFailed(MESSAGE), "req_1")
    if dialect == "bedrock":
        (event,) = FrameSplitter().feed(raw)
        body = json.loads(event.data)
    elif dialect == "ollama":
        assert raw.endswith(b"\n")
        body = json.loads(raw)
    else:
        (event,) = [each for each in Splitter().feed(raw) if each.data]
        body = json.loads(event.data)
        if dialect == "cohere":  # it knows no error in a stream but an end that says so
            body = {"message": body["delta"]["error"]}
    assert sentence(body.get("response", body), dialect) == SAID
    assert b"req_1" in raw


def _streams(codec, machines) -> bool:
    try:
        codec.stream(machines)
    except errors.InternalError:
        return False
    return True


@pytest.mark.parametrize("route", CODECS, ids=lambda route: route.path)
def test_every_route_speaks_its_own_dialect(route) -> None:
    assert dialect_of(route.path) == route.dialect
