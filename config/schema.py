"""JSON Schema of the configuration, for editors: completion, descriptions, and a first check while typing."""

from __future__ import annotations

from typing import Any

from config.models import Settings


def json_schema() -> dict[str, Any]:
    """Draft 2020-12. References such as ``${PORT}`` stand for any value, so every scalar may also be one."""
    schema = Settings.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Chaperone configuration"
    for definition in (schema, *schema["$defs"].values()):
        for name, field in definition.get("properties", {}).items():
            definition["properties"][name] = _or_reference(field)
    return schema


def _or_reference(field: dict[str, Any]) -> dict[str, Any]:
    plain = field.get("type") in {"integer", "number", "boolean"} or "enum" in field or "pattern" in field
    if not plain:
        return field
    said: dict[str, Any] = {key: value for key, value in field.items() if key in {"description", "default", "title"}}
    rest = {key: value for key, value in field.items() if key not in said}
    return {**said, "anyOf": [rest, {"type": "string", "pattern": r"\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}"}]}
