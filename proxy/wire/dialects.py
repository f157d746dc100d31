"""The list of what the guard understands: one line per route. What is not here is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.wire.anthropic_messages import AnthropicCountTokens, AnthropicMessages
from proxy.wire.bedrock import CONVERSE, CONVERSE_STREAM
from proxy.wire.cohere_chat import COHERE_CHAT, COHERE_EMBED, COHERE_RERANK
from proxy.wire.gemini_generate import GENERATE, STREAM_ARRAY, STREAM_EVENTS
from proxy.wire.gemini_small import BATCH_EMBED_CONTENTS, COUNT_TOKENS, EMBED_CONTENT
from proxy.wire.ollama import OLLAMA_CHAT, OLLAMA_EMBED, OLLAMA_GENERATE
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS, Completions
from proxy.wire.openai_images import OPENAI_IMAGES
from proxy.wire.openai_responses import OpenAIInputTokens, OpenAIResponses
from proxy.wire.openai_small import OPENAI_EMBEDDINGS, OPENAI_MODERATIONS
from proxy.wire.openai_speech import OPENAI_SPEECH
from proxy.wire.openai_uploads import OPENAI_EDITS, OPENAI_TRANSCRIPTIONS, OPENAI_TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

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
        query: what the provider is asked behind the path; nothing of the caller's own query is passed on, but
        versioned: the ``api-version``, which Azure wants; it is one of a few words, or a date.
        version_needed: a call without one is refused.
        below: the path below a provider's base URL; empty where that is the path without its first step.
    """

    method: str
    path: str
    dialect: str
    codec: Codec
    sse: Codec | None = None
    query: str = ""
    versioned: bool = False
    version_needed: bool = False
    below: str = ""

    @property
    def upstream_path(self) -> str:
        """The path below a provider's base URL, which ends with the version (Azure: with ``/openai``)."""
        return (self.below or "/" + self.path.split("/", 2)[2]) + self.query

    def address(self, versions: Collection[str] = ()) -> str:
        """As `upstream_path`, with the API's version where one belongs.

        Args:
            versions: the values of ``api-version`` in the caller's query.

        Raises:
            BadRequest: no version although one is needed, several, or something else than a version.
        """
        if not self.versioned or not (versions or self.version_needed):
            return self.upstream_path
        known = {version for version in versions if _VERSION.fullmatch(version)}
        if len(known) != 1 or len(known) != len(set(versions)):
            raise BadRequest("Name one version of the API behind the address, such as `?api-version=2024-10-21`.")
        return f"{self.upstream_path}?api-version={known.pop()}"

    def reader(self, alt: str | None) -> Codec:
        """The codec for a call whose query has this ``alt``."""
        return self.sse if self.sse is not None and alt == "sse" else self.codec


_VERSION: Final = re.compile(
    r"20(?:2[2-9]|3[0-9])-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:-preview)?|preview|latest|v1", re.ASCII
)
"""Azure OpenAI's first is of 2022; a date before that is no version, but may be somebody's day of birth."""


def _azure() -> Iterator[Route]:
    """Azure OpenAI: a deployment in the path is the model's name here; the version 1 has it in the body."""
    bodies: dict[str, Callable[[bool], Codec]] = {
        "chat/completions": lambda in_path: OpenAIChat("azure", in_path=in_path),
        "completions": lambda in_path: Completions("azure", in_path=in_path),
        "embeddings": lambda in_path: replace(OPENAI_EMBEDDINGS, dialect="azure", in_path=in_path),
        "images/generations": lambda in_path: replace(OPENAI_IMAGES, dialect="azure", in_path=in_path),
        "images/edits": lambda in_path: replace(OPENAI_EDITS, dialect="azure", in_path=in_path),
        "audio/speech": lambda in_path: replace(OPENAI_SPEECH, dialect="azure", in_path=in_path),
        "audio/transcriptions": lambda in_path: replace(OPENAI_TRANSCRIPTIONS, dialect="azure", in_path=in_path),
        "audio/translations": lambda in_path: replace(OPENAI_TRANSLATIONS, dialect="azure", in_path=in_path),
        "responses": lambda in_path: OpenAIResponses("azure", in_path=in_path),
    }
    for name, codec in bodies.items():
        path = f"/openai/deployments/{{model}}/{name}"
        yield Route("POST", path, "azure", codec(True), versioned=True, version_needed=True)  # noqa: FBT003 # in the path
        yield Route("POST", f"/openai/v1/{name}", "azure", codec(False), versioned=True)  # noqa: FBT003 # in the body
    yield Route("POST", "/openai/v1/responses/input_tokens", "azure", OpenAIInputTokens("azure"), versioned=True)
    yield Route("POST", "/openai/responses", "azure", OpenAIResponses("azure"), versioned=True, version_needed=True)


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
    Route("POST", "/v1/completions", "openai", OPENAI_COMPLETIONS),
    Route("POST", "/v1/images/generations", "openai", OPENAI_IMAGES),
    Route("POST", "/v1/audio/speech", "openai", OPENAI_SPEECH),
    Route("POST", "/v1/images/edits", "openai", OPENAI_EDITS),
    Route("POST", "/v1/audio/transcriptions", "openai", OPENAI_TRANSCRIPTIONS),
    Route("POST", "/v1/audio/translations", "openai", OPENAI_TRANSLATIONS),
    Route("POST", "/v1/messages", "anthropic", AnthropicMessages()),
    Route("POST", "/v1/messages/count_tokens", "anthropic", AnthropicCountTokens()),
    *_azure(),
    # Gemini's other path; a provider of it is one of OpenAI's API.
    Route("POST", "/v1beta/openai/chat/completions", "openai", OpenAIChat(), below="/chat/completions"),
    Route("POST", "/v1beta/openai/embeddings", "openai", OPENAI_EMBEDDINGS, below="/embeddings"),
    Route("POST", "/model/{model}/converse", "bedrock", CONVERSE, below="/model/{model}/converse"),
    Route("POST", "/model/{model}/converse-stream", "bedrock", CONVERSE_STREAM, below="/model/{model}/converse-stream"),
    Route("POST", "/v2/chat", "cohere", COHERE_CHAT),
    Route("POST", "/v2/embed", "cohere", COHERE_EMBED),
    Route("POST", "/v2/rerank", "cohere", COHERE_RERANK),
    Route("POST", "/api/chat", "ollama", OLLAMA_CHAT),
    Route("POST", "/api/generate", "ollama", OLLAMA_GENERATE),
    Route("POST", "/api/embed", "ollama", OLLAMA_EMBED),
    Route("POST", "/api/embeddings", "ollama", OLLAMA_EMBED),
    *(route for version in ("/v1beta", "/v1") for route in _gemini(version)),
)
"""Every route whose body is parsed, scanned and forwarded."""

