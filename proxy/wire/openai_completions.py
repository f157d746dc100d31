"""The legacy completions codec: ``POST /v1/completions``. A prompt in, its continuation out, as text or as a stream.

Prompts as arrays of tokens cannot be read and are refused. A choice of a stream is that of Chat Completions with its
text directly in it, so the machine for chunks is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import encoded, not_an_event
from proxy.wire.openai_chat_facts import model_name, reason_name, usage_tokens
from proxy.wire.openai_chat_shape import ANSWER as CHAT_ANSWER
from proxy.wire.openai_chat_shape import CHOICE as CHAT_CHOICE
from proxy.wire.openai_chat_shape import REQUEST as CHAT_REQUEST
from proxy.wire.openai_chat_stream import OpenAIChatStream
from proxy.wire.openai_common import FLAG, LABELLED, PROSE, SETTING, parsed, plain, renamed, request
from proxy.wire.openai_copies import mend_completions
from proxy.wire.openai_counted import CountedLegacy
from proxy.wire.patch import patch
from proxy.wire.rewrite import VOID, rewrite
from proxy.wire.shape import Shape, name, opaque, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec
    from proxy.wire.openai_chat_delta import Choice

REQUEST: Final = request(
    prompt=Shape(text, label=False, role="user"),
    suffix=Shape(text, label=False, role="user"),
    stop=plain(name),
    user=LABELLED,
    logit_bias=CHAT_REQUEST.fields["logit_bias"],
    seed=CHAT_REQUEST.fields["seed"],
    stream_options=CHAT_REQUEST.fields["stream_options"],
    **dict.fromkeys(("temperature", "top_p", "max_tokens", "n", "best_of", "logprobs"), SETTING),
    **dict.fromkeys(("presence_penalty", "frequency_penalty"), SETTING),
    **dict.fromkeys(("stream", "echo"), FLAG),
    # Of vLLM: text as tokens, or as the numbers made of them, cannot be read.
    **dict.fromkeys(("prompt_token_ids", "token_ids", "allowed_token_ids"), Shape(kind="token_ids", label=False)),
    prompt_embeds=Shape(opaque("token_ids"), kind="token_ids", label=False),
)
CHOICE: Final = plain(
    text,
    index=FLAG,
    text=PROSE,
    finish_reason=CHAT_CHOICE.fields["finish_reason"],
    **dict.fromkeys(("logprobs", "prompt_logprobs", "token_ids", "prompt_token_ids"), Shape(kind=VOID)),
)
ANSWER: Final = plain(
    text,
    **{**CHAT_ANSWER.fields, "object": plain(CHAT_ANSWER.fields["model"].string), "choices": CHOICE},
)


@dataclass(frozen=True, slots=True)
class Completions:
    """Implements `codec.Codec`.

    Attributes:
        dialect: ``openai``, or that of a vendor with the same bodies.
        in_path: the model stands in the path.
    """

    dialect: str = "openai"
    in_path: bool = False
    operation: str = "completions"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model` or `prompt` is missing, or the prompt is an array of tokens.
        """
        named = "" if self.in_path else None
        return parsed(body, REQUEST, dialect=self.dialect, operation=self.operation, model=named, check=_check)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        return renamed(patch(call.body, REQUEST, replacements), model, in_path=self.in_path)

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither choices nor an error.
        """
        choices = body.get("choices") if isinstance(body, dict) else None
        is_list = isinstance(choices, list) and all(isinstance(choice, dict) for choice in choices)
        if not isinstance(body, dict) or (not is_list and body.get("error") is None):
            raise ProviderGarbled("The provider's answer is not a completion.")
        reasons = [choice.get("finish_reason") for choice in choices or ()] if is_list else []
        tokens = usage_tokens(body.get("usage"))
        facts = AnswerFacts(
            model=model_name(body.get("model")),
            finish_reasons=tuple(reason_name(reason) for reason in reasons if reason is not None),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            complete=bool(reasons) and None not in reasons and body.get("error") is None,
        )
        out = rewrite(body, ANSWER, machines)
        mend_completions(body, out, machines)
        return out, facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        return CompletionsStream(machines)


def _check(body: dict[str, Json]) -> None:
    prompt = body.get("prompt")
    if prompt is None or prompt in ("", []):
        raise BadRequest("The request must have a prompt.", param="prompt")
    for each in prompt if isinstance(prompt, list) else (prompt,):
        if isinstance(each, int | float | list):
            raise BadRequest("Arrays of tokens cannot be checked. Send the prompt as text.", param="prompt")
        if not isinstance(each, str):
            raise BadRequest("The prompt must be text, or a list of texts.", param="prompt")


class CompletionsStream(OpenAIChatStream):
    """Implements `codec.AnswerStream`: a chunk's text stands in its choice, not in a delta."""

    answer_shape = ANSWER
    choice_shape = CHOICE
    counted = CountedLegacy

    def _delta(self, choice: Choice, raw: dict[str, Json]) -> list[dict[str, Json]]:
        said = raw.get("text")
        if said is None:
            said = ""
        elif not isinstance(said, str):
            raise not_an_event()
        delta: dict[str, Json] = {"content": said}
        before = choice.rewrite(delta)
        if raw.get("text") is not None:
            raw["text"] = delta["content"]
        return before

    def _said(self, choice: dict[str, Json]) -> dict[str, str]:
        return {"content": choice["text"]} if isinstance(choice.get("text"), str) else {}

    def _is_delta(self, key: str) -> bool:
        return key == "text"

    def _extra(self, index: int, delta: dict[str, Json], counted: Json = None) -> bytes:
        choice = {"index": index, "text": delta.get("content", ""), "logprobs": counted, "finish_reason": None}
        return encoded({**self._envelope(), "choices": [choice]})

    def _front(self, chunk: dict[str, Json]) -> bytes:
        choices = []
        for raw in chunk["choices"]:
            front = {key: raw.get(key) for key in ("index", "text", "logprobs")}
            choices.append({**front, "finish_reason": None})
            raw["text"], raw["logprobs"] = "", None
        return encoded({**self._envelope(), "choices": choices})


OPENAI_COMPLETIONS: Final[Codec] = Completions()
