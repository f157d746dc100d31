"""A provider for measurements: answers at once, or streams one token per millisecond, from a process of its own.

It notes when it wrote the first content chunk of each stream (CLOCK_MONOTONIC, which all processes of a machine share)
and hands the times out at ``GET /times``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

WORDS = [f"word{number % 7} " for number in range(200)]
PLAIN = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "bench",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "All good."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}
BODY = json.dumps(PLAIN).encode()
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def event(delta: dict[str, str], finish: str | None = None) -> bytes:
    """One chunk of the stream, framed."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "bench", "choices": [choice]}
    return framed(b"data: " + json.dumps(chunk).encode() + b"\n\n")


def framed(data: bytes) -> bytes:
    """HTTP chunked framing."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


class Provider:
    """The server."""

    def __init__(self) -> None:
        self.times: list[float] = []

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it closes."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")),
                    0,
                )
                body = await reader.readexactly(length)
                if head.startswith(b"GET /times"):
                    times = json.dumps(self.times).encode()
                    self.times.clear()
                    writer.write(HEAD % len(times) + times)
                elif b'"stream":true' in body.replace(b" ", b""):
                    await self.stream(writer)
                else:
                    writer.write(HEAD % len(BODY) + BODY)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def stream(self, writer: asyncio.StreamWriter) -> None:
        """A token per millisecond, paced by the clock rather than by sleeps that add up."""
        writer.write(STREAM + event({"role": "assistant", "content": ""}))
        start = time.monotonic()
        for number, word in enumerate(WORDS):
            delay = start + number * 0.001 - time.monotonic()
            if delay > 0:
                await asyncio.sleep(delay)
            if number == 0:
                self.times.append(time.monotonic())
            writer.write(event({"content": word}))
        writer.write(event({}, "stop") + framed(b"data: [DONE]\n\n") + b"0\r\n\r\n")


async def main() -> None:
    """Listen on the port given as the only argument."""
    server = await asyncio.start_server(Provider().connection, "127.0.0.1", int(sys.argv[1]))
    print("listening", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
