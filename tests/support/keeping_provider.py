"""A provider that keeps conversations, on loopback in a thread: Responses, Conversations, Chat Completions, Gemini.

It answers with everything that was said in the conversation so far, so that values of earlier turns come back.
`received` holds method, path and body of every request.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

PIECE = 4


@dataclass
class KeepingProvider:
    received: list[tuple[str, str, bytes]] = field(default_factory=list)
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)
    inputs: dict[str, list[str]] = field(default_factory=dict)
    conversations: dict[str, list[str]] = field(default_factory=dict)
    completions: dict[str, dict[str, Any]] = field(default_factory=dict)
    cached: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))
    says: str = ""
    """Stands at the end of every answer."""

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def everything(self) -> str:
        return "\n".join(f"{method} {path} {body.decode()}" for method, path, body in self.received)

    def new(self, kind: str) -> str:
        return f"{kind}_{next(self.numbers)}a"

    # ------------------------------------------------------------------ what it says

    def respond(self, asked: dict[str, Any]) -> dict[str, Any]:
        given = asked.get("conversation")
        asked = {**asked, "conversation": given["id"] if isinstance(given, dict) else given}
        said = self._before(asked) + _texts(asked["input"])
        text = " | ".join(said) + self.says
        name, conversation = self.new("resp"), asked.get("conversation")
        whole = {**_response(name, asked["model"], text), "store": asked["store"], "background": False}
        if conversation:
            whole["conversation"] = {"id": conversation}
            self.conversations[conversation] = said
        if asked["store"]:
            self.responses[name], self.inputs[name] = whole, said
        if asked.get("background"):
            return {**whole, "status": "queued", "output": [], "usage": None}
        return whole

    def _before(self, asked: dict[str, Any]) -> list[str]:
        if asked.get("previous_response_id"):
            return self.inputs[asked["previous_response_id"]]
        return self.conversations[asked["conversation"]] if asked.get("conversation") else []

    def complete(self, asked: dict[str, Any]) -> dict[str, Any]:
        message = {"role": "assistant", "content": asked["messages"][-1]["content"] + self.says}
        name = self.new("chatcmpl")
        whole = {"id": name, "object": "chat.completion", "created": 1, "model": asked["model"]}
        whole["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
        if asked.get("store"):
            self.completions[name] = {**whole, "messages": asked["messages"], "metadata": asked.get("metadata")}
        return whole


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given]
    return [each["content"] if isinstance(each["content"], str) else each["content"][0]["text"] for each in given]


def _response(name: str, model: str, text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    item = {"type": "message", "id": "msg_1a", "role": "assistant", "status": "completed", "content": [part]}
    return {
        "id": name,
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": model,
        "output": [item],
        "usage": {"input_tokens": 7, "output_tokens": 9, "total_tokens": 16},
    }


def events(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The stream of a response."""
    item = whole["output"][0]
    text, place = item["content"][0]["text"], {"item_id": item["id"], "output_index": 0, "content_index": 0}
    begun = {**whole, "output": [], "status": "in_progress", "usage": None}
    out: list[dict[str, Any]] = [{"type": "response.created", "response": begun}]
    out += [
        {"type": "response.output_text.delta", **place, "delta": text[at : at + PIECE], "logprobs": []}
        for at in range(0, len(text), PIECE)
    ]
    out += [{"type": "response.output_text.done", **place, "text": text, "logprobs": []}]
    out += [{"type": "response.output_item.done", "output_index": 0, "item": item}]
    out += [{"type": "response.completed", "response": whole}]
    return [{**event, "sequence_number": number} for number, event in enumerate(out)]


