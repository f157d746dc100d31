"""What the smaller OpenAI operations share: the check of a request, and the words that describe a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import ParsedCall
from proxy.wire.shape import Numbers, Shape, exempt, made_id, name, one_of, text
from proxy.wire.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.exchange import Json
    from proxy.wire.shape import Reading

FLAG: Final = Shape(label=False)
SETTING: Final = Shape(number=Numbers.SETTING, label=False)
PROSE: Final = Shape(text, label=False)
LABELLED: Final = Shape(name)
MADE_ID: Final = Shape(made_id, label=False)
MODEL: Final = Shape(exempt, label=False)


def plain(reading: Reading, **fields: Shape) -> Shape:
    """A place whose key is no label."""
    return Shape(reading, fields=fields, label=False)


def enum(*values: str) -> Shape:
    """Words that the API knows; any other is scanned."""
    return plain(one_of(*values))


def request(**fields: Shape) -> Shape:
    """A request body: a number under a key that the API does not know is most likely a setting, so no string there."""
    return Shape(fields={"model": MODEL, **fields}, others=Shape(number=Numbers.BOUND), label=False)


def parsed(
    body: Json,
    shape: Shape,
    *,
    dialect: str,
    operation: str,
    model: str | None = None,
    check: Callable[[dict[str, Json]], None] | None = None,
) -> ParsedCall:
    """A body of one of these operations, accounted for.

    Args:
        body: the parsed body.
        shape: what stands where in it.
        dialect: the API family.
        operation: its name in records.
        model: None where the body names it; empty where the path does, and then the body may leave it out.
        check: refuses what the guard cannot read or vouch for.

    Raises:
        BadRequest: not an object; no model where one must be; or `stream` is no boolean.
    """
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    named = body.get("model") if model is None else model
    if not isinstance(named, str) or (not named and model is None):
        raise BadRequest("The request must name a model, as a string.", param="model")
    stream = body.get("stream")
    if stream is not None and not isinstance(stream, bool):
        raise BadRequest("`stream` must be true or false.", param="stream")
    if check is not None:
        check(body)
    walked = walk(body, shape)
    return ParsedCall(
        dialect=dialect,
        operation=operation,
        model=named,
        stream=bool(stream),
        segments=walked.segments,
        unscanned=walked.unscanned,
        body=body,
        attachments=walked.attachments,
    )


def renamed(body: dict[str, Json], model: str, *, in_path: bool) -> dict[str, Json]:
    """The body with the provider's own name of the model; where the path names it, only if the body does too."""
    return body if in_path and "model" not in body else {**body, "model": model}


def check_text(body: Json, key: str) -> None:
    """Refuse a text that is missing.

    Raises:
        BadRequest: the member is no string, or empty.
    """
    given = body.get(key) if isinstance(body, dict) else None
    if not isinstance(given, str) or not given:
        raise BadRequest(f"The request must have `{key}`, as text.", param=key)
