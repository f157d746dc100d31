"""Errors and the model list in the words of the API that was called, so that official SDKs raise the right exception.

One table row per dialect; a dialect without a row gets the OpenAI envelope. Our own details stand under the key
``chaperone`` inside the error, which SDKs keep in the body of the exception. ``x-should-retry`` is only ever "false":
"true" would make SDKs repeat even a 400 (measured).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from proxy.errors import GuardError
    from proxy.exchange import Json


@dataclass(frozen=True, slots=True)
class Rendered:
    """An HTTP answer, ready to send."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One line of a model list: `created` in seconds since 1970, 0 when unknown."""

    id: str
    owned_by: str
    created: int = 0


def render(error: GuardError, dialect: str, request_id: str) -> Rendered:
    """The whole answer that says `error` in `dialect`."""
    envelope = _envelope(dialect)
    headers = {"content-type": "application/json", envelope.id_header: request_id}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    if not error.retryable and (error.status in _RETRIED_BY_SDKS or error.status >= _SERVER_ERRORS):
        headers["x-should-retry"] = "false"
    return Rendered(error.status, headers, _bytes(envelope.error(error, request_id)))


def stream_error(error: GuardError, dialect: str, request_id: str | None = None) -> bytes:
    """The server-sent event that says `error` in a stream that has begun; `request_id` is left out when unknown."""
    envelope = _envelope(dialect)
    return b"%bdata: %b\n\n" % (envelope.event, _bytes(envelope.error(error, request_id)))


def id_header(dialect: str) -> str:
    """The header in which this API gives the id of a request."""
    return _envelope(dialect).id_header


def models_list(dialect: str, entries: Iterable[ModelEntry]) -> bytes:
    """The body of the list of models."""
    return _bytes(_envelope(dialect).models(entries))


_RETRIED_BY_SDKS: Final = (408, 409, 429)
_SERVER_ERRORS: Final = 500


# --------------------------------------------------------------------------- OpenAI


def _openai_error(error: GuardError, request_id: str | None) -> Json:
    return {
        "error": {
            "message": _one_line(error.message),
            "type": _openai_type(error),
            "param": error.param,
            "code": error.code,
            "chaperone": _own(error, request_id),
        }
    }


def _openai_type(error: GuardError) -> str:
    if error.status in _OPENAI_TYPES:
        return _OPENAI_TYPES[error.status]
    if error.side == "provider":
        return "provider_error"
    return "server_error" if error.status >= _SERVER_ERRORS else "invalid_request_error"


_OPENAI_TYPES: Final = {403: "permission_error", 429: "rate_limit_error"}
"""By status; the API says ``invalid_request_error`` for all other 4xx, a wrong key (401) included."""


def _openai_models(entries: Iterable[ModelEntry]) -> Json:
    data = [
        {"id": entry.id, "object": "model", "created": entry.created, "owned_by": entry.owned_by} for entry in entries
    ]
    return {"object": "list", "data": data}


# --------------------------------------------------------------------------- Anthropic


def _anthropic_error(error: GuardError, request_id: str | None) -> Json:
    kind = _ANTHROPIC_TYPES.get(error.status)
    if kind is None:
        kind = "api_error" if error.status >= _SERVER_ERRORS else "invalid_request_error"
    return {
        "type": "error",
        "error": {
            "type": kind,
            "message": _one_line(error.message),
            "chaperone": {**_own(error, request_id), "code": error.code, "param": error.param},
        },
        "request_id": request_id,
    }


_ANTHROPIC_TYPES: Final = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def _anthropic_models(entries: Iterable[ModelEntry]) -> Json:
    data: list[Json] = [
        {"type": "model", "id": entry.id, "display_name": entry.id, "created_at": "1970-01-01T00:00:00Z"}
        for entry in entries
    ]
    ids = [entry["id"] for entry in data] or [None]
    return {"data": data, "has_more": False, "first_id": ids[0], "last_id": ids[-1]}


# --------------------------------------------------------------------------- Gemini


def _gemini_error(error: GuardError, request_id: str | None) -> Json:
    own = _own(error, request_id)
    reason = "BLOCKED" if error.code == "content_policy_violation" else error.code.upper()
    named = {"code": error.code, "param": error.param, "rule": own.get("rule"), "request_id": request_id}
    return {
        "error": {
            "code": error.status,
            "message": _one_line(error.message),
            "status": _GEMINI_STATUS.get(error.status, "INTERNAL" if error.status >= _SERVER_ERRORS else _INVALID),
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": f"CHAPERONE_{reason}",
                    "domain": "chaperone",
                    "metadata": {name: str(value) for name, value in named.items() if value is not None},
                }
            ],
            "chaperone": {**own, "code": error.code, "param": error.param},
        }
    }


_INVALID: Final = "INVALID_ARGUMENT"
_GEMINI_STATUS: Final = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
"""Names of google.rpc.Code by HTTP status."""


def _gemini_models(entries: Iterable[ModelEntry]) -> Json:
    return {"models": [{"name": f"models/{entry.id}", "displayName": entry.id} for entry in entries]}


# --------------------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class _Envelope:
    error: Callable[[GuardError, str | None], Json]
    models: Callable[[Iterable[ModelEntry]], Json]
    id_header: str
    event: bytes = b""
    """The line that names the event of an error in a stream, where the API has one."""


_OPENAI: Final = _Envelope(_openai_error, _openai_models, "x-request-id")
ENVELOPES: Final[dict[str, _Envelope]] = {
    "openai": _OPENAI,
    "gemini": _Envelope(_gemini_error, _gemini_models, "x-request-id"),
    "anthropic": _Envelope(_anthropic_error, _anthropic_models, "request-id", b"event: error\n"),
}


def _envelope(dialect: str) -> _Envelope:
    return ENVELOPES.get(dialect, _OPENAI)


def _own(error: GuardError, request_id: str | None) -> dict[str, object]:
    named = {"request_id": request_id} if request_id is not None else {}
    return {**error.details, **named, "side": error.side}


def _one_line(message: str) -> str:
    """SDKs print the message as it is."""
    return " ".join(message.split())


def _bytes(value: Json) -> bytes:
    return orjson.dumps(value, default=_as_json)


def _as_json(value: object) -> Json:
    """Details are public facts in whatever container they were built; an unforeseen type must not break the answer."""
    if hasattr(value, "items"):
        return dict(value.items())
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)
