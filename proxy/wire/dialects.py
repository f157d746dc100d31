"""The list of what the guard understands: one line per route. What is not here is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from proxy.wire.codec import Codec


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of one API, and who reads it."""

    method: str
    path: str
    dialect: str
    codec: Codec


CODECS: Final[tuple[Route, ...]] = (Route("POST", "/v1/chat/completions", "openai", OpenAIChat()),)
"""Every route whose body is parsed, scanned and forwarded."""

DEFAULT_DIALECT: Final = "openai"
_PREFIXES: Final[tuple[tuple[str, str], ...]] = (("/v1", "openai"),)
"""Which API a path belongs to, the longest prefix first."""


def dialect_of(path: str) -> str:
    """The API whose error envelope a caller of `path` expects, known route or not."""
    for prefix, dialect in _PREFIXES:
        if path == prefix or path.startswith(prefix + "/"):
            return dialect
    return DEFAULT_DIALECT