class _Handler(BaseHTTPRequestHandler):
    provider: KeepingProvider
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def do_PATCH(self) -> None:
        self._serve("PATCH")

    def _serve(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.provider.received.append((method, self.path, body))
        path = urlsplit(self.path).path.removeprefix("/v1")
        query = parse_qs(urlsplit(self.path).query)
        asked = json.loads(body) if body else {}
        for pattern, answer in _ROUTES:
            wanted, _, where = pattern.partition(" ")
            if wanted == method and (match := re.fullmatch(where, path)):
                try:
                    said = answer(self.provider, asked, query, *match.groups())
                except KeyError:
                    break
                self._events(said) if isinstance(said, list) else self._json(200, said)
                return
        self._json(404, {"error": {"message": "not found", "type": "invalid_request_error", "code": None}})

    def _json(self, status: int, said: Any) -> None:
        self._send(status, "application/json", json.dumps(said).encode())

    def _events(self, said: list[dict[str, Any]]) -> None:
        lines = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in said)
        self._send(200, "text/event-stream", lines.encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _create(provider: KeepingProvider, asked: Any, query: Any) -> Any:
    whole = provider.respond(asked)
    return events(whole) if asked.get("stream") else whole


def _fetch(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
    whole = provider.responses[name]
    return events(whole) if query.get("stream") == ["true"] else whole


def _items(texts: list[str]) -> dict[str, Any]:
    data = [
        {"id": f"msg_{at}b", "type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
        for at, text in enumerate(texts)
    ]
    return {"object": "list", "data": data, "first_id": "msg_0b", "last_id": "msg_0b", "has_more": False}


def _add(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
    provider.conversations[name] = provider.conversations[name] + _texts(asked["items"])
    return _items(_texts(asked["items"]))


def _converse(provider: KeepingProvider, asked: Any, query: Any) -> Any:
    name = provider.new("conv")
    provider.conversations[name] = _texts(asked.get("items") or [])
    return {"id": name, "object": "conversation", "created_at": 1, "metadata": asked.get("metadata") or {}}


def _cache(provider: KeepingProvider, asked: Any, query: Any) -> Any:
    name = "cachedContents/" + provider.new("cc")
    provider.cached[name] = asked
    return {"name": name, "model": asked["model"], "displayName": asked.get("displayName", ""), "createTime": "t1"}


def _cached(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
    kept = provider.cached["cachedContents/" + name]
    return {"name": "cachedContents/" + name, "model": kept["model"], "displayName": kept.get("displayName", "")}


def _generate(provider: KeepingProvider, asked: Any, query: Any) -> Any:
    kept = provider.cached[asked["cachedContent"]]["contents"] if asked.get("cachedContent") else []
    text = " | ".join(part["text"] for each in (*kept, *asked["contents"]) for part in each["parts"])
    content = {"role": "model", "parts": [{"text": text}]}
    return {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}], "modelVersion": "gemini-small"}


def _gone(store: str, kind: str) -> Any:
    def delete(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
        del getattr(provider, store)[name]
        return {"id": name, "object": kind, "deleted": True}

    return delete


def _update(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
    provider.completions[name]["metadata"] = asked["metadata"]
    return provider.completions[name]


def _messages(provider: KeepingProvider, asked: Any, query: Any, name: str) -> Any:
    data = [{"id": f"{name}-{at}", **each} for at, each in enumerate(provider.completions[name]["messages"])]
    return {"object": "list", "data": data, "first_id": data[0]["id"], "last_id": data[-1]["id"], "has_more": False}


_ROUTES: Any = (
    ("POST /responses", _create),
    ("GET /responses/([^/]+)", _fetch),
    ("POST /responses/([^/]+)/cancel", lambda p, a, q, n: {**p.responses[n], "status": "cancelled"}),
    ("GET /responses/([^/]+)/input_items", lambda p, a, q, n: _items(p.inputs[n])),
    ("DELETE /responses/([^/]+)", _gone("responses", "response")),
    ("POST /responses/input_tokens", lambda p, a, q: {"object": "response.input_tokens", "input_tokens": 42}),
    ("POST /conversations", _converse),
    ("POST /conversations/([^/]+)/items", _add),
    ("GET /conversations/([^/]+)/items", lambda p, a, q, n: _items(p.conversations[n])),
    ("DELETE /conversations/([^/]+)", _gone("conversations", "conversation.deleted")),
    ("POST /chat/completions", lambda p, a, q: p.complete(a)),
    ("GET /chat/completions/([^/]+)", lambda p, a, q, n: p.completions[n]),
    ("POST /chat/completions/([^/]+)", _update),
    ("GET /chat/completions/([^/]+)/messages", _messages),
    ("DELETE /chat/completions/([^/]+)", _gone("completions", "chat.completion.deleted")),
    ("POST /cachedContents", _cache),
    ("GET /cachedContents/([^/]+)", _cached),
    ("DELETE /cachedContents/([^/]+)", lambda p, a, q, n: {} if p.cached.pop("cachedContents/" + n) else None),
    ("POST /models/[^/]+:generateContent", _generate),
)
