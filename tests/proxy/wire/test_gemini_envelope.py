"""Errors and the list of models as Google's clients read them (google.rpc.Status with an ErrorInfo)."""

from __future__ import annotations

import orjson
import pytest

from proxy.errors import (
    AuditUnavailable,
    BadRequest,
    Blocked,
    GuardError,
    NotApproved,
    ProviderGarbled,
    ProviderTimeout,
    QuotaExceeded,
    TooLarge,
    Unauthenticated,
    UnknownRoute,
)
from proxy.wire.envelopes import ModelEntry, models_list, render, stream_error


def test_a_block() -> None:
    error = Blocked("Found\n2 SSNs.", param="contents[0].parts[0].text", details={"rule": "ssn", "found": {"SSN": 2}})
    rendered = render(error, "gemini", "req_1")
    assert (rendered.status, rendered.headers["x-request-id"]) == (400, "req_1")
    assert orjson.loads(rendered.body) == {
        "error": {
            "code": 400,
            "message": "Found 2 SSNs.",
            "status": "INVALID_ARGUMENT",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "CHAPERONE_BLOCKED",
                    "domain": "chaperone",
                    "metadata": {
                        "code": "content_policy_violation",
                        "param": "contents[0].parts[0].text",
                        "rule": "ssn",
                        "request_id": "req_1",
                    },
                }
            ],
            "chaperone": {
                "rule": "ssn",
                "found": {"SSN": 2},
                "request_id": "req_1",
                "side": "caller",
                "code": "content_policy_violation",
                "param": "contents[0].parts[0].text",
            },
        }
    }


@pytest.mark.parametrize(
    ("error", "code", "status", "reason"),
    [
        (BadRequest("x"), 400, "INVALID_ARGUMENT", "CHAPERONE_INVALID_REQUEST"),
        (TooLarge("x"), 413, "INVALID_ARGUMENT", "CHAPERONE_REQUEST_TOO_LARGE"),
        (Unauthenticated("x"), 401, "UNAUTHENTICATED", "CHAPERONE_INVALID_API_KEY"),
        (NotApproved("x"), 403, "PERMISSION_DENIED", "CHAPERONE_MODEL_NOT_ALLOWED"),
        (UnknownRoute("x"), 404, "NOT_FOUND", "CHAPERONE_UNKNOWN_ROUTE"),
        (QuotaExceeded("x"), 429, "RESOURCE_EXHAUSTED", "CHAPERONE_RATE_LIMIT_EXCEEDED"),
        (ProviderGarbled("x"), 502, "UNAVAILABLE", "CHAPERONE_PROVIDER_GARBLED"),
        (ProviderTimeout("x"), 504, "DEADLINE_EXCEEDED", "CHAPERONE_PROVIDER_TIMEOUT"),
        (AuditUnavailable("x"), 503, "UNAVAILABLE", "CHAPERONE_AUDIT_UNAVAILABLE"),
    ],
)
def test_codes_and_reasons(error: GuardError, code: int, status: str, reason: str) -> None:
    said = orjson.loads(render(error, "gemini", "r").body)["error"]
    assert (said["code"], said["status"], said["details"][0]["reason"]) == (code, status, reason)


def test_an_error_in_a_stream_is_one_event_without_a_name() -> None:
    event = stream_error(ProviderGarbled("cut\nhere"), "gemini")
    assert event.startswith(b'data: {"error":')
    assert event.endswith(b"}\n\n")
    error = orjson.loads(event.removeprefix(b"data: "))["error"]
    assert (error["message"], "request_id" in error["chaperone"]) == ("cut here", False)


def test_the_list_of_models() -> None:
    body = orjson.loads(models_list("gemini", [ModelEntry("gemini-2.5-flash", "google")]))
    assert body == {"models": [{"name": "models/gemini-2.5-flash", "displayName": "gemini-2.5-flash"}]}
