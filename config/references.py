"""``${NAME}`` and ``${NAME:-default}`` inside any text of a configuration; ``$$`` is a plain dollar sign.

As in a shell, ``:-`` also stands in for a variable that is set but empty. A name without a default that is not set is
a problem that names the variable and its place. What a variable holds is never shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.problems import Place
    from config.source import Document

REFERENCE = re.compile(
    r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}|(?P<bad>\{))"
)


def expand(document: Document, env: Mapping[str, str]) -> frozenset[str]:
    """Replace all references in the document's tree; note problems in it. Returns the names that were referred to."""
    names: set[str] = set()
    document.tree = _walk(document.tree, (), document, env, names)
    return frozenset(names)


def _walk(value: Any, place: Place, document: Document, env: Mapping[str, str], names: set[str]) -> Any:  # noqa: ANN401 # a YAML value
    if isinstance(value, dict):
        return {key: _walk(item, (*place, key), document, env, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, (*place, index), document, env, names) for index, item in enumerate(value)]
    if isinstance(value, str) and "$" in value:
        return _expand_text(value, place, document, env, names)
    return value


def _expand_text(text: str, place: Place, document: Document, env: Mapping[str, str], names: set[str]) -> str:
    def one(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name = match["name"]
        if name is None:
            document.complain(place, "A reference is written ${NAME} or ${NAME:-default}; a plain dollar sign is $$.")
            return ""
        if not match["default"]:  # a default stands in the file, whatever the environment says
            document.referring.add(place)
        names.add(name)
        return _value(name, match["default"], place, document, env)

    return REFERENCE.sub(one, text)


def _value(name: str, default: str | None, place: Place, document: Document, env: Mapping[str, str]) -> str:
    if default is not None:
        return env.get(name) or default
    if name not in env:
        document.complain(place, f"The environment variable {name} is not set.")
    return env.get(name, "")
