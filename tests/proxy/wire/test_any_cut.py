"""The law of all streams: what leaves depends on the provider's bytes, never on how they were cut."""

from __future__ import annotations

import itertools
import json
import random

import orjson
import pytest
from answer_machines import Call, small_scan
from other_answers import lines, sse

from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.aws_frames import frame
from proxy.wire.bedrock import CONVERSE_STREAM
from proxy.wire.gemini_generate import STREAM_ARRAY, STREAM_EVENTS
from proxy.wire.ollama import OLLAMA_CHAT, OLLAMA_GENERATE
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS
from proxy.wire.openai_responses import OpenAIResponses

CUTS = 25
"""Random cuttings of each stream; beside them every eleventh cut in two, and one byte at a time."""


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


STREAMS = {
    "chat": (OpenAIChat(), chat),
    "completions": (OPENAI_COMPLETIONS, legacy),
    "responses": (OpenAIResponses(), responses),
    "messages": (AnthropicMessages(), messages),
    "gemini events": (STREAM_EVENTS, gemini),
    "gemini array": (STREAM_ARRAY, gemini),
    "ollama chat": (OLLAMA_CHAT, ollama_chat),
    "ollama generate": (OLLAMA_GENERATE, ollama_generate),
    "converse": (CONVERSE_STREAM, converse),
}


@pytest.mark.parametrize("name", STREAMS)
def test_any_cutting_gives_the_same_bytes(name: str) -> None:
    codec, made = STREAMS[name]
    call = Call(scan=small_scan)
    raw = made(said(call))

    def run(places: list[int]) -> bytes:
        stream = codec.stream(call.open)
        borders = [0, *sorted(places), len(raw)]
        out = b"".join([stream.feed(raw[a:b]) for a, b in itertools.pairwise(borders)])
        out += stream.finish()
        assert stream.facts.complete
        return out

    whole = run([])
    text = whole.decode("utf-8", "replace") + json.dumps(whole.decode("utf-8", "replace"))
    assert "Delgado" in text
    assert "536-22-8765" not in text
    draw = random.Random(11)
    for at in range(1, len(raw), 11):
        assert run([at]) == whole
    assert run(list(range(1, len(raw)))) == whole
    for _ in range(CUTS):
        assert run([draw.randrange(1, len(raw)) for _ in range(draw.randint(1, 40))]) == whole
