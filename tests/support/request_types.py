"""Requests as types, where an SDK has none of its own: put together from what the SDK knows of their parts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Required, TypedDict, get_type_hints

import botocore.session
from google.genai import types  # noqa: TC002 # the hints are read at run time

if TYPE_CHECKING:
    from collections.abc import Callable

_SNAKE = re.compile(r"_([a-z])")


class _GeminiRequest(TypedDict):
    contents: list[types.ContentDict]


class GeminiRequest(_GeminiRequest, total=False):
    """``generateContent``, whose parts the SDK describes in the spelling of Python."""

    systemInstruction: types.ContentDict
    tools: list[types.ToolDict]
    toolConfig: types.ToolConfigDict
    safetySettings: list[types.SafetySettingDict]
    generationConfig: types.GenerationConfigDict
    cachedContent: str
    labels: dict[str, str]


class _GeminiEmbed(TypedDict):
    content: types.ContentDict


class GeminiEmbed(_GeminiEmbed, total=False):
    """``embedContent``."""

    taskType: str
    title: str
    outputDimensionality: int
    autoTruncate: bool


class _GeminiCount(TypedDict):
    generateContentRequest: GeminiRequest


class GeminiCount(_GeminiCount, total=False):
    """``countTokens``, in its second form."""


class _GeminiEmbedBatch(TypedDict):
    requests: list[GeminiEmbed]


class GeminiEmbedBatch(_GeminiEmbedBatch, total=False):
    """``batchEmbedContents``."""


def camel(value: Any) -> Any:
    """A body as it is sent: keys of the API's own in camel case."""
    if isinstance(value, dict):
        return {_SNAKE.sub(lambda found: found[1].upper(), key): camel(child) for key, child in value.items()}
    return [camel(child) for child in value] if isinstance(value, list) else value


@cache
def converse_request() -> type:
    """Bedrock's ``Converse``, from the description that the AWS SDK carries."""
    model = botocore.session.get_session().get_service_model("bedrock-runtime")
    shape = model.operation_model("Converse").input_shape
    return _typed(shape, without=("modelId",))


@cache
def called(method: Callable[..., Any]) -> type:
    """The body that a method of an SDK makes of its parameters."""
    members = {name: kind for name, kind in get_type_hints(method).items() if name not in _NOT_SENT}
    return TypedDict(method.__name__, members, total=False)  # type: ignore[operator] # made at run time


_NOT_SENT = {"return", "request_options"}
_SCALARS: dict[str, Any] = {
    "string": str,
    "blob": str,
    "timestamp": str,
    "boolean": bool,
    **dict.fromkeys(("integer", "long"), int),
    **dict.fromkeys(("float", "double"), float),
}


def _typed(shape: Any, without: tuple[str, ...] = ()) -> Any:
    if getattr(shape, "is_document_type", False):
        return object
    if shape.type_name == "structure":
        members = {name: _typed(each) for name, each in shape.members.items() if name not in without}
        needed = {name: Required[kind] if name in shape.required_members else kind for name, kind in members.items()}
        return TypedDict(shape.name, needed, total=False)  # type: ignore[operator] # made at run time
    if shape.type_name == "list":
        return list[_typed(shape.member)]  # type: ignore[misc]
    if shape.type_name == "map":
        return dict[str, _typed(shape.value)]  # type: ignore[misc]
    return Literal[tuple(shape.enum)] if getattr(shape, "enum", None) else _SCALARS[shape.type_name]
