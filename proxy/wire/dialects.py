"""The list of what the guard understands: one line per route. What is not here is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.wire.anthropic_messages import AnthropicCountTokens, AnthropicMessages
from proxy.wire.gemini_generate import GENERATE, STREAM_ARRAY, STREAM_EVENTS
from proxy.wire.gemini_small import BATCH_EMBED_CONTENTS, COUNT_TOKENS, EMBED_CONTENT
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_responses import OpenAIInputTokens, OpenAIResponses
from proxy.wire.openai_small import OPENAI_EMBEDDINGS, OPENAI_MODERATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.wire.codec import Codec


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of one API, and who reads it.

    Attributes:
        method: of the request.
        path: as the caller asks for it; ``{model}`` where the model stands in the path.
        dialect: which API family.
        codec: who reads it.
        sse: who reads it when the query says ``alt=sse``, where an API streams in two forms.
        query: what the provider is asked behind the path; nothing of the caller's own query is passed on.
    """

    method: str
    path: str
    dialect: str
    codec: Codec
    sse: Codec | None = None
    query: str = ""

    @property
    def upstream_path(self) -> str:
        """The path below a provider's base URL, which ends with the version."""
        return "/" + self.path.split("/", 2)[2] + self.query

    def reader(self, alt: str | None) -> Codec:
        """The codec for a call whose query has this ``alt``."""
        return self.sse if self.sse is not None and alt == "sse" else self.codec


def _gemini(version: str) -> tuple[Route, ...]:
    """The API under one of its versions: google-genai 3.4 asks for ``/v1``, older clients for ``/v1beta``."""
    path = version + "/models/{model}:"
    return (
        Route("POST", path + "generateContent", "gemini", GENERATE),
        Route("POST", path + "streamGenerateContent", "gemini", STREAM_ARRAY, sse=STREAM_EVENTS, query="?alt=sse"),
        Route("POST", path + "countTokens", "gemini", COUNT_TOKENS),
        Route("POST", path + "embedContent", "gemini", EMBED_CONTENT),
        Route("POST", path + "batchEmbedContents", "gemini", BATCH_EMBED_CONTENTS),
    )


CODECS: Final[tuple[Route, ...]] = (
    Route("POST", "/v1/chat/completions", "openai", OpenAIChat()),
    Route("POST", "/v1/responses", "openai", OpenAIResponses()),
    Route("POST", "/v1/responses/input_tokens", "openai", OpenAIInputTokens()),
    Route("POST", "/v1/embeddings", "openai", OPENAI_EMBEDDINGS),
    Route("POST", "/v1/moderations", "openai", OPENAI_MODERATIONS),
    Route("POST", "/v1/messages", "anthropic", AnthropicMessages()),
    Route("POST", "/v1/messages/count_tokens", "anthropic", AnthropicCountTokens()),
    *(route for version in ("/v1beta", "/v1") for route in _gemini(version)),
)
"""Every route whose body is parsed, scanned and forwarded."""

DEFAULT_DIALECT: Final = "openai"
MODEL_LISTS: Final = ("/v1/models", "/v1beta/models")
"""Paths under which the approved models are listed."""
_PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("/v1beta", "gemini"),
    ("/v1/messages", "anthropic"),
    ("/v1", "openai"),
)
"""Which API a path belongs to, the longest prefix first."""


_HEADERS: Final = (("anthropic-version", "anthropic"), ("x-goog-api-key", "gemini"))
"""Headers that only the SDK of one API sends."""
_GEMINI_VERB: Final = re.compile(r"/v1/models/.*:[a-z]+[A-Z][A-Za-z]+")


def dialect_of(path: str, headers: Mapping[str, str] | None = None) -> str:
    """The API whose envelope a caller of `path` expects, known route or not; three APIs share ``/v1/models``."""
    if _GEMINI_VERB.fullmatch(path):
        return "gemini"
    if headers is not None and not path.startswith("/v1beta"):
        for header, dialect in _HEADERS:
            if header in headers:
                return dialect
    for prefix, dialect in _PREFIXES:
        if path == prefix or path.startswith(prefix + "/"):
            return dialect
    return DEFAULT_DIALECT
