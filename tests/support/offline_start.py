"""Starts the demonstration, sends it one call with invented data, reads the record, and stops it.

Standard library only, so that it also runs where nothing but the product is installed:
``python offline_start.py COMMAND ...`` starts COMMAND with ``serve --port 0`` behind it.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START_S = 120
PROMPT = "Write to Dana Whitfield, dana.whitfield@k12.example.org or (206) 555-0147, about her son Jordan Whitfield."
GREETING = re.compile(r"Base URL +http://127\.0\.0\.1:(\d+)/v1.*Staff key +(\S+).*Auditor key +(\S+)", re.DOTALL)
FINAL = "request.final"
STOPPED = (0, -signal.SIGTERM)  # uvicorn closes everything, then ends by the signal that stopped it
PRIVATE = ("Whitfield", "dana.whitfield", "555-0147")


@dataclass(frozen=True, slots=True)
class Told:
    """What the product says when it is ready."""

    port: int
    staff: str
    auditor: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What one run showed: the answer's text, the records, exit status, what was written to home and working folder."""

    answer: str
    records: str
    status: int
    strays: list[str]


def read_greeting(process: subprocess.Popen[str]) -> Told:
    """Wait for the lines with address and keys.

    Raises:
        RuntimeError: it ended, or stayed silent for too long.
    """
    patience = threading.Timer(START_S, process.kill)
    patience.start()
    said = ""
    try:
        for line in process.stdout or ():
            said += line
            if found := GREETING.search(said):
                return Told(int(found[1]), found[2], found[3])
    finally:
        patience.cancel()
    raise RuntimeError("it ended without a greeting")


def ask(told: Told, method: str, path: str, key: str, body: object = None) -> Any:
    """One request; the parsed answer.

    Raises:
        RuntimeError: any status but 200.
    """
    connection = http.client.HTTPConnection("127.0.0.1", told.port, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    raw = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{method} {path}: HTTP {answer.status} {raw[:300]!r}")
    return json.loads(raw)


def closed_records(told: Told) -> str:
    """The records as JSON text, once the final one is there; a client may have its answer a moment before."""
    written = ""
    for _ in range(100):
        written = json.dumps(ask(told, "GET", "/audit/v1/records?limit=50", told.auditor))
        if FINAL in written:
            break
        time.sleep(0.05)
    return written


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Seen:
    """Start, call, read the record, stop with SIGTERM; home, working folder and data folder are all new."""
    home, work, data = folder / "home", folder / "work", folder / "data"
    for place in (home, work, data):
        place.mkdir()
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**inherited, **environment, "HOME": str(home), "CHAPERONE_DATA_DIR": str(data)}
    arguments = [*command, "serve", "--port", "0"]
    with (
        (folder / "stderr.log").open("w") as errors,
        subprocess.Popen(arguments, cwd=work, env=env, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            told = read_greeting(process)
            call = {"model": "demo", "messages": [{"role": "user", "content": PROMPT}]}
            answer = ask(told, "POST", "/v1/chat/completions", told.staff, call)
            records = closed_records(told)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
        finally:
            process.kill()
    strays = sorted(str(path.relative_to(folder)) for place in (home, work) for path in place.rglob("*"))
    return Seen(answer["choices"][0]["message"]["content"], records, process.returncode, strays)


def judge(seen: Seen) -> list[str]:
    """What is wrong with a run; empty when all is well."""
    wrong = []
    if seen.status not in STOPPED:
        wrong.append(f"exit status {seen.status}")
    if seen.strays:
        wrong.append(f"files outside the data folder: {seen.strays}")
    if PRIVATE[0] not in seen.answer:
        wrong.append("the answer does not hold the restored name")
    if FINAL not in seen.records:
        wrong.append("no final record of the call")
    if any(value in seen.records for value in PRIVATE):
        wrong.append("a record holds a value")
    return wrong


def main() -> int:
    """Run the command given as arguments; print what is wrong, or that all is well."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            wrong = judge(run(sys.argv[1:], {}, Path(folder)))
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            wrong = [f"{type(error).__name__}: {error}", (Path(folder) / "stderr.log").read_text()[-3000:]]
    sys.stdout.write("\n".join(wrong) + "\n" if wrong else "started, answered, recorded, stopped\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
