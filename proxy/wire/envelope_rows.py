"""Errors and models as each API spells them: the rows of the table in `envelopes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.errors import GuardError
    from proxy.exchange import Json

SERVER_ERRORS: Final = 500


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One line of a model list: `created` in seconds since 1970, 0 when unknown."""

    id: str
    owned_by: str
    created: int = 0


def _own(error: GuardError, request_id: str | None) -> dict[str, object]:
    named = {"request_id": request_id} if request_id is not None else {}
    return {**error.details, **named, "side": error.side}


def _one_line(message: str) -> str:
    """SDKs print the message as it is."""
    return " ".join(message.split())


# --------------------------------------------------------------------------- OpenAI


def openai_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as OpenAI says it."""
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
    return "server_error" if error.status >= SERVER_ERRORS else "invalid_request_error"


_OPENAI_TYPES: Final = {403: "permission_error", 429: "rate_limit_error"}
"""By status; the API says ``invalid_request_error`` for all other 4xx, a wrong key (401) included."""


def openai_model(entry: ModelEntry) -> Json:
    """One model, as OpenAI says it."""
    return {"id": entry.id, "object": "model", "created": entry.created, "owned_by": entry.owned_by}


def openai_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as OpenAI says it."""
    return {"object": "list", "data": [openai_model(entry) for entry in entries]}


# --------------------------------------------------------------------------- Anthropic


def anthropic_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as Anthropic says it."""
    kind = _ANTHROPIC_TYPES.get(error.status)
    if kind is None:
        kind = "api_error" if error.status >= SERVER_ERRORS else "invalid_request_error"
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


def anthropic_model(entry: ModelEntry) -> Json:
    """One model, as Anthropic says it."""
    return {"type": "model", "id": entry.id, "display_name": entry.id, "created_at": "1970-01-01T00:00:00Z"}


def anthropic_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as Anthropic says it."""
    data: list[Json] = [anthropic_model(entry) for entry in entries]
    ids = [entry["id"] for entry in data] or [None]
    return {"data": data, "has_more": False, "first_id": ids[0], "last_id": ids[-1]}


# --------------------------------------------------------------------------- Gemini


def gemini_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as Gemini says it."""
    own = _own(error, request_id)
    reason = "BLOCKED" if error.code == "content_policy_violation" else error.code.upper()
    named = {"code": error.code, "param": error.param, "rule": own.get("rule"), "request_id": request_id}
    return {
        "error": {
            "code": error.status,
            "message": _one_line(error.message),
            "status": _GEMINI_STATUS.get(error.status, "INTERNAL" if error.status >= SERVER_ERRORS else _INVALID),
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


def gemini_model(entry: ModelEntry) -> Json:
    """One model, as Gemini says it."""
    return {"name": f"models/{entry.id}", "displayName": entry.id}


def gemini_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as Gemini says it."""
    return {"models": [gemini_model(entry) for entry in entries]}


# --------------------------------------------------------------------------- Ollama


def ollama_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as Ollama says it."""
    own = {**_own(error, request_id), "code": error.code, "param": error.param}
    return {"error": _one_line(error.message), "chaperone": own}


def ollama_model(entry: ModelEntry) -> Json:
    """One model, as Ollama says it."""
    return {
        "name": entry.id,
        "model": entry.id,
        "modified_at": "1970-01-01T00:00:00Z",
        "size": 0,
        "digest": "",
        "details": {},
    }


def ollama_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as Ollama says it."""
    return {"models": [ollama_model(entry) for entry in entries]}


# --------------------------------------------------------------------------- Cohere


def cohere_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as Cohere says it."""
    own = {**_own(error, request_id), "code": error.code, "param": error.param}
    return {"id": request_id, "message": _one_line(error.message), "chaperone": own}


def cohere_model(entry: ModelEntry) -> Json:
    """One model, as Cohere says it."""
    return {"name": entry.id, "endpoints": [], "is_deprecated": False}


def cohere_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as Cohere says it."""
    return {"models": [cohere_model(entry) for entry in entries]}


# --------------------------------------------------------------------------- Bedrock


def bedrock_error(error: GuardError, request_id: str | None) -> Json:
    """An error, as Bedrock says it."""
    return {
        "message": _one_line(error.message),
        "chaperone": {**_own(error, request_id), "code": error.code, "param": error.param},
    }


def bedrock_model(entry: ModelEntry) -> Json:
    """One model, as Bedrock says it."""
    return {"modelId": entry.id, "modelName": entry.id, "providerName": entry.owned_by}


def bedrock_models(entries: Iterable[ModelEntry]) -> Json:
    """The list of models, as Bedrock says it."""
    return {"modelSummaries": [bedrock_model(entry) for entry in entries]}


def bedrock_exception(error: GuardError) -> str:
    """The name under which the SDK knows an error: it takes the class from this header."""
    return _BEDROCK_TYPES.get(error.status, _UNNAMED if error.status >= SERVER_ERRORS else "ValidationException")


BEDROCK_STATUSES: Final = {429: 400, 502: 424, 504: 424}
"""Bedrock's own for a quota and a model that failed; its SDK sends a 429, 502 or 504 again (measured, boto3 1.44)."""
_UNNAMED: Final = "InternalServerException"
_BEDROCK_TYPES: Final = {
    401: "AccessDeniedException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    429: "ServiceQuotaExceededException",
    502: "ModelErrorException",
    503: "ServiceUnavailableException",
    504: "ModelTimeoutException",
}
