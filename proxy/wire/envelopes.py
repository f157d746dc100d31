"""Errors and the model list in the words of the API that was called, so that official SDKs raise the right exception.

One table row per dialect; a dialect without a row gets the OpenAI envelope. Our own details stand under the key
``chaperone`` inside the error, which SDKs keep in the body of the exception. ``x-should-retry`` is only ever "false":
"true" would make SDKs repeat even a 400 (measured).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

from proxy.wire.envelope_rows import (
    BEDROCK_STATUSES,
    SERVER_ERRORS,
    ModelEntry,
    anthropic_error,
    anthropic_model,
    anthropic_models,
    bedrock_error,
    bedrock_exception,
    bedrock_model,
    bedrock_models,
    cohere_error,
    cohere_model,
    cohere_models,
    gemini_error,
    gemini_model,
    gemini_models,
    ollama_error,
    ollama_model,
    ollama_models,
    openai_error,
    openai_model,
    openai_models,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from proxy.errors import GuardError
    from proxy.exchange import Json

__all__ = [  # the faces find a line of a model list here
    "ENVELOPES",
    "ModelEntry",
    "Rendered",
    "error_body",
    "id_header",
    "model",
    "models_list",
    "render",
    "shown_model",
    "stream_error",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """An HTTP answer, ready to send."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def render(error: GuardError, dialect: str, request_id: str) -> Rendered:
    """The whole answer that says `error` in `dialect`."""
    envelope = _envelope(dialect)
    headers = {"content-type": "application/json", envelope.id_header: request_id}
    if envelope.exception is not None:
        headers["x-amzn-errortype"] = envelope.exception(error)
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    if not error.retryable and (error.status in _RETRIED_BY_SDKS or error.status >= SERVER_ERRORS):
        headers["x-should-retry"] = "false"
    return Rendered(
        envelope.statuses.get(error.status, error.status), headers, _bytes(envelope.error(error, request_id))
    )


def stream_error(error: GuardError, dialect: str, request_id: str | None = None) -> bytes:
    """The server-sent event that says `error` in a stream that has begun; `request_id` is left out when unknown."""
    envelope = _envelope(dialect)
    return b"%bdata: %b\n\n" % (envelope.event, _bytes(envelope.error(error, request_id)))


def error_body(error: GuardError, dialect: str, request_id: str | None = None) -> bytes:
    """The JSON that says `error`, for streams that are not made of server-sent events."""
    return _bytes(_envelope(dialect).error(error, request_id))


def id_header(dialect: str) -> str:
    """The header in which this API gives the id of a request."""
    return _envelope(dialect).id_header


def models_list(dialect: str, entries: Iterable[ModelEntry]) -> bytes:
    """The body of the list of models."""
    return _bytes(_envelope(dialect).models(entries))


def model(dialect: str, entry: ModelEntry) -> bytes:
    """The body that describes one model."""
    return _bytes(_envelope(dialect).model(entry))


def shown_model(entry: ModelEntry) -> bytes:
    """What Ollama's ``/api/show`` says of a model: that it is here and talks; its template and licence stay there."""
    return _bytes({**ollama_model(entry), "model_info": {}, "capabilities": ["completion", "tools"]})


_RETRIED_BY_SDKS: Final = (408, 409, 429)


# --------------------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class _Envelope:
    error: Callable[[GuardError, str | None], Json]
    models: Callable[[Iterable[ModelEntry]], Json]
    model: Callable[[ModelEntry], Json]
    id_header: str
    event: bytes = b""
    """The line that names the event of an error in a stream, where the API has one."""
    exception: Callable[[GuardError], str] | None = None
    """What the header ``x-amzn-errortype`` says, where the API has it."""
    statuses: Mapping[int, int] = field(default_factory=dict)
    """Statuses that this API has instead of others."""


_OPENAI: Final = _Envelope(openai_error, openai_models, openai_model, "x-request-id")
ENVELOPES: Final[dict[str, _Envelope]] = {
    "openai": _OPENAI,
    "azure": _OPENAI,
    "bedrock": _Envelope(
        bedrock_error,
        bedrock_models,
        bedrock_model,
        "x-amzn-requestid",
        exception=bedrock_exception,
        statuses=BEDROCK_STATUSES,
    ),
    "cohere": _Envelope(cohere_error, cohere_models, cohere_model, "x-request-id"),
    "ollama": _Envelope(ollama_error, ollama_models, ollama_model, "x-request-id"),
    "gemini": _Envelope(gemini_error, gemini_models, gemini_model, "x-request-id"),
    "anthropic": _Envelope(anthropic_error, anthropic_models, anthropic_model, "request-id", b"event: error\n"),
}


def _envelope(dialect: str) -> _Envelope:
    return ENVELOPES.get(dialect, _OPENAI)


def _bytes(value: Json) -> bytes:
    return orjson.dumps(value, default=_as_json)


def _as_json(value: object) -> Json:
    """Details are public facts in whatever container they were built; an unforeseen type must not break the answer."""
    if hasattr(value, "items"):
        return dict(value.items())
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)
