"""A provider that keeps files and runs batches at once: OpenAI's and Anthropic's, on loopback, in a thread.

Every record of a batch is answered with its last user message, so that what was replaced comes back as it was sent.
`received` holds every byte that reached it. A record whose text holds ``FAIL`` ends in the error file; ``NEW ssn`` is
answered with a number that nobody sent.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW_SSN = "538-82-7719"


@dataclass(repr=False)
class StoringProvider:
    received: list[tuple[str, str, bytes]] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    results: dict[str, bytes] = field(default_factory=dict)
    fail_with: int = 0
    cut: bool = False
    """Contents break off half-way."""
    gives_id: str = ""
    """In place of one of its own."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

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
        """All that was received, JSON escapes undone as well."""
        return "\n".join(
            f"{line} {body.decode('utf-8', 'replace')} {_unescaped(body)}" for line, _, body in self.received
        )

    def add_file(self, content: bytes, **members: Any) -> dict[str, Any]:
        name = self.gives_id or f"file-{next(self._numbers):06d}abc"
        made = {"id": name, "object": "file", "bytes": len(content), "created_at": 1, "status": "processed"} | members
        self.files[name], self.contents[name] = made, content
        return made

    # ------------------------------------------------------------------ OpenAI

    def upload(self, form: bytes) -> dict[str, Any]:
        fields = dict(re.findall(rb'name="([^"]+)"\r\n\r\n(.*?)\r\n', form))
        filename = re.search(rb'filename="([^"]*)"', form)
        content = form.split(b"\r\n\r\n")[-1].rpartition(b"\r\n--")[0]
        assert filename is not None
        return self.add_file(content, filename=filename[1].decode(), purpose=fields.get(b"purpose", b"").decode())

    def batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        good, bad = [], []
        for line in self.contents[asked["input_file_id"]].splitlines():
            record = json.loads(line)
            text = _said(record["body"])
            head = {"id": f"batch_req_{len(good)}", "custom_id": record["custom_id"]}
            if "FAIL" in text:
                bad.append({**head, "response": None, "error": {"code": "server_error", "message": f"no: {text}"}})
                continue
            answer = _answer(record["url"], record["body"]["model"], _reply(text))
            good.append(
                {**head, "response": {"status_code": 200, "request_id": "req_1", "body": answer}, "error": None}
            )
        name = f"batch_{next(self._numbers):06d}"
        made = {"id": name, "object": "batch", "status": "completed", "created_at": 1, **asked, "errors": None}
        made["request_counts"] = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}
        for key, lines in (("output_file_id", good), ("error_file_id", bad)):
            content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            made[key] = self.add_file(content, filename="out.jsonl", purpose="batch_output")["id"] if lines else None
        self.batches[name] = made
        return made

    # ------------------------------------------------------------------ Anthropic

    def message_batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = f"msgbatch_{next(self._numbers):06d}"
        lines = []
        for request in asked["requests"]:
            text = _said(request["params"])
            message = {"id": "msg_1", "type": "message", "role": "assistant", "model": request["params"]["model"]}
            message |= {"content": [{"type": "text", "text": _reply(text)}], "stop_reason": "end_turn"}
            message |= {"usage": {"input_tokens": 3, "output_tokens": 4}, "stop_sequence": None}
            error = {"type": "error", "error": {"type": "invalid_request_error", "message": f"no: {text}"}}
            result = (
                {"type": "errored", "error": error} if "FAIL" in text else {"type": "succeeded", "message": message}
            )
            lines.append({"custom_id": request["custom_id"], "result": result})
        self.results[name] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        counts = {"processing": 0, "succeeded": len(lines), "errored": 0, "canceled": 0, "expired": 0}
        made = {"id": name, "type": "message_batch", "processing_status": "ended", "request_counts": counts}
        made |= dict.fromkeys(("created_at", "expires_at", "ended_at"), "2026-11-23T08:00:00Z")
        made |= dict.fromkeys(("archived_at", "cancel_initiated_at"))
        made["results_url"] = f"https://api.anthropic.com/v1/messages/batches/{name}/results"
        self.batches[name] = made
        return made


