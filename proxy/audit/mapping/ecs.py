"""Elastic Common Schema 9.5.0, one document per record; names of ``gen_ai.*`` as ECS took them from OpenTelemetry.

ECS has no place for a policy decision about data; ours stands in a name space of its own, ``chaperone``, as ECS asks of
custom fields. ``event.hash`` is the record's Merkle leaf, ``event.sequence`` its index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.mapping.otel import operation_name
from proxy.audit.mapping.source import CALLS, Source, rest, without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.exchange import Json

VERSION: Final = "9.5.0"
_NANOSECONDS: Final = 1_000_000
_CATEGORY: Final = {"config": "configuration", "start": "process", "stop": "process", "training": "iam", "key": "iam"}
_TYPE: Final = {
    "start": "start",
    "stop": "end",
    "config": "change",
    "purge": "deletion",
    "log.read": "access",
    "log.export": "access",
    "request.final": "end",
    "request.refused": "denied",
    "request.refused_summary": "denied",
}
_USED: Final = frozenset({
    "operation", "provider", "model", "model_requested", "model_answered", "unit", "app", "role", "client_ip",
    "status", "error_code", "usage", "finish_reasons", "body_bytes", "rule", "clause", "tags",
})  # fmt: skip


def documents(source: Source) -> Iterator[dict[str, Json]]:
    """The one ECS document of a record."""
    record, detail = source.record, source.detail
    findings = [each["entity"] for each in detail.get("findings") or ()]
    yield without_nothing(
        {
            "@timestamp": record["at"],
            "ecs": {"version": VERSION},
            "message": f"{source.kind} {detail.get('decision') or detail.get('outcome') or ''}".strip(),
            "event": _event(source),
            "organization": without_nothing({"id": record["tenant"], "name": None}),
            "user": _user(source),
            "source": {"ip": detail["client_ip"]} if detail.get("client_ip") else None,
            "service": {"name": detail.get("app") or "chaperone", "type": "chaperone", "version": source.version},
            "observer": {"vendor": "Chaperone", "product": "Chaperone", "type": "proxy", "version": source.version},
            "http": _http(source),
            "error": {"code": detail["error_code"]} if detail.get("error_code") else None,
            "gen_ai": _gen_ai(source),
            "rule": without_nothing(
                {"id": detail.get("rule"), "description": detail.get("clause"), "category": sorted(set(findings))}
            ),
            "related": without_nothing(
                {"user": [record["caller"]] if record["caller"] else None, "hash": source.subjects}
            ),
            "tags": list(detail.get("tags") or ()),
            "chaperone": {"instance": record["instance"], "log_name": source.log, **rest(detail, _USED)},
        }
    )


def _event(source: Source) -> dict[str, Json]:
    record, detail = source.record, source.detail
    allowed = {"forward": "allowed"}.get(detail.get("decision", ""), "denied") if "decision" in detail else None
    kinds = {_TYPE.get(source.kind), allowed if source.kind == "request.intent" else None, None} - {None}
    taken = None if source.total_ms is None else round(source.total_ms * _NANOSECONDS)
    return without_nothing(
        {
            "id": record["event_id"],
            "kind": "event",
            "category": [_CATEGORY.get(source.kind, "api")],
            "type": sorted(str(kind) for kind in kinds) or ["info"],
            "action": detail.get("decision") or source.kind,
            "code": source.kind,
            "outcome": source.outcome,
            "reason": detail.get("rule") or detail.get("error_code"),
            "module": "chaperone",
            "dataset": "chaperone.audit",
            "provider": "chaperone",
            "duration": taken,
            "hash": source.leaf.hex(),
        }
    ) | {"sequence": source.seq, "severity": max(source.severity, 0)}


def _user(source: Source) -> dict[str, Json]:
    detail = source.detail
    return without_nothing(
        {
            "id": source.record["caller"],
            "roles": [detail["role"]] if detail.get("role") else None,
            "group": {"name": detail["unit"]} if detail.get("unit") else None,
        }
    )


def _http(source: Source) -> dict[str, Json]:
    detail = source.detail
    size = detail.get("body_bytes")
    request = without_nothing({"id": source.record["request_id"], "body": None if size is None else {"bytes": size}})
    answer = {"status_code": detail["status"]} if "status" in detail else None
    return without_nothing({"request": request, "response": answer})


def _gen_ai(source: Source) -> dict[str, Json] | None:
    if source.kind not in CALLS:
        return None
    detail, usage = source.detail, source.detail.get("usage") or {}
    asked = detail.get("model_requested") or detail.get("model")
    return without_nothing(
        {
            "system": detail.get("provider"),
            "provider": {"name": detail["provider"]} if detail.get("provider") else None,
            "operation": {"name": operation_name(detail["operation"])} if detail.get("operation") else None,
            "request": {"model": asked} if asked else None,
            "response": without_nothing(
                {"model": detail.get("model_answered"), "finish_reasons": detail.get("finish_reasons")}
            ),
            "usage": without_nothing(
                {"input_tokens": usage.get("input_tokens"), "output_tokens": usage.get("output_tokens")}
            ),
        }
    )
