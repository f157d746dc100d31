"""What the guard adds: latency beside the same provider reached directly, first token of a stream, cold start, memory.

    .venv/bin/python bench/latency.py [--calls 60] [--json]

Direct and guarded calls alternate in one run, so that a busy machine slows both. Names are on, the policy profile is
the default, the audit syncs every record to disk. Times are milliseconds; memory is PSS over the whole process tree
(shared pages counted once) and RSS for comparison.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from proxy.callers import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
GIVEN = ["Marisol", "Jordan", "Tavio", "Halyna", "Dana", "Kwame", "Linh", "Sofia", "Amir", "Noah", "Yuki", "Omar"]
FAMILY = ["Ochoa", "Whitfield", "Obuya", "Moskvych", "Delgado", "Mensah", "Nguyen", "Rossi", "Haddad", "Sato", "Cohen"]
SENTENCES = (
    "{name} read {n} words per minute this week and is close to the benchmark.",
    "The family of {name} asked for a meeting about the new schedule.",
    "In math {name} solved {n} of 20 items and explained two of them to a partner.",
    "Please keep the tone warm and write at a sixth grade level.",
    "We use the same checklist in every classroom of the building.",
    "The team will look at the data again after the spring break.",
    "{name} can be reached at (253) {a}-{b} after four in the afternoon.",
)


def sentence(rng: random.Random) -> str:
    """One made-up sentence."""
    name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
    return rng.choice(SENTENCES).format(
        name=name, n=rng.randint(5, 90), a=rng.randint(230, 990), b=rng.randint(1000, 9999)
    )


def text(rng: random.Random, size: int) -> str:
    """Made-up prose of about `size` characters, never the same twice."""
    out = ""
    while len(out) < size:
        out += sentence(rng) + " "
    return out[:size]


def body(messages: list[dict[str, str]], *, stream: bool = False) -> bytes:
    """A request body."""
    return json.dumps({"model": "bench", "stream": stream, "messages": messages}).encode()


class Scenario:
    """Makes the bodies of one scenario: each call gives the next (system and history as the scenario says)."""

    def __init__(self, name: str, make: Callable[[random.Random], bytes]) -> None:
        self.name = name
        self.make = make


def scenarios() -> list[Scenario]:
    """200 bytes; 10 KB never seen; 10 KB of history with 200 new characters at the end."""
    history = [{"role": "user", "content": text(random.Random(1), 10_000)}, {"role": "assistant", "content": "Noted."}]

    def user(rng: random.Random, size: int) -> dict[str, str]:
        return {"role": "user", "content": text(rng, size)}

    return [
        Scenario("200 B", lambda rng: body([user(rng, 200)])),
        Scenario("10 KB, new", lambda rng: body([user(rng, 10_000)])),
        Scenario("10 KB, last turn new", lambda rng: body([*history, user(rng, 200)])),
    ]


class Client:
    """Timed calls to one base URL."""

    def __init__(self, session: aiohttp.ClientSession, base: str, key: str) -> None:
        self.refused = 0
        self._session = session
        self._url = f"{base}/chat/completions"
        self._headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}

    async def call(self, data: bytes) -> float:
        """Milliseconds from sending to the whole answer."""
        start = time.perf_counter()
        async with self._session.post(self._url, data=data, headers=self._headers) as answer:
            got = await answer.read()
            if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
                self.refused += 1  # overload: a clean 503 is the designed answer, and is counted
            elif answer.status != HTTPStatus.OK:
                raise RuntimeError(f"status {answer.status}: {got[:300]!r}")
        return (time.perf_counter() - start) * 1000

    async def first_content(self, data: bytes) -> float:
        """CLOCK_MONOTONIC seconds at which the first non-empty content arrived; the stream is read to its end."""
        at = 0.0
        async with self._session.post(self._url, data=data, headers=self._headers) as answer:
            async for line in answer.content:
                if not at and line.startswith(b"data: {"):
                    choices = json.loads(line[6:])["choices"]
                    if choices and choices[0]["delta"].get("content"):
                        at = time.monotonic()
        return at


async def beside(scenario: Scenario, direct: Client, guarded: Client, *, calls: int, clients: int) -> dict[str, Any]:
    """Alternate direct and guarded calls on `clients` connections."""
    rng = random.Random(f"{scenario.name}/{clients}")
    times: dict[str, list[float]] = {"direct": [], "guarded": []}

    async def worker(count: int) -> None:
        for _ in range(count):
            times["direct"].append(await direct.call(scenario.make(rng)))
            times["guarded"].append(await guarded.call(scenario.make(rng)))

    await guarded.call(scenario.make(rng))
    await asyncio.gather(*(worker(max(3, calls // clients)) for _ in range(clients)))
    row = {f"{who}_p50": statistics.median(got) for who, got in times.items()}
    row |= {f"{who}_p95": quantile(got, 0.95) for who, got in times.items()}
    added = {"added_p50": row["guarded_p50"] - row["direct_p50"], "added_p95": row["guarded_p95"] - row["direct_p95"]}
    refused, guarded.refused = guarded.refused, 0
    counts = {"clients": clients, "calls": len(times["guarded"]), "refused": refused}
    return {"scenario": scenario.name, **counts, **row, **added}


def quantile(values: list[float], at: float) -> float:
    """The value below which that share lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * at))]


