"""Bedrock's Converse: ``POST /model/{id}/converse`` and ``/converse-stream``. The model stands in the path.

Reasoning is signed by the provider: it comes back in the next turn and must be unaltered or absent, so a block in which
something would have to be replaced is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.anthropic_messages import differs, without_blocks
from proxy.wire.bedrock_shape import ANSWER, REQUEST, STOP_REASON
from proxy.wire.bedrock_stream import BedrockStream, token_counts
from proxy.wire.codec import AnswerFacts
from proxy.wire.openai_chat_facts import OTHER
from proxy.wire.openai_common import parsed
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import STRUCTURAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.codec import AnswerStream, Codec

_BLOCK_DEPTH: Final = 4
_REASONING: Final = "reasoningContent"


@dataclass(frozen=True, slots=True)
class Converse:
    """Implements `codec.Codec`.

    Attributes:
        operation: its name in records.
        streams: the answer comes as an event stream.
    """

    operation: str
    streams: bool = False
    dialect: str = "bedrock"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `messages` is missing or of the wrong type.
        """
        call = parsed(body, REQUEST, dialect=self.dialect, operation=self.operation, model="", check=_check)
        unscanned = tuple(each for each in call.unscanned if each.kind != "sealed")
        return replace(call, stream=self.streams, unscanned=unscanned)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, and reasoning whole or absent.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        del model  # it stands in the path
        before = {segment.path: segment.text for segment in call.segments}
        signed = {path: path[:_BLOCK_DEPTH] for path in replacements if _in_reasoning(call.body, path)}
        altered = {block for path, block in signed.items() if differs(before.get(path, ""), replacements[path])}
        kept = {path: new for path, new in replacements.items() if path not in signed}
        out: dict[str, Json] = patch(call.body, REQUEST, kept)
        return without_blocks(out, altered) if altered else out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither a message nor an error.
        """
        said = isinstance(body, dict) and ("message" in body or "Message" in body)  # its gateway writes the latter
        if not isinstance(body, dict) or not (isinstance(body.get("output"), dict) or said):
            raise ProviderGarbled("The provider's answer is not a message.")
        reason = body.get("stopReason")
        given, told = token_counts(body.get("usage"))
        known = isinstance(reason, str) and STOP_REASON.string(reason) is STRUCTURAL
        facts = AnswerFacts(
            finish_reasons=() if reason is None else (reason if known else OTHER,),
            input_tokens=given,
            output_tokens=told,
            complete=reason is not None and isinstance(body.get("output"), dict),
        )
        return rewrite(body, ANSWER, machines), facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        if not self.streams:
            raise InternalError("This operation has no stream.")
        return BedrockStream(machines)


def _check(body: dict[str, Json]) -> None:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(each, dict) for each in messages):
        raise BadRequest("The request must have messages, as a list of objects that is not empty.", param="messages")


def _in_reasoning(body: Json, path: Path) -> bool:
    """Whether a path lies in a block of reasoning of the assistant's own message; elsewhere it is text like any."""
    if len(path) <= _BLOCK_DEPTH or (path[0], path[2]) != ("messages", "content") or path[_BLOCK_DEPTH] != _REASONING:
        return False
    message = body["messages"][path[1]]
    block = message["content"][path[3]] if isinstance(message.get("content"), list) else None
    return message.get("role") == "assistant" and isinstance(block, dict) and block.keys() == {_REASONING}


CONVERSE: Final[Codec] = Converse("converse")
CONVERSE_STREAM: Final[Codec] = Converse("converse_stream", streams=True)
