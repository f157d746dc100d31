"""What the recording provider says on ``/models/{model}:...``: the last user text, or a call of a function with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 3
_LINE = re.compile(r"POST \S*/models/([^/:?]+):(\w+)")


def asked(line: str, body: dict[str, Any]) -> dict[str, Any]:
    """The request in the words of the other APIs: the model and whether it streams stand in the path."""
    model, operation = _LINE.match(line).groups()
    said = [part.get("text", "") for content in body.get("contents", [])[-1:] for part in content["parts"]]
    messages = [{"role": "user", "content": "".join(said)}]
    return {"model": unquote(model), "stream": operation == "streamGenerateContent", "messages": messages}


def part(model: str, text: str) -> dict[str, Any]:
    """The one part of an answer."""
    if model == "tool":
        return {"functionCall": {"id": "fc1", "name": "save_note", "args": {"note": text}}, "thoughtSignature": SIGNED}
    return {"text": text}


SIGNED = "c2lnbmF0dXJl" * 8
USAGE = {"promptTokenCount": 7, "candidatesTokenCount": 9, "totalTokenCount": 16}


def answer(model: str, given: dict[str, Any], **candidate: Any) -> dict[str, Any]:
    """An answer, or a chunk of one."""
    content = {"role": "model", "parts": [given]}
    return {
        "candidates": [{"content": content, "index": 0, **candidate}],
        "usageMetadata": USAGE,
        "modelVersion": model,
        "responseId": "resp1",
    }


def whole(line: str, model: str, text: str) -> dict[str, Any]:
    """The answer of an operation that does not stream."""
    operation = _LINE.match(line)[2]
    if operation == "countTokens":
        return {"totalTokens": 42}
    if operation == "embedContent":
        return {"embedding": {"values": [0.25, 0.5]}}
    if operation == "batchEmbedContents":
        return {"embeddings": [{"values": [0.25, 0.5]}]}
    return answer(model, part(model, text), finishReason="STOP")


def events(model: str, text: str) -> Iterator[bytes]:
    """The events of a streamed answer, a few characters at a time."""
    if model == "tool":
        yield event(answer(model, part(model, text)))
    else:
        for at in range(0, len(text), PIECE):
            yield event(answer(model, {"text": text[at : at + PIECE]}))
    yield event(answer(model, {"text": ""}, finishReason="STOP"))


def event(chunk: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(chunk)}\r\n\r\n".encode()
