"""A streamed answer of each API, with a placeholder and a value that nobody sent in it, and a codec that reads it."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import orjson
from other_answers import lines, sse

from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.aws_frames import frame
from proxy.wire.bedrock import CONVERSE_STREAM
from proxy.wire.cohere_chat import COHERE_CHAT
from proxy.wire.gemini_generate import STREAM_ARRAY, STREAM_EVENTS
from proxy.wire.ollama import OLLAMA_CHAT, OLLAMA_GENERATE
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS
from proxy.wire.openai_responses import OpenAIResponses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from answer_machines import Call


def said(call: Call) -> str:
    token = call.token("Maria Delgado")
    return f"Dear {token} 🎓,\n\nher number is SSN 536-22-8765 and all is “well”. "


def pieces(text: str) -> list[str]:
    return [text[at : at + 5] for at in range(0, len(text), 5)]


def chat(text: str) -> bytes:
    chunks = [{"index": 0, "delta": {"content": each}, "finish_reason": None} for each in pieces(text)]
    chunks.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    return sse(({"id": "c1", "choices": [each]} for each in chunks), done=True)[1]


def legacy(text: str) -> bytes:
    chunks = [{"index": 0, "text": each, "finish_reason": None} for each in pieces(text)]
    chunks.append({"index": 0, "text": "", "finish_reason": "stop"})
    return sse(({"id": "c1", "choices": [each]} for each in chunks), done=True)[1]


def responses(text: str) -> bytes:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": text, "annotations": []}
    item = {"type": "message", "id": "msg_1", "role": "assistant", "content": [part]}
    events = [
        *({"type": "response.output_text.delta", **place, "delta": each} for each in pieces(text)),
        {"type": "response.output_text.done", **place, "text": text},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": {"id": "r1", "status": "completed", "output": [item]}},
    ]
    return sse(({**event, "sequence_number": number} for number, event in enumerate(events)), named=True)[1]


def messages(text: str) -> bytes:
    deltas = [{"type": "text_delta", "text": each} for each in pieces(text)]
    events = [
        {"type": "message_start", "message": {"id": "m1", "type": "message", "role": "assistant", "content": []}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *({"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
        {"type": "message_stop"},
    ]
    return sse(events, named=True)[1]


def gemini(text: str) -> bytes:
    chunks = [{"candidates": [{"content": {"role": "model", "parts": [{"text": each}]}}]} for each in pieces(text)]
    chunks.append({"candidates": [{"content": {"role": "model", "parts": [{"text": ""}]}, "finishReason": "STOP"}]})
    return sse(chunks)[1]


def ollama_chat(text: str) -> bytes:
    parts = [{"message": {"role": "assistant", "content": each}, "done": False} for each in pieces(text)]
    return lines([*parts, {"message": {"role": "assistant", "content": ""}, "done": True}])[1]


def ollama_generate(text: str) -> bytes:
    return lines([*({"response": each, "done": False} for each in pieces(text)), {"response": "", "done": True}])[1]


def converse(text: str) -> bytes:
    events = [
        *(("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": each}}) for each in pieces(text)),
        ("contentBlockStop", {"contentBlockIndex": 0}),
        ("messageStop", {"stopReason": "end_turn"}),
    ]
    return b"".join(
        frame(orjson.dumps(payload), {b":event-type": kind.encode(), b":message-type": b"event"})
        for kind, payload in events
    )


def cohere(text: str) -> bytes:
    parts = [{"content": {"text": each}} for each in pieces(text)]
    events = [
        {"type": "message-start", "id": "m1", "delta": {"message": {"role": "assistant", "content": []}}},
        {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}},
        *({"type": "content-delta", "index": 0, "delta": {"message": part}} for part in parts),
        {"type": "content-end", "index": 0},
        {"type": "message-end", "delta": {"finish_reason": "COMPLETE"}},
    ]
    return sse(events, named=True)[1]


STREAMS = {
    "chat": (OpenAIChat(), chat),
    "completions": (OPENAI_COMPLETIONS, legacy),
    "responses": (OpenAIResponses(), responses),
    "messages": (AnthropicMessages(), messages),
    "gemini events": (STREAM_EVENTS, gemini),
    "gemini array": (STREAM_ARRAY, gemini),
    "ollama chat": (OLLAMA_CHAT, ollama_chat),
    "ollama generate": (OLLAMA_GENERATE, ollama_generate),
    "cohere": (COHERE_CHAT, cohere),
    "converse": (CONVERSE_STREAM, converse),
}


def rewritten(codec: Any, raw: bytes, call: Call, places: Iterable[int]) -> bytes:
    """What leaves when the provider's bytes come cut at these places."""
    stream = codec.stream(call.open)
    borders = [0, *sorted(places), len(raw)]
    out = b"".join([stream.feed(raw[a:b]) for a, b in itertools.pairwise(borders)])
    out += stream.finish()
    assert stream.facts.complete
    return out


def checked_whole(codec: Any, raw: bytes, call: Call) -> bytes:
    """The same uncut: the name is back, the foreign number is masked."""
    whole = rewritten(codec, raw, call, [])
    text = whole.decode("utf-8", "replace") + json.dumps(whole.decode("utf-8", "replace"))
    assert "Delgado" in text
    assert "536-22-8765" not in text
    return whole
