"""The bodies that the routes of the registry take; from them /openapi.json says what they must hold."""

from __future__ import annotations

from datetime import date  # noqa: TC003 # pydantic reads annotations at run time
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import Field

from proxy.routes.bodies import Strict
from proxy.services.tools.desk import ToolForm  # noqa: TC001 # pydantic reads annotations at run time

Reason = Annotated[str, Field(max_length=2000, description="why; passes the detectors before it is stored")]
KindName = Literal["provider", "model", "app"]


class ToolAsked(Strict):
    """A tool to approve, or to approve anew."""

    tool: ToolForm
    reason: Reason

    @classmethod
    def model_json_schema(cls, *args: Any, **how: Any) -> dict[str, Any]:  # noqa: ANN401 # pydantic's own
        """With its parts in place: references would point outside the document that it is put into."""
        schema = super().model_json_schema(*args, **how)
        inlined: dict[str, Any] = _inlined(schema, schema.pop("$defs", {}))
        return inlined


class Named(Strict):
    """A tool, and why."""

    kind: KindName
    id: str = Field(max_length=170, description="provider id, provider/model, or app")
    reason: Reason


class Stopped(Strict):
    """What to switch off, or on again, and why; `everything` needs no id."""

    kind: Literal["provider", "model", "app", "everything"]
    id: str = Field(default="", max_length=170, description="provider id, provider/model, or app")
    reason: Reason


class Shortened(Strict):
    """An approval that is to end earlier."""

    kind: KindName
    id: str = Field(max_length=170, description="provider id, provider/model, or app")
    expires: date = Field(description="its new last day, YYYY-MM-DD; a later one than now needs a new request")
    reason: Reason


class Reviewed(Strict):
    """One review."""

    topic: Literal["privacy", "security", "equity", "accessibility", "records"]
    passed: bool
    note: Reason
    conditions: tuple[Reason, ...] = Field(default=(), max_length=20, description="what must be kept to")


class Decided(Strict):
    """A decision, by somebody who did not ask."""

    approve: bool
    reason: Reason
    begins: date | None = Field(default=None, description="first day; today by default")
    expires: date | None = Field(default=None, description="last day; a year from the first by default, three at most")
    reference: str = Field(default="", max_length=200, description="where it is written down: minutes, agreement")


class Why(Strict):
    """The reason for what is done."""

    reason: Reason


CaseId = Annotated[str, Path(pattern=r"^case-[0-9a-f]{10}$", description="id of the case")]
Kinds = Annotated[KindName, Query(description="provider, model or app")]
ToolId = Annotated[str, Query(max_length=170, description="provider id, provider/model, or app")]


def _inlined(schema: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 # a JSON Schema
    if isinstance(schema, dict):
        if "$ref" in schema:
            part = _inlined(parts[schema["$ref"].rpartition("/")[2]], parts)
            return {**part, **{name: value for name, value in schema.items() if name != "$ref"}}
        return {name: _inlined(value, parts) for name, value in schema.items()}
    return [_inlined(each, parts) for each in schema] if isinstance(schema, list) else schema
