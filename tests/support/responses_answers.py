"""What the recording provider says on ``/responses``: the last user text, or a call of a function with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 3


def item(model: str, text: str) -> dict[str, Any]:
    """The one output item of an answer."""
    if model == "tool":
        arguments = json.dumps({"note": text})
        return {
            "type": "function_call",
            "id": "fc_1",
            "call_id": "call_1",
            "name": "save_note",
            "arguments": arguments,
            "status": "completed",
        }
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}


def response(model: str, text: str, **members: Any) -> dict[str, Any]:
    """A whole answer."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": model,
        "output": [item(model, text)],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {"input_tokens": 7, "output_tokens": 9, "total_tokens": 16},
        **members,
    }


def events(model: str, text: str) -> Iterator[bytes]:
    """The events of a streamed answer, a few characters at a time, each text in all its copies."""
    numbers = iter(range(1_000_000))

    def event(kind: str, **members: Any) -> bytes:
        data = {"type": kind, "sequence_number": next(numbers), **members}
        return f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode()

    whole = item(model, text)
    begun = response(model, text, output=[], status="in_progress", usage=None)
    yield event("response.created", response=begun)
    yield event("response.in_progress", response=begun)
    place = {"item_id": whole["id"], "output_index": 0}
    if model == "tool":
        yield event(
            "response.output_item.added", output_index=0, item={**whole, "arguments": "", "status": "in_progress"}
        )
        said = whole["arguments"]
        for at in range(0, len(said), PIECE):
            yield event("response.function_call_arguments.delta", **place, delta=said[at : at + PIECE])
        yield event("response.function_call_arguments.done", **place, arguments=said)
    else:
        part = whole["content"][0]
        yield event(
            "response.output_item.added", output_index=0, item={**whole, "content": [], "status": "in_progress"}
        )
        yield event("response.content_part.added", **place, content_index=0, part={**part, "text": ""})
        for at in range(0, len(text), PIECE):
            piece = {"delta": text[at : at + PIECE], "logprobs": [], "obfuscation": "x" * 7}
            yield event("response.output_text.delta", **place, content_index=0, **piece)
        yield event("response.output_text.done", **place, content_index=0, text=text, logprobs=[])
        yield event("response.content_part.done", **place, content_index=0, part=part)
    yield event("response.output_item.done", output_index=0, item=whole)
    yield event("response.completed", response=response(model, text))
