"""ECS: names and allowed values of the schema, our own only in a name space of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from proxy.audit.mapping import ecs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.audit.mapping.source import Source

FIELDS = {
    "@timestamp", "ecs.version", "message", "tags",
    "event.id", "event.kind", "event.category", "event.type", "event.action", "event.code", "event.outcome",
    "event.reason", "event.module", "event.dataset", "event.provider", "event.duration", "event.hash",
    "event.sequence", "event.severity", "organization.id", "user.id", "user.roles", "user.group.name", "source.ip",
    "service.name", "service.type", "service.version", "observer.vendor", "observer.product", "observer.type",
    "observer.version", "http.request.id", "http.request.body.bytes", "http.response.status_code", "error.code",
    "rule.id", "rule.description", "rule.category", "related.user", "related.hash", "gen_ai.system",
    "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.finish_reasons",
    "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
    "gen_ai.provider.name",  # OpenTelemetry's newer name of gen_ai.system, which ECS calls its equivalent
}  # fmt: skip
"""Fields that we write (elastic/ecs, generated/csv/fields.csv and schemas/gen_ai.yml, Apache-2.0)."""
REQUIRED = {"@timestamp", "ecs.version", "event.kind", "event.category", "event.type", "event.outcome"}
"""``@timestamp`` and ``ecs.version`` are required of every event; the four are ECS's categorisation fields."""
CATEGORIES = {"api", "authentication", "configuration", "database", "file", "host", "iam", "network", "process", "web"}
TYPES = {"access", "admin", "allowed", "change", "connection", "creation", "deletion", "denied", "end", "error",
         "group", "indicator", "info", "installation", "protocol", "start", "user"}  # fmt: skip


def names(value: Any, prefix: str = "") -> Iterator[str]:
    for key, element in value.items():
        if isinstance(element, dict):
            yield from names(element, f"{prefix}{key}.")
        else:
            yield prefix + key


def test_only_fields_of_the_schema_outside_our_own_name_space(source: Source) -> None:
    (document,) = ecs.documents(source)
    document.pop("chaperone")
    found = set(names(document))
    assert found - FIELDS == set()
    assert found >= REQUIRED


def test_categorisation_has_allowed_values(source: Source) -> None:
    (document,) = ecs.documents(source)
    event = document["event"]
    assert set(event["category"]) <= CATEGORIES
    assert set(event["type"]) <= TYPES
    assert event["type"]
    assert event["kind"] == "event"
    assert event["outcome"] in {"success", "failure", "unknown"}
    assert document["ecs"] == {"version": "9.5.0"}


def test_a_forwarded_call(intent: Source) -> None:
    (document,) = ecs.documents(intent)
    assert document["event"]["type"] == ["allowed"]
    assert document["event"]["severity"] == 3
    assert document["event"]["hash"] == intent.leaf.hex()
    assert document["gen_ai"]["request"]["model"] == intent.detail["model_requested"]
    assert document["source"]["ip"] == "2001:db8::1"
    assert document["rule"]["id"] == intent.detail["rule"]


def test_durations_are_nanoseconds(source: Source) -> None:
    (document,) = ecs.documents(source)
    if source.kind == "request.final":
        assert document["event"]["duration"] == 900_250_000


def test_what_ecs_has_no_place_for_is_kept(source: Source) -> None:
    (document,) = ecs.documents(source)
    text = json.dumps(document)
    missing = [name for name in source.detail if name not in ecs._USED and name not in document["chaperone"]]
    assert missing == []
    assert all(str(code) in text for code in source.detail.get("tags") or ())
