"""What restoring and scanning a stream costs: events per second and core, beside a plain pass-through in the same run.

    .venv/bin/python bench/streaming.py [--events 4000] [--rounds 3] [--json]

A provider streams the prompt back word by word (so that placeholders come back to be restored, and numbers to be
scanned), one event per write. The guard and a pass-through of the same make (uvicorn, httpx over aiohttp) relay it in
turns; a figure is events divided by the processor seconds that the relaying process used, so that client and provider,
which share the cores, do not count. What a call costs before its first event (`bench/latency.py` measures that) is
taken off both: each round also has a stream of a few events.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import aiohttp
from latency import free_port, running, text, write_config

from proxy.callers import keys

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def event(content: str) -> bytes:
    """One chunk of a stream as the provider writes it, framed."""
    choice = {"index": 0, "delta": {"content": content}, "logprobs": None, "finish_reason": None}
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "bench", "choices": [choice]}
    data = b"data: " + json.dumps(chunk).encode() + b"\n\n"
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def provide(port: int) -> None:
    """Answer each call with the words of its last message, over and over, one event per write."""

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.lower().split(b"\r\n")
                length = next(int(line[15:]) for line in lines if line.startswith(b"content-length"))
                asked = json.loads(await reader.readexactly(length))
                words = [word + " " for word in asked["messages"][-1]["content"].split()]
                writer.write(HEAD)
                for number in range(asked["max_tokens"]):
                    writer.write(event(words[number % len(words)]))
                    await writer.drain()
                    await asyncio.sleep(0)
                writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", port)
    print("listening", flush=True)
    async with server:
        await server.serve_forever()


def processor_seconds(pid: int) -> float:
    """User and system time of one process, without its children.

    From its own clock: ``/proc/<pid>/stat`` counts in steps of 10 ms, and a stream is over in a few of them.
    """
    return time.clock_gettime((~pid << 3) | 2)  # as `clock_getcpuclockid` makes it


@dataclass(frozen=True)
class Relay:
    """Something that relays: where it is, its key, its process."""

    base: str
    key: str
    pid: int


FEW: Final = 20
"""Events of the stream that is as good as none."""


async def one(session: aiohttp.ClientSession, relay: Relay, prompt: str, events: int) -> tuple[float, float]:
    """One stream: processor seconds of the relay, seconds of the clock."""
    asked = {"model": "bench", "stream": True, "max_tokens": events, "messages": [{"role": "user", "content": prompt}]}
    used, began, seen = processor_seconds(relay.pid), time.perf_counter(), False
    headers = {"authorization": f"Bearer {relay.key}"}
    async with session.post(f"{relay.base}/chat/completions", json=asked, headers=headers) as answer:
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{relay.base}: status {answer.status}: {(await answer.text())[:300]}")
        async for line in answer.content:
            seen = line.startswith(b"data: [DONE]") or seen
    if not seen:
        raise RuntimeError(f"{relay.base}: the stream ended early")
    return processor_seconds(relay.pid) - used, time.perf_counter() - began


async def row(session: aiohttp.ClientSession, relay: Relay, prompt: str, events: int) -> dict[str, float]:
    """Events per processor second of the relay, and per second of the clock, both behind the first few."""
    short, short_clock = await one(session, relay, prompt, FEW)
    long, long_clock = await one(session, relay, prompt, events)
    return {"per_core": (events - FEW) / (long - short), "per_second": (events - FEW) / (long_clock - short_clock)}


async def measure(relays: dict[str, Relay], events: int, rounds: int) -> dict[str, dict[str, float]]:
    """Medians over rounds, the relays in turns."""
    prompt = text(random.Random(3), 1500)
    got: dict[str, list[dict[str, float]]] = {name: [] for name in relays}
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300)) as session:
        for round_ in range(rounds + 1):
            for name, relay in relays.items():
                figures = await row(session, relay, prompt, events)
                if round_:  # the first warms caches up
                    got[name].append(figures)
    return {
        name: {figure: statistics.median(each[figure] for each in rows) for figure in rows[0]}
        for name, rows in got.items()
    }


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--provide", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.provide:
        asyncio.run(provide(args.provide))
        return
    here, key = str(Path(__file__).resolve()), keys.mint()
    beside = str(Path(here).with_name("pass_through.py"))
    ports = {name: free_port() for name in ("provider", "plain", "guard")}
    provider = f"http://127.0.0.1:{ports['provider']}/v1"
    with tempfile.TemporaryDirectory() as folder:
        config = write_config(Path(folder), provider, ports["guard"], key.key_hash)
        with (
            running([sys.executable, here, "--provide", str(ports["provider"])], "listening"),
            running([sys.executable, beside, str(ports["plain"]), provider], "listening") as (plain, _),
            running([sys.executable, "-m", "proxy", "serve", "--config", str(config)], "ready") as (guard, _),
        ):
            time.sleep(0.5)
            relays = {
                "pass-through": Relay(f"http://127.0.0.1:{ports['plain']}/v1", "x", plain.pid),
                "guard": Relay(f"http://127.0.0.1:{ports['guard']}/v1", key.key, guard.pid),
            }
            figures = asyncio.run(measure(relays, args.events, args.rounds))
    share = figures["guard"]["per_core"] / figures["pass-through"]["per_core"]
    if args.json:
        print(json.dumps({"relays": figures, "share": share}, indent=2))
        return
    print(f"{'relay':14}{'events/s and core':>20}{'events/s seen':>16}")
    for name, row in figures.items():
        print(f"{name:14}{row['per_core']:20,.0f}{row['per_second']:16,.0f}")
    print(f"the guard does {share:.0%} of the pass-through's events per core")


if __name__ == "__main__":
    main()
