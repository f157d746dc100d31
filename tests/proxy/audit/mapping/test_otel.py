"""OpenTelemetry: the attribute names are those of the published conventions, and values are OTLP's."""

from __future__ import annotations

import importlib.metadata
import json
from typing import TYPE_CHECKING, Any

from opentelemetry.semconv._incubating.attributes import gen_ai_attributes, http_attributes, user_attributes
from opentelemetry.semconv.attributes import client_attributes, error_attributes

from proxy.audit.mapping import otel

if TYPE_CHECKING:
    from proxy.audit.mapping.source import Source

PUBLISHED = {
    value
    for module in (gen_ai_attributes, http_attributes, user_attributes, client_attributes, error_attributes)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str)
}


def test_the_version_is_the_one_that_is_checked_against() -> None:
    assert importlib.metadata.version("opentelemetry-semantic-conventions") == otel.VERSION


def test_every_name_is_published_or_ours(source: Source) -> None:
    names = set(otel.attributes(source))
    assert {name for name in names if not name.startswith("chaperone.")} <= PUBLISHED


def test_operations_are_well_known_values(intent: Source) -> None:
    known = {each.value for each in gen_ai_attributes.GenAiOperationNameValues}
    assert otel.attributes(intent)["gen_ai.operation.name"] in known
    assert set(otel._OPERATIONS.values()) <= known


def test_values_are_scalars_or_lists_of_scalars(source: Source) -> None:
    for value in otel.attributes(source).values():
        parts = value if isinstance(value, list) else [value]
        assert all(isinstance(part, str | int | float | bool) for part in parts)


def test_findings_are_events_of_their_own(intent: Source) -> None:
    made = list(otel.log_records(intent))
    assert [each["eventName"] for each in made] == ["chaperone.request.intent", "guard.finding", "guard.finding"]
    finding = {each["key"]: each["value"] for each in made[1]["attributes"]}
    assert finding["chaperone.finding.entity"] == {"stringValue": "STUDENT_NAME"}
    assert finding["chaperone.finding.count"] == {"intValue": "2"}


def test_prompts_and_answers_are_no_attributes(source: Source) -> None:
    content = {"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.prompt", "gen_ai.completion"}
    assert content.isdisjoint(otel.attributes(source))


def test_records_of_one_call_share_a_trace(intent: Source) -> None:
    record = intent.record | {"request_id": "req_019f0c4a7b1e7abc8def0123456789ab"}
    made = next(otel.log_records(type(intent)(0, json.dumps(record).encode(), b"", "log", "1")))
    assert made["traceId"] == "019f0c4a7b1e7abc8def0123456789ab"
    assert len(made["spanId"]) == 16
    plain = next(otel.log_records(intent))
    assert "traceId" not in plain


def test_integers_and_floats_are_told_apart(source: Source) -> None:
    values: list[dict[str, Any]] = [each["value"] for made in otel.log_records(source) for each in made["attributes"]]
    assert all(isinstance(each.get("intValue", ""), str) for each in values)
    assert all(len(each) == 1 for each in values)
