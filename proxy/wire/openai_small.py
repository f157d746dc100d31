"""The small OpenAI operations that take text and give numbers: ``POST /v1/embeddings`` and ``POST /v1/moderations``.

They leak like any other when nobody looks at them. Text as numbers (arrays of tokens) cannot be read and is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.openai_chat_facts import model_name, usage_tokens
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import parsed, renamed
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import Numbers, Shape, exempt, link, made_id, name, one_of, opaque, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream

_FLAG: Final = Shape(label=False)
_PROSE: Final = Shape(text, label=False)
_MADE_ID: Final = Shape(made_id, label=False)
_MODEL: Final = Shape(exempt, label=False)
_USER: Final = Shape(name)

EMBEDDINGS: Final = Shape(
    label=False,
    fields={
        "model": _MODEL,
        "input": _PROSE,
        "user": _USER,
        "encoding_format": Shape(one_of("float", "base64"), label=False),
        "dimensions": Shape(number=Numbers.SETTING, label=False),
    },
    others=Shape(number=Numbers.BOUND),
)
_PART: Final = Shape(
    text,
    label=False,
    fields={
        "type": Shape(one_of("text", "image_url"), label=False),
        "text": _PROSE,
        "image_url": Shape(link("image"), fields={"url": Shape(link("image"))}, label=False),
    },
)
MODERATIONS: Final = Shape(label=False, fields={"model": _MODEL, "input": _PART}, others=Shape(number=Numbers.BOUND))

_LIST: Final = {"id": _MADE_ID, "object": _MADE_ID, "model": _MADE_ID, "error": ERROR}
_USAGE: Final = Shape(text, fields=dict.fromkeys(("prompt_tokens", "total_tokens"), _FLAG), label=False)
EMBEDDED: Final = Shape(
    text,
    label=False,
    fields={
        **_LIST,
        "data": Shape(
            text,
            label=False,
            fields={"object": _MADE_ID, "index": _FLAG, "embedding": Shape(opaque("numbers"), label=False)},
        ),
        "usage": _USAGE,
    },
)
MODERATED: Final = Shape(
    text, label=False, fields={**_LIST, "results": Shape(made_id, others=Shape(made_id), label=False)}
)


@dataclass(frozen=True, slots=True)
class TextToNumbers:
    """Implements `codec.Codec` for one such operation.

    Attributes:
        operation: ``embeddings`` or ``moderations``.
        request: what stands where in a request.
        reply: what stands where in an answer.
        gives: the member that every answer has.
        dialect: ``openai``, or that of a vendor with the same bodies.
        in_path: the model stands in the path, and the body need not name it.
    """

    operation: str
    request: Shape
    reply: Shape
    gives: str
    dialect: str = "openai"
    in_path: bool = False

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model` or `input` is missing, or the input is an array of tokens.
        """
        named = "" if self.in_path else None
        call = parsed(
            body, self.request, dialect=self.dialect, operation=self.operation, model=named, check=_check_input
        )
        if call.stream:
            raise BadRequest("This operation does not stream: set `stream` to false.", param="stream")
        return call

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        return renamed(patch(call.body, self.request, replacements), model, in_path=self.in_path)

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither a list of results nor an error.
        """
        if not isinstance(body, dict) or not (isinstance(body.get(self.gives), list) or body.get("error") is not None):
            raise ProviderGarbled("The provider's answer is not what this operation gives.")
        failed = body.get("error") is not None
        facts = AnswerFacts(
            model=model_name(body.get("model")), input_tokens=usage_tokens(body.get("usage"))[0], complete=not failed
        )
        return rewrite(body, self.reply, machines), facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """These operations do not stream; `parse` never says that a call does."""
        del machines
        raise InternalError("This operation has no stream.")


def _check_input(body: dict[str, Json]) -> None:
    given = body.get("input")
    if given is None or given in ("", []):
        raise BadRequest("The request must have an input.", param="input")
    for each in given if isinstance(given, list) else (given,):
        if isinstance(each, int | float) or (isinstance(each, list) and each):
            raise BadRequest("Arrays of tokens cannot be checked. Send the input as text.", param="input")


OPENAI_EMBEDDINGS: Final = TextToNumbers("embeddings", EMBEDDINGS, EMBEDDED, "data")
OPENAI_MODERATIONS: Final = TextToNumbers("moderations", MODERATIONS, MODERATED, "results")
