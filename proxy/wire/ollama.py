"""Ollama's own API: ``POST /api/chat``, ``/api/generate``, ``/api/embed`` and ``/api/embeddings``.

Answers come as JSON lines unless the caller says ``stream: false``. The tokens of a conversation (``context``) cannot
be read: a call that brings them is refused, and no answer gives any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.logprobs import rewritten_entries
from proxy.wire.ollama_shape import ANSWER, CHAT, EMBED, GENERATE
from proxy.wire.ollama_stream import OllamaStream, counts, reason_of
from proxy.wire.openai_chat_facts import model_name
from proxy.wire.openai_common import parsed
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec
    from proxy.wire.shape import Shape


@dataclass(frozen=True, slots=True)
class Ollama:
    """Implements `codec.Codec` for one of these operations.

    Attributes:
        operation: its name in records.
        request: what stands where in a request.
        gives: members of which every answer has one.
        check: refuses what the guard cannot read or vouch for.
        streams: whether answers come in lines unless the caller wants none.
    """

    operation: str
    request: Shape
    gives: tuple[str, ...]
    check: Callable[[dict[str, Json]], None]
    streams: bool = True
    dialect: str = "ollama"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: what the operation works on is missing or of the wrong type.
        """
        call = parsed(body, self.request, dialect=self.dialect, operation=self.operation, check=self.check)
        return replace(call, stream=self.streams and body.get("stream") is not False)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        return {**patch(call.body, self.request, replacements), "model": model}

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither what the operation gives nor an error.
        """
        failed = isinstance(body, dict) and body.get("error") is not None
        if not isinstance(body, dict) or not (failed or any(name in body for name in self.gives)):
            raise ProviderGarbled("The provider's answer is not what this operation gives.")
        out = rewrite(body, ANSWER, machines)
        said, now = text_of(body), text_of(out)
        if body.get("logprobs") is not None:
            out["logprobs"] = rewritten_entries(body["logprobs"], said, now, machines) or None
        reason = reason_of(body)
        given, told = counts(body)
        facts = AnswerFacts(
            model=model_name(body.get("model")),
            finish_reasons=() if reason is None else (reason,),
            input_tokens=given,
            output_tokens=told,
            complete=not failed and body.get("done") is not False,
        )
        return out, facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        if not self.streams:
            raise InternalError("This operation has no stream.")
        return OllamaStream(machines)


def text_of(body: dict[str, Json]) -> str:
    """The text that log probabilities belong to."""
    message = body.get("message")
    text = message.get("content") if isinstance(message, dict) else body.get("response")
    return text if isinstance(text, str) else ""


def _check_chat(body: dict[str, Json]) -> None:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(each, dict) for each in messages):
        raise BadRequest("The request must have messages, as a list of objects that is not empty.", param="messages")


def _check_generate(body: dict[str, Json]) -> None:
    prompt = body.get("prompt")
    if not isinstance(prompt, str) or not prompt:
        raise BadRequest("The request must have a prompt, as text.", param="prompt")
    if body.get("context"):
        raise BadRequest(
            "`context` holds a conversation as tokens, which cannot be checked. Use /api/chat and send its messages.",
            param="context",
        )


def _check_embed(body: dict[str, Json]) -> None:
    given = body.get("input", body.get("prompt"))
    texts = given if isinstance(given, list) else [given]
    if not texts or not all(isinstance(each, str) and each for each in texts):
        raise BadRequest("The request must have an input: a text, or a list of texts.", param="input")


OLLAMA_CHAT: Final[Codec] = Ollama("chat", CHAT, ("message",), _check_chat)
OLLAMA_GENERATE: Final[Codec] = Ollama("generate", GENERATE, ("response", "image"), _check_generate)
OLLAMA_EMBED: Final[Codec] = Ollama("embed", EMBED, ("embeddings", "embedding"), _check_embed, streams=False)
