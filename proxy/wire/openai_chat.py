"""The Chat Completions codec: ``POST /v1/chat/completions``. What stands where is in `openai_chat_shape`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange.kept import Keeping
from proxy.wire.codec import AnswerFacts
from proxy.wire.kept import check_granted
from proxy.wire.openai_chat_facts import made_by, model_name, reason_name, usage_tokens
from proxy.wire.openai_chat_shape import ANSWER, REQUEST
from proxy.wire.openai_chat_stream import OpenAIChatStream
from proxy.wire.openai_common import parsed, renamed
from proxy.wire.openai_copies import mend_chat
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec


class OpenAIChat:
    """Implements `codec.Codec`.

    Args:
        dialect: ``openai``, or that of a vendor with the same bodies.
        in_path: the model stands in the path, and the body need not name it.
    """

    dialect: str = "openai"
    operation: str = "chat"
    in_path: bool = False

    def __init__(self, dialect: str = "openai", *, in_path: bool = False) -> None:
        self.dialect = dialect
        self.in_path = in_path

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model`, `messages` or `stream` is missing or has the wrong type.
        """
        named = "" if self.in_path else None
        call = parsed(body, REQUEST, dialect=self.dialect, operation=self.operation, model=named, check=_check)
        return replace(call, keeping=Keeping(asked=body.get("store") is True))

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, the provider's own model name, and `store` as it was decided.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        out = renamed(patch(call.body, REQUEST, replacements), model, in_path=self.in_path)
        told = call.keeping is not None and call.keeping.told
        return {**out, "store": check_granted(call.keeping)} if told or "store" in out else out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer; log probabilities, a second copy of the text, and citations follow it.

        Raises:
            ProviderGarbled: neither choices nor an error.
        """
        if not isinstance(body, dict):
            raise _not_a_completion()
        choices = body.get("choices")
        is_list = isinstance(choices, list) and all(isinstance(choice, dict) for choice in choices)
        if not is_list and body.get("error") is None:
            raise _not_a_completion()
        out = rewrite(body, ANSWER, machines)
        mend_chat(body, out, machines)
        return out, _facts(body, choices if is_list else [])

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        return OpenAIChatStream(machines)


def _check(body: dict[str, Json]) -> None:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadRequest("The request must have messages, as a list that is not empty.", param="messages")
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            raise BadRequest("Each message must be a JSON object.", param=f"messages[{index}]")


def _not_a_completion() -> ProviderGarbled:
    return ProviderGarbled("The provider's answer is not a chat completion.")


def _facts(body: dict[str, Json], choices: Json) -> AnswerFacts:
    reasons = [choice.get("finish_reason") for choice in choices]
    tokens = usage_tokens(body.get("usage"))
    return AnswerFacts(
        model=model_name(body.get("model")),
        finish_reasons=tuple(reason_name(reason) for reason in reasons if reason is not None),
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        complete=bool(reasons) and None not in reasons and body.get("error") is None,
        made=made_by(body),
    )


_: Codec = OpenAIChat()
