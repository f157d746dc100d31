"""Put replacements back: a patched copy of a body that shares every untouched part with the original."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.errors import Blocked, InternalError
from proxy.exchange import Json, Mark, Path, show_path
from proxy.wire.json_text import equal_keys, splice
from proxy.wire.shape import Numbers, Shape
from proxy.wire.walk import shape_at

if TYPE_CHECKING:
    from collections.abc import Mapping


def patch(body: Json, shape: Shape, replacements: Mapping[Path, str]) -> Json:
    """`body` with each segment of `replacements` replaced; `body` itself is never changed.

    A replaced number becomes a string. A replaced key renames its member and keeps its place.

    Args:
        body: the parsed body.
        shape: its description, which says where a string may not stand.
        replacements: new text by the path of a segment of this body.

    Raises:
        Blocked: a number cannot become a string there, or two keys of one object would be equal.
        InternalError: a path that names no segment of this body.
    """
    root = _Node()
    for path, new in replacements.items():
        root.add(path, new)
    try:
        for path in replacements:
            _refuse_bound_number(body, shape, path)
        return _patched(body, root, ())
    except (KeyError, IndexError, TypeError):
        raise InternalError("A replacement has no place in the request.") from None


@dataclass(slots=True)
class _Node:
    """The replacements below one place."""

    below: dict[str | int, _Node] = field(default_factory=dict)
    value: str | None = None
    key: str | None = None
    embedded: dict[Path, str] = field(default_factory=dict)

    def add(self, path: Path, new: str) -> None:
        node = self
        for index, step in enumerate(path):
            if step is Mark.KEY:
                node.key = new
                return
            if step is Mark.JSON:
                node.embedded[path[index + 1 :]] = new
                return
            if isinstance(step, Mark):  # files are closed before the body is patched
                raise InternalError("A replacement has no place in the request.")
            node = node.below.setdefault(step, _Node())
        node.value = new


def _refuse_bound_number(body: Json, shape: Shape, path: Path) -> None:
    if Mark.KEY in path or Mark.JSON in path:
        return
    value = body
    for step in path:
        value = value[step]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and shape_at(body, shape, path).number is not Numbers.VALUE:
        raise Blocked(
            "A number here looks like protected information, and the API allows no text in its place; remove it.",
            param=show_path(path),
        )


def _patched(value: Json, node: _Node, path: Path) -> Json:
    if node.value is not None:
        return _replaced(value, node.value)
    if node.embedded:
        return splice(value, node.embedded, at=(*path, Mark.JSON))
    if isinstance(value, dict):
        return _patched_object(value, node, path)
    if node.below and not isinstance(value, list):
        raise TypeError
    if not node.below:
        return value
    copy = list(value)
    for index, child in node.below.items():
        if not isinstance(index, int):
            raise TypeError
        copy[index] = _patched(value[index], child, (*path, index))
    return copy


def _replaced(value: Json, new: str) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError
    return new


def _patched_object(value: dict[str, Json], node: _Node, path: Path) -> dict[str, Json]:
    if not node.below.keys() <= value.keys():
        raise KeyError
    out: dict[str, Json] = {}
    for key, child in value.items():
        change = node.below.get(key)
        at = (*path, key)
        new_key = key if change is None or change.key is None else change.key
        if new_key in out:
            raise equal_keys((*at, Mark.KEY))
        out[new_key] = child if change is None else _patched(child, change, at)
    return out
