"""What surrounds a file in a body: the type and the name that the caller gave it, and the part it is.

The same for every API, by the names their members have: a file's string stands in an object, perhaps inside another
one, and the two say what it is. Where the API takes text in place of the file, `text_instead` puts it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.exchange import Json, Path

_TYPES: Final = ("media_type", "mimeType", "mime_type", "content_type", "format")
_NAMES: Final = ("filename", "displayName", "display_name", "title", "name")
_ABOUT: Final = 2
"""Levels of objects around a file's string that speak of it: ``document.source.bytes``."""


def declared_at(body: Json, path: Path) -> tuple[str, str, Path | None]:
    """What the caller says of the file at `path`: its type, its name, and where the name stands; empty without.

    Not to be trusted. The name is scanned where it stands, like any text.
    """
    kind = name = ""
    named_at: Path | None = None
    for at, value in _around(body, path):
        kind = kind or next((value[key] for key in _TYPES if isinstance(value.get(key), str)), "")
        found = next((key for key in _NAMES if isinstance(value.get(key), str) and value[key]), None)
        if found is not None and named_at is None:
            name, named_at = value[found], (*at, found)
    return kind, name, named_at


def _around(body: Json, path: Path) -> list[tuple[Path, dict[str, Json]]]:
    """The objects that the string at `path` stands in, innermost first, up to the next list."""
    places: list[tuple[Path, Json]] = [((), body)]
    for depth, step in enumerate(path[:-1]):
        body = body[step]
        places.append((path[: depth + 1], body))
    about: list[tuple[Path, dict[str, Json]]] = []
    for at, value in reversed(places):
        if not isinstance(value, dict) or not at or len(about) == _ABOUT:
            break
        about.append((at, value))
    return about


# --------------------------------------------------------------------------- text in place of a file


def text_place(dialect: str, body: Json, path: Path) -> Path | None:
    """The part that a text may stand in for, where the API takes one there; None where it does not."""
    find = _PLACES.get(dialect)
    return None if find is None else find(body, path)


def text_instead(dialect: str, body: Json, place: Path, text: str) -> Json:
    """A copy of the body with `text` as the part at `place`, which `text_place` named."""
    return _with(body, place, lambda part: _TEXTS[dialect](part, place, text))


def _with(value: Json, path: Path, change: Callable[[Json], Json]) -> Json:
    if not path:
        return change(value)
    step = path[0]
    below = _with(value[step], path[1:], change)
    if isinstance(step, int):
        return [*value[:step], below, *value[step + 1 :]]
    return {**value, step: below}


def _chat_part(body: Json, path: Path) -> Path | None:
    """``messages[i].content[k]``, of a message whose content is a list."""
    return path[:4] if path[:1] == ("messages",) and path[2:3] == ("content",) and _is_part(body, path[:4]) else None


def _response_part(body: Json, path: Path) -> Path | None:
    """``input[i].content[k]``, or a part of what a tool gave."""
    listed = path[:1] == ("input",) and path[2:3] in {("content",), ("output",)}
    return path[:4] if listed and _is_part(body, path[:4]) else None


_INLINE: Final = (("inlineData",), ("inline_data",))
_FUNCTIONS: Final = frozenset({"functionResponse", "function_response", "toolResponse", "tool_response"})


def _content_part(body: Json, path: Path) -> Path | None:
    """``parts[k]`` of any content; a function's answer takes no text for a file."""
    if path[-2:-1] not in _INLINE or path[-4:-3] != ("parts",) or not _FUNCTIONS.isdisjoint(path):
        return None
    return path[:-2] if _is_part(body, path[:-2]) else None


def _block(body: Json, path: Path) -> Path | None:
    """The innermost block, of Anthropic's and Bedrock's, whose ``source`` the file is; also in a tool's result."""
    if "source" not in path or path[:1] not in {("messages",), ("system",)}:
        return None
    place = path[: len(path) - 1 - path[::-1].index("source")]
    if place and isinstance(place[-1], str):  # Bedrock: the member that says what the block is
        place = place[:-1]
    return place if _is_part(body, place) and "guardContent" not in path else None


def _is_part(body: Json, place: Path) -> bool:
    """Whether an object in a list stands there."""
    if not place or not isinstance(place[-1], int):
        return False
    for step in place:
        body = body[step]
    return isinstance(body, dict)


_PLACES: Final[Mapping[str, Callable[[Json, Path], Path | None]]] = {
    "openai": lambda body, path: _chat_part(body, path) or _response_part(body, path),
    "azure": lambda body, path: _chat_part(body, path) or _response_part(body, path),
    "cohere": _chat_part,
    "anthropic": _block,
    "gemini": _content_part,
    "bedrock": _block,
}


_CACHING: Final = ("cache_control", "prompt_cache_breakpoint")


def _kept(part: dict[str, Json]) -> dict[str, Json]:
    """Members of a part that say nothing of the file."""
    return {key: part[key] for key in _CACHING if key in part}


def _openai_text(part: dict[str, Json], place: Path, text: str) -> Json:
    return {"type": "text" if place[0] == "messages" else "input_text", "text": text, **_kept(part)}


def _anthropic_text(part: dict[str, Json], _: Path, text: str) -> Json:
    """A document stays one, with its title and its citations; a picture becomes a text."""
    if part.get("type") == "document":
        return {**part, "source": {"type": "text", "media_type": "text/plain", "data": text}}
    return {"type": "text", "text": text, **_kept(part)}


def _bare_text(_: Json, __: Path, text: str) -> Json:
    return {"text": text}


_TEXTS: Final[Mapping[str, Callable[[Json, Path, str], Json]]] = {
    "openai": _openai_text,
    "azure": _openai_text,
    "cohere": _openai_text,
    "anthropic": _anthropic_text,
    "gemini": _bare_text,
    "bedrock": _bare_text,
}