class _Handler(BaseHTTPRequestHandler):
    provider: StoringProvider
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.provider.received.append((f"{self.command} {self.path}", str(self.headers), body))
        if self.provider.fail_with:
            self._json({"error": {"message": "slow down", "type": "rate_limit_error"}}, self.provider.fail_with)
            return
        path = self.path.partition("?")[0].removeprefix("/v1").strip("/").split("/")
        if path[0] == "chat":
            asked = json.loads(body)
            self._json(_answer("/v1/chat/completions", asked["model"], _reply(_said(asked))), 200)
            return
        answer = None
        if "files" in path or "batches" in path:
            answer = self._files(path, body) if path[0] == "files" else self._batches(path, body)
        if isinstance(answer, bytes):
            self._send(answer, "application/octet-stream", 200)
        elif answer is None:
            self._json({"error": {"message": "no such thing", "type": "invalid_request_error"}}, 404)
        else:
            self._json(answer, 200)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 # names of the standard library

    def _files(self, path: list[str], body: bytes) -> Any:
        known = self.provider
        anthropic = "anthropic-version" in self.headers
        if self.command == "POST":
            made = known.upload(body)
            return _metadata(made) if anthropic else made
        if len(path) == 1:
            data = list(known.files.values())
            return {"data": [_metadata(each) for each in data], "next_page": None} if anthropic else self._page(data)
        name = path[1]
        if name not in known.files:
            return None
        if self.command == "DELETE":
            del known.files[name]
            return {"id": name, "object": "file", "deleted": True}
        if len(path) > 2:
            return known.contents[name]
        return _metadata(known.files[name]) if anthropic else known.files[name]

    def _batches(self, path: list[str], body: bytes) -> Any:
        known = self.provider
        anthropic, rest = path[0] == "messages", path[path.index("batches") + 1 :]
        if not rest:
            if self.command == "POST":
                return (known.message_batch if anthropic else known.batch)(json.loads(body))
            return self._page([each for name, each in known.batches.items() if name.startswith("msg") is anthropic])
        name = rest[0]
        if name not in known.batches:
            return None
        if self.command == "DELETE":
            del known.batches[name]
            return {"id": name, "type": "message_batch_deleted"}
        if rest[1:] == ["results"]:
            return known.results[name]
        if rest[1:] == ["cancel"]:
            known.batches[name]["status"] = "cancelling"
        return known.batches[name]

    def _page(self, data: list[dict[str, Any]]) -> dict[str, Any]:
        """Two entries at a time, so that a list has pages."""
        cursor = re.search(r"after(?:_id)?=([^&]+)", self.path)
        start = [each["id"] for each in data].index(cursor[1]) + 1 if cursor else 0
        return {"object": "list", "data": data[start : start + 2], "has_more": start + 2 < len(data)}

    def _json(self, value: Any, status: int) -> None:
        self._send(json.dumps(value).encode(), "application/json", status)

    def _send(self, body: bytes, media: str, status: int) -> None:
        self.send_response(status)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.provider.cut and media == "application/octet-stream":
            body, self.close_connection = body[: len(body) // 2], True
        self.wfile.write(body)


def _metadata(made: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": made["id"],
        "type": "file",
        "filename": made["filename"],
        "mime_type": "text/plain",
        "size_bytes": made["bytes"],
        "created_at": "2026-11-23T08:00:00Z",
        "downloadable": False,
    }


def _said(body: dict[str, Any]) -> str:
    if "messages" in body:
        content = body["messages"][-1]["content"]
        return content if isinstance(content, str) else content[-1]["text"]
    given = body.get("input") or body.get("prompt")
    return given if isinstance(given, str) else given[0]


def _reply(text: str) -> str:
    return f"You wrote: {text}" + (f" and {NEW_SSN}" if "NEW ssn" in text else "")


def _answer(url: str, model: str, text: str) -> dict[str, Any]:
    if url == "/v1/embeddings":
        data = [{"object": "embedding", "index": 0, "embedding": [0.5]}]
        return {"object": "list", "model": model, "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    if url == "/v1/responses":
        part = {"type": "output_text", "text": text, "annotations": []}
        item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}
        return {"id": "resp_1", "object": "response", "model": model, "status": "completed", "output": [item]}
    choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
    choice |= {"text": text} if url == "/v1/completions" else {"message": {"role": "assistant", "content": text}}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model, "choices": [choice]}


def _unescaped(body: bytes) -> str:
    found = []
    for line in body.splitlines():
        try:
            found.append(json.dumps(json.loads(line), ensure_ascii=False))
        except ValueError:
            continue
    return "\n".join(found)
