"""JSON bodies of our own routes: capped while they are read, strict, and told of without repeating what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from proxy.errors import BadRequest
from proxy.routes.body import read_body
from proxy.wire import strict_json

if TYPE_CHECKING:
    from starlette.requests import Request

LIMIT: Final = 65_536
FAULTS: Final = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_too_long": "is too long",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}
SHAPES: Final = {
    "tuple": "a list",
    "list": "a list",
    "set": "a list",
    "dict": "an object",
    "string": "text",
    "bool": "true or false",
    "int": "a whole number",
    "date": "a day, YYYY-MM-DD",
}


class Strict(BaseModel):
    """A body without unknown members, whose errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)

    def __repr_args__(self) -> list[tuple[str, Any]]:
        """Nothing: what people write may hold values."""
        return []


M = TypeVar("M", bound=Strict)


async def body_of(request: Request, shape: type[M], *, limit: int = LIMIT) -> M:
    """The body as this model.

    Raises:
        BadRequest: not JSON, or a member is missing, unknown or wrong; it is named.
        TooLarge: more than `limit` bytes.
    """
    tree = strict_json.parse(await read_body(request, limit))
    try:
        return shape.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"] if step in shape.model_fields) or None
        known = ", ".join(shape.model_fields)
        raise BadRequest(
            f"The member `{where or '?'}` {_fault(first['type'])}. Members: {known}.", param=where
        ) from None


def _fault(kind: str) -> str:
    """What is wrong, from pydantic's type of error; never anything that was sent."""
    if kind in FAULTS:
        return FAULTS[kind]
    wanted, _, what = kind.partition("_")
    return f"must be {SHAPES[wanted]}" if what in {"type", "parsing"} and wanted in SHAPES else f"is not valid ({kind})"


@dataclass(frozen=True, slots=True)
class FileBody:
    """A body that is a file.

    Attributes:
        media: its media type.
        means: what stands in it.
        example: the beginning of one.
    """

    media: str
    means: str
    example: str


def in_openapi(shape: type[Strict] | FileBody) -> dict[str, Any]:
    """`openapi_extra` of a route that takes such a body."""
    if isinstance(shape, FileBody):
        text = {"type": "string", "description": shape.means}
        content = {shape.media: {"schema": text, "example": shape.example}}
        return {"requestBody": {"required": True, "description": shape.means, "content": content}}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": shape.model_json_schema()}}}}
