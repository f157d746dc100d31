"""How long an emergency stop takes to reach a running guard that is under load: `python bench/emergency_stop.py`.

Another process writes the stop into the state database, as another replica or the command line would. Measured is the
time from that commit to the last call that was still forwarded, and to the first that was refused; and, for a stop by
the guard's own HTTP API, whether anything was forwarded after it had answered.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from client import chat, send  # noqa: E402 # the path comes first
from guard import Guard  # noqa: E402 # as above
from recording_provider import RecordingProvider  # noqa: E402 # as above

from proxy.database.state import StateDatabase  # noqa: E402 # as above
from proxy.registry.nouns import EVERYTHING, Kind, Name  # noqa: E402 # as above
from proxy.registry.office import Act, Office  # noqa: E402 # as above

ROUNDS, CLIENTS = 5, 4
ALL = Name(Kind.PROVIDER, EVERYTHING)


def main() -> None:
    """Measure and print."""
    limits = {"limits": {"calls_per_minute": 100_000}}
    with (
        tempfile.TemporaryDirectory() as folder,
        RecordingProvider() as provider,
        Guard(Path(folder), provider.base_url, settings=limits) as guard,
    ):
        state = StateDatabase(guard.data / "state.db")
        state.open()
        office = Office(state, "default")
        across = [round_across(guard, office) for _ in range(ROUNDS)]
        inside = [round_inside(guard, provider) for _ in range(ROUNDS)]
        state.close()
    print(f"{CLIENTS} clients, {ROUNDS} rounds; seconds from the commit in another process")
    print("  last call begun and still forwarded:", ", ".join(f"{last:.3f}" for last, _ in across))
    print("  first call refused:                 ", ", ".join(f"{first:.3f}" for _, first in across))
    print("calls begun after the API had answered and forwarded all the same:", sum(inside))


def load(guard: Guard, seen: list[tuple[float, int]], done: threading.Event) -> list[threading.Thread]:
    """Clients that call until told to stop; notes when each call began, and its status."""

    def client() -> None:
        while not done.is_set():
            began = time.monotonic()
            seen.append((began, chat(guard, "Hello.").status))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    return threads


def round_across(guard: Guard, office: Office) -> tuple[float, float]:
    """A stop by another process: when the last forwarded call began, and when the first refused one did."""
    seen: list[tuple[float, int]] = []
    done = threading.Event()
    threads = load(guard, seen, done)
    act = Act("bench", "2026-11-23T00:00:00.000Z", "Measured.")
    office.stop(ALL, act)
    stopped = time.monotonic()
    time.sleep(1.5)
    done.set()
    for thread in threads:
        thread.join()
    office.lift(ALL, act, lambda _detail: None)
    time.sleep(1)
    forwarded = [began - stopped for began, status in seen if status == 200]
    refused = [began - stopped for began, status in seen if status == 403]
    return max(0.0, *forwarded), min(refused)


def round_inside(guard: Guard, provider: RecordingProvider) -> int:
    """A stop by the guard's own API: calls that reached the provider although they began after the answer."""
    seen: list[tuple[float, int]] = []
    done = threading.Event()
    threads = load(guard, seen, done)
    headers = {"authorization": f"Bearer {guard.keys['admin'].key}"}
    body = {"kind": "everything", "reason": "Measured on purpose."}
    assert send(guard, "POST", "/v1/tools/disable", json.dumps(body).encode(), headers).status == 200  # noqa: S101 # a bench
    answered = time.monotonic()
    received = len(provider.received)
    time.sleep(1)
    done.set()
    for thread in threads:
        thread.join()
    later = sum(began > answered and status == 200 for began, status in seen)
    assert send(guard, "POST", "/v1/tools/enable", json.dumps(body).encode(), headers).status == 200  # noqa: S101 # a bench
    return later + len(provider.received) - received


if __name__ == "__main__":
    main()
