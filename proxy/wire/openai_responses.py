"""The Responses codec: ``POST /v1/responses`` and ``POST /v1/responses/input_tokens``.

Responses can be kept by the provider and continued by their id. A codec only says what the caller asks for
(`ParsedCall.keeping`); what leaves says `store` as it was decided there, and false where nobody decided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange.kept import Keeping, Kind, Lying
from proxy.wire.codec import AnswerFacts
from proxy.wire.kept import check_granted
from proxy.wire.openai_chat_facts import model_name
from proxy.wire.openai_common import parsed, renamed
from proxy.wire.openai_copies import mend_response
from proxy.wire.openai_responses_facts import end_reason, made_by
from proxy.wire.openai_responses_shape import ANSWER, REQUEST
from proxy.wire.openai_responses_stream import ResponsesStream
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.usage import usage_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec

_CONTINUED: Final = {"previous_response_id": Kind.RESPONSE, "conversation": Kind.CONVERSATION}


@dataclass(frozen=True)
class OpenAIResponses:
    """Implements `codec.Codec`; `dialect` is ``openai``, or that of a vendor with the same bodies.

    With `in_path` the model stands in the path, and the body need not name it.
    """

    dialect: str = "openai"
    in_path: bool = False
    operation: str = "responses"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model` or `stream` is missing or wrong, or what it continues is no id.
        """
        named = "" if self.in_path else None
        call = parsed(body, REQUEST, dialect=self.dialect, operation=self.operation, model=named)
        # What is sealed is opaque to everybody but the provider that sealed it.
        unscanned = tuple(each for each in call.unscanned if each.kind != "sealed")
        return replace(call, unscanned=unscanned, keeping=_keeping(body))

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, the provider's own model name, and `store` as it was decided.

        Raises:
            BadRequest: it relies on what the provider may not keep.
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        kept = check_granted(call.keeping)
        return {**renamed(patch(call.body, REQUEST, replacements), model, in_path=self.in_path), "store": kept}

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither a response nor an error.
        """
        if not isinstance(body, dict) or not (isinstance(body.get("output"), list) or body.get("error") is not None):
            raise ProviderGarbled("The provider's answer is not a response.")
        tokens = usage_tokens(body.get("usage"))
        reason = end_reason(body)
        facts = AnswerFacts(
            model=model_name(body.get("model")),
            finish_reasons=() if reason is None else (reason,),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            complete=reason is not None and body.get("error") is None,
            made=made_by(body),
        )
        out = rewrite(body, ANSWER, machines)
        mend_response(body, out, machines)
        return out, facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        return ResponsesStream(machines)


@dataclass(frozen=True)
class OpenAIInputTokens(OpenAIResponses):
    """The same request, to be counted instead of answered: it holds the same values."""

    operation: str = "input_tokens"

    def parse(self, body: Json) -> ParsedCall:
        """As for a response; nothing streams."""
        if isinstance(body, dict) and body.get("stream"):
            raise BadRequest("Counting tokens does not stream.", param="stream")
        call = super().parse(body)
        return call if call.keeping is None else replace(call, keeping=replace(call.keeping, asked=False, needs=""))

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """As for a response, but this operation knows no `store`."""
        check_granted(call.keeping)
        return {**patch(call.body, REQUEST, replacements), "model": model}

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Pass the count.

        Raises:
            ProviderGarbled: neither a count nor an error.
        """
        count = body.get("input_tokens") if isinstance(body, dict) else None
        if not isinstance(body, dict) or (body.get("error") is None and not isinstance(count, int)):
            raise ProviderGarbled("The provider's answer is not a count of tokens.")
        known = count if isinstance(count, int) else None
        return rewrite(body, ANSWER, machines), AnswerFacts(input_tokens=known, complete=body.get("error") is None)


def _keeping(body: dict[str, Json]) -> Keeping:
    """What the caller asks for; the API stores unless it is told not to.

    Raises:
        BadRequest: what it continues is no id.
    """
    continues = []
    for key, kind in _CONTINUED.items():
        given = body.get(key)
        if kind is Kind.CONVERSATION and isinstance(given, dict) and given.keys() == {"id"}:
            given = given["id"]
        if given is None:
            continue
        if not isinstance(given, str) or not given:
            raise BadRequest(f"`{key}` must be an id, as a string.", param=key)
        continues.append(Lying(kind, given, key))
    return Keeping(body.get("store") is not False, tuple(continues), "background" if body.get("background") else "")


_: tuple[Codec, ...] = (OpenAIResponses(), OpenAIInputTokens())
