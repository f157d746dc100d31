"""The Anthropic Messages codec: ``POST /v1/messages`` and ``POST /v1/messages/count_tokens``.

Thinking blocks are signed by the provider. They come back in the next turn and must be unaltered or absent: a block in
which nothing but placeholders stands goes out as it came, one that would have to be altered is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange import ParsedCall
from proxy.wire.anthropic_facts import model_name, stop_reason
from proxy.wire.anthropic_shape import ANSWER, REQUEST, THINKING
from proxy.wire.anthropic_stream import AnthropicStream
from proxy.wire.codec import AnswerFacts
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.usage import usage_tokens
from proxy.wire.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, Path
    from proxy.wire.codec import AnswerStream, Codec

_TOKEN: Final = re.compile(r"\[[A-Z]{2,16}_[0-9]{1,4}[A-Z]{1,2}_[2-9BCDFGHJ-NP-TV-XZ]{5}\]")
"""A placeholder in its text form, exactly as `transform.placeholders` spells it: "[ANA_GARCIA]" is none."""
_BLOCK_DEPTH: Final = 4
"""Steps to a block of a message: ``messages``, index, ``content``, index."""


class AnthropicMessages:
    """Implements `codec.Codec`."""

    dialect: Final = "anthropic"
    operation: Final = "messages"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `model`, `messages` or `stream` is missing or has the wrong type.
        """
        if not isinstance(body, dict):
            raise BadRequest("The body must be a JSON object.")
        model = body.get("model")
        if not isinstance(model, str) or not model:
            raise BadRequest("The request must name a model, as a string.", param="model")
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages or not all(isinstance(each, dict) for each in messages):
            raise BadRequest(
                "The request must have messages, as a list of objects that is not empty.", param="messages"
            )
        stream = body.get("stream")
        if stream is not None and not isinstance(stream, bool):
            raise BadRequest("`stream` must be true or false.", param="stream")
        walked = walk(body, REQUEST)
        return ParsedCall(
            dialect=self.dialect,
            operation=self.operation,
            model=model,
            stream=bool(stream),
            segments=walked.segments,
            # What is signed is opaque, and goes back to whoever sealed it.
            unscanned=tuple(each for each in walked.unscanned if each.kind != "sealed"),
            body=body,
            attachments=walked.attachments,
        )

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, the provider's own model name, and thinking whole or absent.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        before = {segment.path: segment.text for segment in call.segments}
        signed = {path: block for path in replacements if (block := _thinking_block(call.body, path)) is not None}
        altered = {block for path, block in signed.items() if differs(before.get(path, ""), replacements[path])}
        kept = {path: text for path, text in replacements.items() if path not in signed}
        out: dict[str, Json] = {**patch(call.body, REQUEST, kept), "model": model}
        return without_blocks(out, altered) if altered else out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither a message nor an error.
        """
        if not isinstance(body, dict) or not (isinstance(body.get("content"), list) or body.get("error") is not None):
            raise ProviderGarbled("The provider's answer is not a message.")
        reason = body.get("stop_reason")
        tokens = usage_tokens(body.get("usage"))
        facts = AnswerFacts(
            model=model_name(body.get("model")),
            finish_reasons=() if reason is None else (stop_reason(reason),),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            complete=reason is not None and body.get("error") is None,
        )
        return rewrite(body, ANSWER, machines), facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        return AnthropicStream(machines)


class AnthropicCountTokens(AnthropicMessages):
    """The same request, to be counted instead of answered: it holds the same values."""

    operation: Final = "count_tokens"  # type: ignore[misc]  # one of the two that this API has

    def parse(self, body: Json) -> ParsedCall:
        """As for a message; nothing streams."""
        if isinstance(body, dict) and body.get("stream"):
            raise BadRequest("Counting tokens does not stream.", param="stream")
        return super().parse(body)

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Pass the count.

        Raises:
            ProviderGarbled: neither a count nor an error.
        """
        if not isinstance(body, dict) or (body.get("error") is None and not isinstance(body.get("input_tokens"), int)):
            raise ProviderGarbled("The provider's answer is not a count of tokens.")
        count = body.get("input_tokens")
        known = count if isinstance(count, int) else None
        return rewrite(body, ANSWER, machines), AnswerFacts(input_tokens=known, complete=body.get("error") is None)


def _thinking_block(body: Json, path: Path) -> Path | None:
    """The path of the signed block that `path` lies in, if any.

    Only blocks of the assistant's own messages are signed. Anything else that calls itself thinking (a tool's input,
    a system block, the whole body) is text like any other: left out of the replacing, it would leave as it came.
    """
    block, message = path[:_BLOCK_DEPTH], _value(body, path[:2])
    if len(path) <= _BLOCK_DEPTH or (block[0], block[2]) != ("messages", "content"):
        return None
    if not isinstance(message, dict) or message.get("role") != "assistant" or not isinstance(block[3], int):
        return None
    value = message["content"][block[3]]
    kind = value.get("type") if isinstance(value, dict) else None
    return block if isinstance(kind, str) and kind in THINKING else None


def _value(body: Json, path: Path) -> Json:
    """What stands at the first steps of a path, None for a step into nothing."""
    for step in path:
        if not isinstance(step, str | int) or not isinstance(body, dict | list):
            return None
        body = body[step]  # type: ignore[index]  # the walker made the path of this very body
    return body


def differs(old: str, new: str) -> bool:
    """Whether more than the spelling of placeholders would change."""
    return _TOKEN.sub("", old) != _TOKEN.sub("", new)


def without_blocks(body: dict[str, Json], blocks: set[Path]) -> dict[str, Json]:
    """A copy of the body without these blocks; a message of which nothing is left goes too, the API allows none."""
    messages = []
    for index, message in enumerate(body["messages"]):
        gone = {block[3] for block in blocks if block[1] == index}
        if not gone:
            messages.append(message)
        elif content := [block for position, block in enumerate(message["content"]) if position not in gone]:
            messages.append({**message, "content": content})
    return {**body, "messages": messages}


_: tuple[Codec, ...] = (AnthropicMessages(), AnthropicCountTokens())
