"""What the recording provider says on ``/messages``: the last user message, or a call of a tool with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 3


def block(model: str, text: str) -> dict[str, Any]:
    """The one content block of an answer."""
    if model == "tool":
        return {"type": "tool_use", "id": "toolu_1", "name": "save_note", "input": {"note": text}}
    return {"type": "text", "text": text}


def message(model: str, text: str) -> dict[str, Any]:
    """A whole answer."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [block(model, text)],
        "stop_reason": "tool_use" if model == "tool" else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 7, "output_tokens": 9},
    }


def events(model: str, text: str) -> Iterator[bytes]:
    """The events of a streamed answer, a few characters at a time."""
    whole = message(model, text)
    yield event("message_start", message={**whole, "content": [], "stop_reason": None})
    yield event("ping")
    start = {**whole["content"][0], **({"input": {}} if model == "tool" else {"text": ""})}
    yield event("content_block_start", index=0, content_block=start)
    kind, member = ("input_json_delta", "partial_json") if model == "tool" else ("text_delta", "text")
    said = json.dumps({"note": text}) if model == "tool" else text
    for at in range(0, len(said), PIECE):
        yield event("content_block_delta", index=0, delta={"type": kind, member: said[at : at + PIECE]})
    yield event("content_block_stop", index=0)
    ended = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    yield event("message_delta", delta=ended, usage={"output_tokens": 9})
    yield event("message_stop")


def event(kind: str, **members: Any) -> bytes:
    """One server-sent event."""
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **members})}\n\n".encode()
