"""A plain HTTP client for journeys: what curl would send, and what came back."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guard import Guard


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def error(self) -> dict[str, Any]:
        return self.json["error"]

    @property
    def text(self) -> str:
        """The assistant's text, whether it came whole or streamed."""
        if self.headers["content-type"].startswith("text/event-stream"):
            chunks = [json.loads(data) for data in self.events() if data != "[DONE]"]
            return "".join(
                choice["delta"].get("content") or "" for chunk in chunks for choice in chunk.get("choices", ())
            )
        return self.json["choices"][0]["message"]["content"]

    def events(self) -> list[str]:
        lines = self.raw.decode().split("\n")
        return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]


def send(
    guard: Guard, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", guard.port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def chat(guard: Guard, content: Any, *, model: str = "echo", key: str | None = None, **more: Any) -> Reply:
    body = {"model": model, "messages": [{"role": "user", "content": content}], **more}
    headers = {"authorization": f"Bearer {key or guard.staff}", "content-type": "application/json"}
    return send(guard, "POST", "/v1/chat/completions", json.dumps(body).encode(), headers)
