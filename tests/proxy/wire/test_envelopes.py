"""Errors in the words of the API that was called; one line, one shape, no invitation to retry in vain."""

from __future__ import annotations

import inspect
from types import MappingProxyType

import orjson
import pytest

from proxy import errors
from proxy.errors import (
    AuditUnavailable,
    BadRequest,
    Blocked,
    GuardError,
    NotApproved,
    ProviderGarbled,
    ProviderRefused,
    ProviderTimeout,
    QuotaExceeded,
    TooLarge,
    Unauthenticated,
    UnknownRoute,
)
from proxy.wire.envelopes import ENVELOPES, ModelEntry, models_list, render, stream_error

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, GuardError)]


def made(kind: type[GuardError]) -> GuardError:
    return kind("x", status=429) if kind is ProviderRefused else kind("x")


def test_a_block_in_the_openai_envelope() -> None:
    error = Blocked(
        "Found 2 SSNs.\n  Remove them.",
        param="messages[2].content",
        details=MappingProxyType(
            {"found": {"SSN": 2}, "rule": "ssn", "tags": {"b", "a"}, "more": MappingProxyType({})}
        ),
    )
    rendered = render(error, "openai", "req_1")
    assert rendered.status == 400
    assert rendered.headers == {"content-type": "application/json", "x-request-id": "req_1"}
    assert orjson.loads(rendered.body) == {
        "error": {
            "message": "Found 2 SSNs. Remove them.",
            "type": "invalid_request_error",
            "param": "messages[2].content",
            "code": "content_policy_violation",
            "chaperone": {
                "found": {"SSN": 2},
                "rule": "ssn",
                "tags": ["a", "b"],
                "more": {},
                "request_id": "req_1",
                "side": "caller",
            },
        }
    }


@pytest.mark.parametrize(
    ("error", "status", "kind", "code"),
    [
        (BadRequest("x"), 400, "invalid_request_error", "invalid_request"),
        (TooLarge("x"), 413, "invalid_request_error", "request_too_large"),
        (Unauthenticated("x"), 401, "invalid_request_error", "invalid_api_key"),
        (NotApproved("x"), 403, "permission_error", "model_not_allowed"),
        (UnknownRoute("x"), 404, "invalid_request_error", "unknown_route"),
        (QuotaExceeded("x"), 429, "rate_limit_error", "rate_limit_exceeded"),
        (ProviderGarbled("x"), 502, "provider_error", "provider_garbled"),
        (ProviderTimeout("x"), 504, "provider_error", "provider_timeout"),
        (ProviderRefused("x", status=401), 401, "provider_error", "provider_refused"),
        (ProviderRefused("x", status=429), 429, "rate_limit_error", "provider_refused"),
        (AuditUnavailable("x"), 503, "server_error", "audit_unavailable"),
    ],
)
def test_types_and_codes(error: GuardError, status: int, kind: str, code: str) -> None:
    rendered = render(error, "openai", "r")
    body = orjson.loads(rendered.body)["error"]
    assert (rendered.status, body["type"], body["code"]) == (status, kind, code)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_sdks_are_told_not_to_retry_what_they_would_retry_in_vain(kind: type[GuardError]) -> None:
    error = made(kind)
    headers = render(error, "openai", "r").headers
    retried_by_sdks = error.status in (408, 409, 429) or error.status >= 500
    assert headers.get("x-should-retry") == ("false" if retried_by_sdks and not kind.retryable else None)
    assert headers.get("retry-after") == ("2" if kind.retryable else None)


def test_retry_after_is_the_errors_own() -> None:
    headers = render(QuotaExceeded("x", retry_after_s=3600), "openai", "r").headers
    assert headers["retry-after"] == "3600"
    assert headers["x-should-retry"] == "false"


def test_details_cannot_overwrite_who_is_guilty() -> None:
    body = orjson.loads(render(Blocked("x", details={"side": "guard", "request_id": "z"}), "openai", "r").body)
    assert body["error"]["chaperone"] == {"side": "caller", "request_id": "r"}


def test_an_unknown_dialect_gets_the_openai_envelope() -> None:
    assert "klingon" not in ENVELOPES
    assert render(Blocked("x"), "klingon", "r") == render(Blocked("x"), "openai", "r")


def test_an_error_in_a_stream_is_one_event() -> None:
    event = stream_error(ProviderGarbled("cut\nhere"), "openai", "req_1")
    assert event.startswith(b"data: {")
    assert event.endswith(b"}\n\n")
    assert event.count(b"\n") == 2
    error = orjson.loads(event.removeprefix(b"data: "))["error"]
    assert error["message"] == "cut here"
    assert error["chaperone"] == {"request_id": "req_1", "side": "provider"}


def test_the_model_list() -> None:
    body = orjson.loads(models_list("openai", [ModelEntry("gpt-4o", "district", 5), ModelEntry("m", "demo")]))
    assert body == {
        "object": "list",
        "data": [
            {"id": "gpt-4o", "object": "model", "created": 5, "owned_by": "district"},
            {"id": "m", "object": "model", "created": 0, "owned_by": "demo"},
        ],
    }
