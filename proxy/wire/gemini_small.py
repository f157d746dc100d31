"""The Gemini operations that give numbers: ``countTokens``, ``embedContent`` and ``batchEmbedContents``.

They take the same text as those that generate, so they leak like them when nobody looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.gemini_answer_shape import ANSWER
from proxy.wire.gemini_facts import count_of, token_counts
from proxy.wire.gemini_generate import WHOLE_REQUEST, check_contents, parsed, renamed
from proxy.wire.gemini_shape import COUNT, EMBED, EMBED_BATCH
from proxy.wire.kept import check_granted
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec
    from proxy.wire.shape import Shape


@dataclass(frozen=True, slots=True)
class GeminiNumbers:
    """Implements `codec.Codec` for one such operation.

    Attributes:
        operation: its name in records.
        request: what stands where in a request.
        gives: the member that every answer has.
        check: refuses a body that the guard cannot rely on.
        nested: the members below which a request names the model once more.
    """

    operation: str
    request: Shape
    gives: str
    check: Callable[[Json], None]
    nested: tuple[str, ...] = ()
    dialect: str = "gemini"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: what the operation works on is missing or of the wrong type.
        """
        self.check(body)
        return parsed(body, self.request, operation=self.operation)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, and the approved model wherever the body repeats it.

        Raises:
            BadRequest: it builds on what the provider may not keep.
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        check_granted(call.keeping)
        out = renamed(patch(call.body, self.request, replacements), model)
        for key in self.nested:
            if isinstance(inner := out.get(key), dict):
                out = {**out, key: renamed(inner, model)}
            elif isinstance(inner, list):
                out = {**out, key: [renamed(each, model) for each in inner]}
        return out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither what the operation gives nor an error.
        """
        if not isinstance(body, dict) or (body.get("error") is None and self.gives not in body):
            raise ProviderGarbled("The provider's answer is not what this operation gives.")
        counted = count_of(body, "totalTokens")
        tokens = token_counts(body)[0] if counted is None else counted
        return rewrite(body, ANSWER, machines), AnswerFacts(input_tokens=tokens, complete=body.get("error") is None)

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """These operations do not stream; `parse` never says that a call does."""
        del machines
        raise InternalError("This operation has no stream.")


def _countable(body: Json) -> None:
    """Contents, or a whole request that holds them; not both, because only one of them would be counted."""
    given = [key for key in WHOLE_REQUEST if isinstance(body, dict) and body.get(key) is not None]
    if not given:
        check_contents(body)
        return
    if len(given) > 1 or body.get("contents") is not None:
        raise BadRequest("Send either `contents` or one `generateContentRequest`.", param=given[0])
    check_contents(body[given[0]])


def _embeddable(body: Json) -> None:
    if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
        raise BadRequest("The request must have a content to embed, as an object.", param="content")


def _all_embeddable(body: Json) -> None:
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, list) or not requests:
        raise BadRequest("The request must have requests, as a list that is not empty.", param="requests")
    for each in requests:
        _embeddable(each)


COUNT_TOKENS: Final[Codec] = GeminiNumbers("count_tokens", COUNT, "totalTokens", _countable, WHOLE_REQUEST)
EMBED_CONTENT: Final[Codec] = GeminiNumbers("embed_content", EMBED, "embedding", _embeddable)
BATCH_EMBED_CONTENTS: Final[Codec] = GeminiNumbers(
    "batch_embed_contents", EMBED_BATCH, "embeddings", _all_embeddable, ("requests",)
)
