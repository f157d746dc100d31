"""What the recording provider says on the smaller routes and the other vendors' APIs: the text it was sent, again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from proxy.wire import aws_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PIECE = 3
SOUND = b"ID3\x04\x00sound \xff\xfb\x90 536-90-4399"


def pieces(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]


def sse(events: Iterable[Any], *, named: bool = False, done: bool = False) -> tuple[str, bytes]:
    out = [
        (f"event: {event['type']}\n" if named else "") + f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
        for event in events
    ]
    return "text/event-stream", ("".join(out) + ("data: [DONE]\n\n" if done else "")).encode()


def _json(value: Any) -> tuple[str, bytes]:
    return "application/json", json.dumps(value).encode()


def _completions(asked: Any) -> tuple[str, bytes]:
    given = asked["prompt"]
    text = given if isinstance(given, str) else given[0]

    def chunk(said: str, reason: str | None) -> Any:
        choice = {"index": 0, "text": said, "logprobs": None, "finish_reason": reason}
        return {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "echo", "choices": [choice]}

    if asked.get("stream"):
        return sse([*(chunk(each, None) for each in pieces(text)), chunk("", "stop")], done=True)
    usage = {"prompt_tokens": 7, "completion_tokens": 9, "total_tokens": 16}
    return _json({**chunk(text, "stop"), "usage": usage})


def _images(asked: Any) -> tuple[str, bytes]:
    picture = {"b64_json": "iVBORw0KGgo=", "revised_prompt": asked["prompt"]}
    if asked.get("stream"):
        event = {"b64_json": "iVBORw0KGgo=", "created_at": 1, "size": "1024x1024", "quality": "low"}
        event |= {"output_format": "png", "background": "opaque"}
        usage = {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}
        first = {"type": "image_generation.partial_image", "partial_image_index": 0, **event}
        return sse([first, {"type": "image_generation.completed", "usage": usage, **event}], named=True)
    return _json({"created": 1, "data": [picture], "size": "1024x1024"})


def _speech(asked: Any) -> tuple[str, bytes]:
    return "audio/mpeg", SOUND


def _azure_chat(asked: Any) -> tuple[str, bytes]:
    """With what Azure adds: results of its filter, in a first chunk without choices and in every choice."""
    text = asked["messages"][-1]["content"]
    safe = {"hate": {"filtered": False, "severity": "safe"}}
    first = {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": safe}]}
    head = {"id": "chatcmpl-1", "created": 1, "model": "gpt-4o-2024-11-20"}
    usage = {"prompt_tokens": 7, "completion_tokens": 9, "total_tokens": 16}
    if asked.get("stream"):
        head["object"] = "chat.completion.chunk"
        said = [{"role": "assistant", "content": ""}, *({"content": each} for each in pieces(text)), {}]
        choices = [{"index": 0, "delta": each, "finish_reason": None} for each in said]
        choices[-1] |= {"finish_reason": "stop", "content_filter_results": safe}
        chunks = [{**head, **first, "choices": []}, *({**head, "choices": [choice]} for choice in choices)]
        late = {"index": 0, "finish_reason": None, "content_filter_results": safe}
        late["content_filter_offsets"] = {"check_offset": 10, "start_offset": 10, "end_offset": 40}
        return sse([*chunks, {**head, "choices": [late]}], done=True)
    context = {"citations": [{"content": text, "title": "notes", "filepath": "a.txt"}], "intent": "[]"}
    message = {"role": "assistant", "content": text, "context": context}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "content_filter_results": safe}
    return _json({**head, **first, "object": "chat.completion", "choices": [choice], "usage": usage})


def _embeddings(asked: Any) -> tuple[str, bytes]:
    data = [{"object": "embedding", "index": 0, "embedding": [0.5, -0.5]}]
    usage = {"prompt_tokens": 3, "total_tokens": 3}
    return _json({"object": "list", "model": "m", "data": data, "usage": usage})


def lines(values: Iterable[Any]) -> tuple[str, bytes]:
    return "application/x-ndjson", "".join(json.dumps(value) + "\n" for value in values).encode()


def _ollama(asked: Any) -> tuple[str, bytes]:
    head = {"model": "echo", "created_at": "2026-01-02T03:04:05.678901234Z"}
    last = {"done": True, "done_reason": "stop", "prompt_eval_count": 7, "eval_count": 9, "total_duration": 1234567890}
    chat = "messages" in asked
    text = asked["messages"][-1]["content"] if chat else asked["prompt"]

    def said(words: str, **members: Any) -> Any:
        return {"message": {"role": "assistant", "content": words, **members}} if chat else {"response": words}

    if asked["messages" if chat else "model"] and asked.get("tools"):
        call = {"function": {"name": "save_note", "arguments": {"note": text}}}
        parts = [said("Saving. "), said("", tool_calls=[call])]
    else:
        parts = [said(each) for each in pieces(text)]
    if asked.get("stream") is False:
        return _json({**head, **said(text), **last})
    if asked["model"] == "cut":
        return lines({**head, **part, "done": False} for part in parts[: len(parts) // 2])
    return lines([*({**head, **part, "done": False} for part in parts), {**head, **said(""), **last}])


def _ollama_embed(asked: Any) -> tuple[str, bytes]:
    return _json({"model": "echo", "embeddings": [[0.5, -0.5]], "prompt_eval_count": 3})


def _frames(events: Iterable[tuple[str, Any]]) -> tuple[str, bytes]:
    out = b""
    for kind, payload in events:
        headers = {b":event-type": kind.encode(), b":content-type": b"application/json", b":message-type": b"event"}
        out += aws_frames.frame(json.dumps({**payload, "p": "abcdefgh"}).encode(), headers)
    return "application/vnd.amazon.eventstream", out


def _bedrock_text(asked: Any) -> str:
    return asked["messages"][-1]["content"][0]["text"]


def _converse(asked: Any) -> tuple[str, bytes]:
    usage = {"inputTokens": 7, "outputTokens": 9, "totalTokens": 16}
    block = {"text": _bedrock_text(asked)}
    if asked.get("toolConfig"):
        block = {"toolUse": {"toolUseId": "tooluse_1", "name": "save_note", "input": {"note": block["text"]}}}
    message = {"role": "assistant", "content": [block]}
    return _json(
        {"output": {"message": message}, "stopReason": "end_turn", "usage": usage, "metrics": {"latencyMs": 5}}
    )


def _converse_cut(asked: Any) -> tuple[str, bytes]:
    kind, body = _converse_stream(asked)
    return kind, body[: len(body) // 2]


def _converse_stream(asked: Any) -> tuple[str, bytes]:
    usage = {"inputTokens": 7, "outputTokens": 9, "totalTokens": 16}
    said = pieces(_bedrock_text(asked))
    start: list[tuple[str, Any]] = []
    if asked.get("toolConfig"):
        tool = {"toolUse": {"toolUseId": "tooluse_1", "name": "save_note"}}
        start = [("contentBlockStart", {"contentBlockIndex": 0, "start": tool})]
        said = pieces(json.dumps({"note": _bedrock_text(asked)}))
        deltas = [{"toolUse": {"input": each}} for each in said]
    else:
        deltas = [{"text": each} for each in said]
    return _frames(
        [
            ("messageStart", {"role": "assistant"}),
            *start,
            *(("contentBlockDelta", {"contentBlockIndex": 0, "delta": delta}) for delta in deltas),
            ("contentBlockStop", {"contentBlockIndex": 0}),
            ("messageStop", {"stopReason": "end_turn"}),
            ("metadata", {"usage": usage, "metrics": {"latencyMs": 5}}),
        ]
    )


def _cohere(asked: Any) -> tuple[str, bytes]:
    text = asked["messages"][-1]["content"]
    usage = {"tokens": {"input_tokens": 7.0, "output_tokens": 9.0}}
    cited = {"start": 0, "end": len(text), "text": text, "type": "TEXT_CONTENT", "sources": []}
    note = json.dumps({"note": text})
    call = {"id": "save_note_1", "type": "function", "function": {"name": "save_note", "arguments": note}}
    if not asked.get("stream"):
        message = {"role": "assistant", "content": [{"type": "text", "text": text}], "citations": [cited]}
        if asked.get("tools"):
            message = {"role": "assistant", "tool_plan": text, "tool_calls": [call]}
        reason = "TOOL_CALL" if asked.get("tools") else "COMPLETE"
        return _json({"id": "c1", "finish_reason": reason, "message": message, "usage": usage})

    def event(kind: str, index: int | None = None, **message: Any) -> Any:
        place = {} if index is None else {"index": index}
        return {"type": kind, **place, **({"delta": {"message": message}} if message else {})}

    begun = {"id": "save_note_1", "type": "function", "function": {"name": "save_note", "arguments": ""}}
    said = [
        event("content-start", 0, content={"type": "text", "text": ""}),
        *(event("content-delta", 0, content={"text": each}) for each in pieces(text)),
        event("citation-start", 0, citations=cited),
        event("citation-end", 0),
        event("content-end", 0),
    ]
    if asked.get("tools"):
        said = [
            *(event("tool-plan-delta", tool_plan=each) for each in pieces(text)),
            event("tool-call-start", 0, tool_calls=begun),
            *(event("tool-call-delta", 0, tool_calls={"function": {"arguments": each}}) for each in pieces(note)),
            event("tool-call-end", 0),
        ]
    end = {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": usage}}
    whole = [{"id": "c1", **event("message-start", role="assistant", content=[])}, *said, end]
    return sse(whole[: len(whole) // 2] if asked["model"] == "cut" else whole, named=True)


def _ranked(asked: Any) -> tuple[str, bytes]:
    return _json({"id": "c1", "results": [{"index": 0, "relevance_score": 0.9}], "meta": {}})


def _cohere_embed(asked: Any) -> tuple[str, bytes]:
    return _json({"id": "c1", "embeddings": {"float": [[0.5, -0.5]]}, "texts": asked["texts"]})


ROUTES: dict[str, Callable[[Any], tuple[str, bytes]]] = {
    "/v1/completions": _completions,
    "/v1/images/generations": _images,
    "/v1/audio/speech": _speech,
    "/openai/deployments/echo/chat/completions": _azure_chat,
    "/openai/deployments/echo/completions": _completions,
    "/openai/deployments/echo/embeddings": _embeddings,
    "/openai/v1/chat/completions": _azure_chat,
    "/model/echo/converse": _converse,
    "/model/echo/converse-stream": _converse_stream,
    "/model/cut/converse-stream": _converse_cut,
    "/model/anthropic.claude%3A0/converse": _converse,
    "/v2/chat": _cohere,
    "/v2/embed": _cohere_embed,
    "/v2/rerank": _ranked,
    "/api/chat": _ollama,
    "/api/generate": _ollama,
    "/api/embed": _ollama_embed,
}
"""By path, without the query."""


def answer(line: str, body: bytes) -> tuple[str, bytes] | None:
    """The media type and the body for a request line, or None where another module answers."""
    path = line.split(" ")[1].partition("?")[0]
    if path == "/model/garbage/converse":
        return "text/html", b"<html>not json"
    handler = ROUTES.get(path)
    return None if handler is None else handler(json.loads(body))
