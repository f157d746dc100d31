"""Cohere's API, version 2: ``POST /v2/chat``, ``/v2/embed`` and ``/v2/rerank``. What its version 1 adds is not served.

Log probabilities are left out of answers: they are the text once more, in tokens that cannot be restored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.cohere_facts import BROKEN, reason_of, token_counts
from proxy.wire.cohere_offsets import mend_citations, texts_of
from proxy.wire.cohere_shape import ANSWER, CHAT, EMBED, EMBEDDED, ERROR, RANKED, RERANK
from proxy.wire.cohere_stream import CohereStream
from proxy.wire.openai_common import check_text, parsed, renamed
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.simple_codec import SimpleCodec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec


@dataclass(frozen=True, slots=True)
class CohereChat:
    """Implements `codec.Codec`."""

    operation: str = "chat"
    dialect: str = "cohere"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model` or `messages` is missing or of the wrong type.
        """
        return parsed(body, CHAT, dialect=self.dialect, operation=self.operation, check=_check_chat)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        return renamed(patch(call.body, CHAT, replacements), model, in_path=False)

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither a message nor an error.
        """
        message = body.get("message") if isinstance(body, dict) else None
        if isinstance(message, str):  # an error: {"id": ..., "message": ...}
            return rewrite(body, ERROR, machines), AnswerFacts(complete=False)
        if not isinstance(message, dict):
            raise ProviderGarbled("The provider's answer is not a message.")
        out = rewrite(body, ANSWER, machines)
        mend_citations(out["message"].get("citations"), texts_of(message), texts_of(out["message"]))
        reason = reason_of(body.get("finish_reason"))
        given, told = token_counts(body.get("usage"))
        return out, AnswerFacts(
            finish_reasons=() if reason is None else (reason,),
            input_tokens=given,
            output_tokens=told,
            complete=reason not in {None, *BROKEN},
        )

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        return CohereStream(machines)


def _check_chat(body: dict[str, Json]) -> None:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(each, dict) for each in messages):
        raise BadRequest("The request must have messages, as a list of objects that is not empty.", param="messages")


def _check_embed(body: dict[str, Json]) -> None:
    if not any(isinstance(body.get(key), list) and body[key] for key in ("texts", "images", "inputs")):
        raise BadRequest("The request must have texts, images or inputs, as a list that is not empty.", param="texts")


def _check_rerank(body: dict[str, Json]) -> None:
    check_text(body, "query")
    if not isinstance(body.get("documents"), list) or not body["documents"]:
        raise BadRequest("The request must have documents, as a list that is not empty.", param="documents")


COHERE_CHAT: Final[Codec] = CohereChat()
COHERE_EMBED: Final[Codec] = SimpleCodec(
    "embeddings", EMBED, EMBEDDED, gives="embeddings", check=_check_embed, dialect="cohere"
)
COHERE_RERANK: Final[Codec] = SimpleCodec(
    "rerank", RERANK, RANKED, gives="results", check=_check_rerank, dialect="cohere"
)
