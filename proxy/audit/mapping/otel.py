"""OpenTelemetry: log records with the attribute names of the semantic conventions, GenAI included.

Pinned to semantic conventions 1.44.0 as shipped in ``opentelemetry-semantic-conventions`` 0.66b2; the ``gen_ai``
names are still in development there. Prompts and answers are never among the attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.mapping.source import CALLS, Source, rest, without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.exchange import Json

VERSION: Final = "0.66b2"
PREFIX: Final = "chaperone."
FINDING: Final = "guard.finding"
_OPERATIONS: Final = {
    "chat.completions": "chat",
    "messages": "chat",
    "responses": "chat",
    "completions": "text_completion",
    "embeddings": "embeddings",
    "generateContent": "generate_content",
    "streamGenerateContent": "generate_content",
    "generate_content": "generate_content",
}
_SEVERITY_NUMBER: Final = (9, 9, 10, 13, 17)
"""INFO, INFO, INFO2, WARN, ERROR for S0..S4 (OpenTelemetry log data model, SeverityNumber)."""
_NANOSECONDS: Final = 1_000_000
_TRACE_HEX: Final = 32
_SPAN_HEX: Final = 16
_USED: Final = frozenset({
    "operation", "provider", "model_requested", "model", "model_answered", "stream", "usage", "finish_reasons",
    "role", "client_ip", "status", "error_code", "findings",
})  # fmt: skip


def operation_name(operation: str) -> str:
    """Our operation as a well-known value of ``gen_ai.operation.name``, or as it is."""
    return _OPERATIONS.get(operation, operation)


def log_records(source: Source) -> Iterator[dict[str, Json]]:
    """OTLP/JSON log records: the record's own, then one ``guard.finding`` for each finding group."""
    yield _log_record(source, f"{PREFIX}{source.kind}", attributes(source))
    for finding in source.detail.get("findings") or ():
        own = {f"{PREFIX}finding.{name}": value for name, value in finding.items()}
        yield _log_record(source, FINDING, own)


def attributes(source: Source) -> dict[str, Json]:
    """The attributes of a record; every value is a scalar or a list of scalars."""
    record, detail = source.record, source.detail
    usage = detail.get("usage") or {}
    named = {
        "user.id": record["caller"],
        "user.roles": [detail["role"]] if detail.get("role") else None,
        "client.address": detail.get("client_ip"),
        "error.type": detail.get("error_code"),
        "http.response.status_code": detail.get("status"),
    }
    if source.kind in CALLS:
        operation = detail.get("operation")
        named |= {
            "gen_ai.operation.name": operation_name(operation) if operation else None,
            "gen_ai.provider.name": detail.get("provider"),
            "gen_ai.request.model": detail.get("model_requested") or detail.get("model"),
            "gen_ai.request.stream": detail.get("stream"),
            "gen_ai.response.model": detail.get("model_answered"),
            "gen_ai.response.finish_reasons": detail.get("finish_reasons"),
            "gen_ai.usage.input_tokens": usage.get("input_tokens"),
            "gen_ai.usage.output_tokens": usage.get("output_tokens"),
        }
    own = {
        "seq": source.seq,
        "leaf_hash": source.leaf.hex(),
        "event_id": record["event_id"],
        "tenant": record["tenant"],
        "request_id": record["request_id"],
        **rest(detail, _USED),
    }
    return without_nothing(named) | dict(_flat(PREFIX.rstrip("."), without_nothing(own)))


def _flat(name: str, value: Json) -> Iterator[tuple[str, Json]]:
    """Nested members as dotted names; a list of objects as parallel lists, as attributes cannot nest."""
    if isinstance(value, dict):
        for key, element in value.items():
            yield from _flat(f"{name}.{key}", element)
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        keys = sorted({key for each in value for key in each})
        for key in keys:
            yield f"{name}.{key}", [str(each.get(key, "")) for each in value]
    elif value is not None:
        yield name, value


def _log_record(source: Source, event: str, found: dict[str, Json]) -> dict[str, Json]:
    request = (source.record["request_id"] or "").rpartition("_")[2]
    trace = request if len(request) == _TRACE_HEX and set(request) <= set("0123456789abcdef") else None
    return without_nothing(
        {
            "timeUnixNano": str(source.at_ms * _NANOSECONDS),
            "severityNumber": _SEVERITY_NUMBER[max(source.severity, 0)],
            "eventName": event,
            "traceId": trace,
            "spanId": source.record["event_id"].replace("-", "")[-_SPAN_HEX:] if trace else None,
            "attributes": [{"key": key, "value": _any(value)} for key, value in sorted(found.items())],
        }
    )


def _any(value: Json) -> dict[str, Json]:
    """A value as OTLP's AnyValue in JSON; 64-bit integers are strings there."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_any(each) for each in value]}}
    return {"stringValue": str(value)}