DEFAULT_DIALECT: Final = "openai"
MODEL_LISTS: Final = (
    "/v1/models",
    "/v1beta/models",
    "/openai/models",
    "/openai/v1/models",
    "/v1beta/openai/models",
    "/api/tags",
)
"""Paths under which the approved models are listed."""
MODEL_QUESTION: Final = "/api/show"
"""Ollama's path of one model, which its clients ask by POST."""
FIXED: Final = {"/api/version": b'{"version":"0.0.0"}', "/api/ps": b'{"models":[]}'}
"""Answers of Ollama's that its clients want before they call: no version of its own, no model loaded here."""
MODEL_ENTRIES: Final = tuple(f"{path}/{{model:path}}" for path in MODEL_LISTS if path != "/api/tags")
"""Paths of one model of the list."""
_REFUSALS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (
        re.compile(r"(?:/openai)?/v1/(?:responses|conversations|chat/completions)/?[^/]*(?:/.*)?|/openai/responses/.+"),
        (
            "The guard does not serve this address. Of what a provider keeps it serves single responses, conversations "
            "and chat completions that were made through it with the same key, and lists of no kind: they would show "
            "what others have stored."
        ),
    ),
    (
        re.compile(
            r"(?:/openai)?/v1/(?:assistants|threads|vector_stores|containers|evals|fine_tuning|realtime)(?:/.*)?"
        ),
        "This API keeps its data at the provider, where the guard cannot check it. Use chat completions or responses.",
    ),
    (
        re.compile(r"/v1(?:beta)?/cachedContents(?:/.*)?"),
        "The guard lists no cached contents: the list would show what others have stored. Ask for one by its name.",
    ),
    (
        re.compile(r"/v1(?:beta)?/(?:fileSearchStores|corpora|tunedModels)(?:/.*)?"),
        "This API keeps its data at the provider, where the guard cannot check it. Send the whole content each time.",
    ),
    (
        re.compile(r"(?:/openai)?/v1/uploads(?:/.*)?|/openai/(?:v1/)?(?:files|batches)(?:/.*)?"),
        "Files are checked as a whole, and kept with OpenAI's and Anthropic's API only: upload to /v1/files.",
    ),
    (
        re.compile(r"/api/(?:pull|push|create|copy|delete|blobs/.+)"),
        "Models are managed on their own machine, not through the guard.",
    ),
)
"""Addresses that the guard knows and does not serve, and why."""
_UNKNOWN: Final = "The guard does not know this address and passes nothing through that it cannot check."


def refusal_of(path: str) -> str:
    """The sentence that says why `path` is not served."""
    known = next((sentence for pattern, sentence in _REFUSALS if pattern.fullmatch(path)), None)
    if known is not None:
        return known
    dialect = dialect_of(path)
    served = [f"{route.method} {route.path}" for route in CODECS if route.dialect == dialect]
    lists = [f"GET {each}" for each in MODEL_LISTS if dialect_of(each) == dialect]
    return f"{_UNKNOWN} Known: {', '.join((*served, *lists))}."


_PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("/v1beta/openai", "openai"),
    ("/v1beta", "gemini"),
    ("/v1/messages", "anthropic"),
    ("/v1", "openai"),
    ("/v2", "cohere"),
    ("/openai", "azure"),
    ("/api", "ollama"),
    ("/model", "bedrock"),
)
"""Which API a path belongs to, the longest prefix first."""


_HEADERS: Final = (("anthropic-version", "anthropic"), ("x-goog-api-key", "gemini"))
"""Headers that only the SDK of one API sends."""
_GEMINI_VERB: Final = re.compile(r"/v1/models/.*:[a-z]+[A-Z][A-Za-z]+")


def dialect_of(path: str, headers: Mapping[str, str] | None = None) -> str:
    """The API whose envelope a caller of `path` expects, known route or not; three APIs share ``/v1/models``."""
    if _GEMINI_VERB.fullmatch(path):
        return "gemini"
    if headers is not None and path.startswith("/v1") and not path.startswith("/v1beta"):
        for header, dialect in _HEADERS:
            if header in headers:
                return dialect
    for prefix, dialect in _PREFIXES:
        if path == prefix or path.startswith(prefix + "/"):
            return dialect
    return DEFAULT_DIALECT