async def first_tokens(client: Client, session: aiohttp.ClientSession, provider: str, calls: int) -> list[float]:
    """Milliseconds from the provider's writing its first content chunk to its arrival at the client."""
    rng = random.Random(7)
    out = []
    for _ in range(calls):
        at = await client.first_content(body([{"role": "user", "content": text(rng, 200)}], stream=True))
        async with session.get(provider.removesuffix("/v1") + "/times") as answer:
            written = (await answer.json())[-1]
        out.append((at - written) * 1000)
    return out


@contextmanager
def running(command: list[str], waits_for: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A process, once it printed its ready line, and the seconds that took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None  # noqa: S101
        line = process.stdout.readline().decode()
        if waits_for not in line:
            raise RuntimeError(f"{command[-1]} did not start: {line!r}")
        yield process, time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        process.stdout.close()  # type: ignore[union-attr]


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(pid: int) -> dict[str, float]:
    """MB over the process and everything below it."""
    pids, total = {pid}, {"pss_mb": 0.0, "rss_mb": 0.0}
    for _ in range(4):
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) in pids:
                    pids.add(int(entry.name))
            except OSError:
                continue
    for each in pids:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            for name in ("Pss", "Rss"):
                if line.startswith(f"{name}:"):
                    total[f"{name.lower()}_mb"] += int(line.split()[1]) / 1024
    return total


def write_config(folder: Path, provider: str, port: int, key_hash: str) -> Path:
    """The default policy, names on, audit durable."""
    approval = {"by": "bench", "on": "2026-01-01", "expires": "2099-12-31", "reference": "bench", "tier": "T2"}
    settings = {
        "listen": {"port": port},
        "data_dir": str(folder / "data"),
        "providers": [{"id": "p", "base_url": provider, "api_key": "x", "models": ["bench"], "approval": approval}],
        "callers": [{"id": "bench", "key_hash": key_hash, "expires": "2099-12-31", "role": "staff"}],
        "limits": {"calls_per_minute": 1_000_000, "concurrent_calls": 1000},
        "log": {"level": "warning"},
    }
    path = folder / "chaperone.yaml"
    path.write_text(json.dumps(settings))
    return path


async def measure(provider: str, guard: str, key: str, calls: int) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """All scenarios, then streams."""
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=64)) as session:
        direct, guarded = Client(session, provider, "x"), Client(session, guard, key)
        rows = [
            await beside(scenario, direct, guarded, calls=calls, clients=clients)
            for scenario in scenarios()
            for clients in (1, 16)
        ]
        streams = {
            "first_token_direct_p50": statistics.median(await first_tokens(direct, session, provider, 20)),
            "first_token_guarded_p50": statistics.median(got := await first_tokens(guarded, session, provider, 20)),
            "first_token_guarded_p95": quantile(got, 0.95),
        }
    return rows, streams


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=60, help="calls per scenario and side")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = parser.parse_args()
    minted = keys.mint()
    with tempfile.TemporaryDirectory() as name:
        folder, port, upstream = Path(name), free_port(), free_port()
        provider, guard = f"http://127.0.0.1:{upstream}/v1", f"http://127.0.0.1:{port}/v1"
        serve = [
            sys.executable,
            "-m",
            "proxy",
            "serve",
            "--config",
            str(write_config(folder, provider, port, minted.key_hash)),
        ]
        with running([sys.executable, str(HERE / "provider.py"), str(upstream)], "listening"):
            with running(serve, "ready on") as (_, first_start):
                pass
            with running(serve, "ready on") as (process, second_start):
                rows, streams = asyncio.run(measure(provider, guard, minted.key, asked.calls))
                used = memory(process.pid)
    facts = {"cold_start_s": first_start, "second_start_s": second_start, **used, **streams, "cores": os.cpu_count()}
    print(json.dumps({"rows": rows, **facts}) if asked.json else table(rows, facts))


def table(rows: list[dict[str, Any]], facts: dict[str, Any]) -> str:
    """For people."""
    heads = ("clients", "direct p50", "guarded p50", "added p50", "added p95", "503s")
    widths = (8, 12, 13, 11, 11, 6)
    lines = [f"{'scenario':<22}" + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))]
    lines += [
        f"{row['scenario']:<22}{row['clients']:>8}{row['direct_p50']:>12.1f}{row['guarded_p50']:>13.1f}"
        f"{row['added_p50']:>11.1f}{row['added_p95']:>11.1f}{row['refused']:>6}"
        for row in rows
    ]
    lines += [f"{name:<28}{value:>10.1f}" for name, value in facts.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
