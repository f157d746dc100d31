"""A provider for tests: speaks HTTP on loopback in a thread of its own, records every byte it gets, and misbehaves on
request. The model name chooses the behaviour, so that a test needs no second channel.

Models: ``echo`` (answers with the last user message, streaming a few characters at a time when asked), ``tool`` (calls
a tool with the last user message as its argument), ``say:TEXT`` (answers TEXT), ``slow`` (one token each 50 ms, for
ever), ``hang``, ``cut`` (ends mid-stream), ``garbage``, ``html500``, ``json429``, ``json401``, ``redirect``, ``empty``,
``close`` (no answer at all).
"""

from __future__ import annotations

import asyncio
import functools
import json
import threading
from dataclasses import dataclass, field
from typing import Self

import anthropic_answers
import gemini_answers
import other_answers
import responses_answers


@dataclass
class Received:
    """One request as it came over the wire."""

    head: str
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def everything(self) -> str:
        """Head and body, with JSON escapes undone as well, for searching values."""
        text = self.body.decode("utf-8", "replace")
        return self.head + "\n" + text + "\n" + json.dumps(json.loads(text), ensure_ascii=False)


@dataclass
class RecordingProvider:
    received: list[Received] = field(default_factory=list)
    streams_open: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = next(
                    (
                        int(line.split(":")[1])
                        for line in head.split("\r\n")
                        if line.lower().startswith("content-length")
                    ),
                    0,
                )
                got = Received(head, await reader.readexactly(length))
                self.received.append(got)
                if not await self._answer(got, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, got: Received, writer: asyncio.StreamWriter) -> bool:
        line = got.head.split("\r\n")[0]
        if (other := other_answers.answer(line, got.body)) is not None:
            writer.write(_head(200, other[0], len(other[1])) + other[1])
            await writer.drain()
            return True
        asked = gemini_answers.asked(line, got.json) if "/models/" in line else got.json
        model = asked["model"]
        simple = {
            "garbage": (200, "application/json", b"<html>not json"),
            "html500": (500, "text/html", b"<html>oops</html>"),
            "json429": (429, "application/json", b'{"error":{"message":"slow down","type":"rate_limit_error"}}'),
            "json401": (401, "application/json", b'{"error":{"message":"bad key"}}'),
            "redirect": (302, "text/plain", b""),
            "empty": (200, "text/event-stream", b""),
        }
        if model in simple:
            status, kind, body = simple[model]
            extra = "location: http://127.0.0.1:1/\r\n" if status == 302 else ""
            writer.write(_head(status, kind, len(body), extra) + body)
            await writer.drain()
            return True
        if model == "hang":
            await asyncio.sleep(60)
        if model in {"hang", "close"}:
            return False
        text = model[4:] if model.startswith("say:") else _last_user_text(asked)
        if (others := _others(line)) is not None:
            return await self._other(got, asked, text, writer, *others)
        if asked.get("stream"):
            return await self._stream(model, text, writer)
        message = {"role": "assistant", "content": text}
        if model == "tool":
            call = {"name": "save_note", "arguments": json.dumps({"note": text})}
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "call_1", "type": "function", "function": call}],
            }
        body = json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 9, "total_tokens": 16},
            }
        ).encode()
        writer.write(_head(200, "application/json", len(body)) + body)
        await writer.drain()
        return True

    async def _other(self, got, asked: dict, text: str, writer, events, whole) -> bool:  # noqa: PLR0917
        """The other APIs."""
        if asked.get("stream"):
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
            said = list(events(asked["model"], text))
            for number, event in enumerate(said):
                if asked["model"] == "cut" and number == len(said) // 2:
                    return False
                await self._raw(writer, event)
            writer.write(b"0\r\n\r\n")
        else:
            counting = got.head.split()[1].endswith("_tokens")
            body = json.dumps({"input_tokens": 42} if counting else whole(asked["model"], text)).encode()
            writer.write(_head(200, "application/json", len(body)) + body)
        await writer.drain()
        return True

    async def _stream(self, model: str, text: str, writer: asyncio.StreamWriter) -> bool:
        self.streams_open += 1
        try:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
            await self._event(writer, _chunk(model, {"role": "assistant", "content": ""}))
            count = 0
            while model == "slow":
                await self._event(writer, _chunk(model, {"content": f"word{count} "}))
                count += 1
                await asyncio.sleep(0.05)
            pieces = [text[at : at + 3] for at in range(0, len(text), 3)]
            if model == "tool":
                arguments = json.dumps({"note": text})
                start = {
                    "index": 0,
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "save_note", "arguments": ""},
                }
                await self._event(writer, _chunk(model, {"tool_calls": [start]}))
                for at in range(0, len(arguments), 3):
                    part = {"index": 0, "function": {"arguments": arguments[at : at + 3]}}
                    await self._event(writer, _chunk(model, {"tool_calls": [part]}))
                pieces = []
            for number, piece in enumerate(pieces):
                if model == "cut" and number == len(pieces) // 2:
                    return False
                await self._event(writer, _chunk(model, {"content": piece}))
            await self._event(writer, _chunk(model, {}, finish="tool_calls" if model == "tool" else "stop"))
            await self._raw(writer, b"data: [DONE]\n\n")
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        finally:
            self.streams_open -= 1
        return True

    async def _event(self, writer: asyncio.StreamWriter, chunk: dict) -> None:
        await self._raw(writer, b"data: " + json.dumps(chunk).encode() + b"\n\n")

    @staticmethod
    async def _raw(writer: asyncio.StreamWriter, data: bytes) -> None:
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()
        if writer.is_closing():
            raise ConnectionResetError


def _others(line: str) -> tuple | None:
    """Events and whole answer of the API that a request line asks for; None for Chat Completions."""
    if "/models/" in line:
        return gemini_answers.events, functools.partial(gemini_answers.whole, line)
    if "/messages" in line:
        return anthropic_answers.events, anthropic_answers.message
    return (responses_answers.events, responses_answers.response) if "/responses" in line else None


def _head(status: int, kind: str, length: int, extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nx-should-retry: true\r\n"
    return f"{head}{extra}\r\n".encode()


def _chunk(model: str, delta: dict, finish: str | None = None) -> dict:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}


def _last_user_text(asked: dict) -> str:
    given = asked.get("messages") or asked.get("input") or []
    if isinstance(given, str):
        return given
    for message in reversed(given):
        if message.get("role") == "user":
            content = message["content"]
            return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
    return ""
