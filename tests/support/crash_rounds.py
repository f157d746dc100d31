"""kill -9 under load, many times quickly: a parent that has imported everything forks a writer for each round.

The writer takes calls of several clients: intent, forward (a line in a file, in place of a provider's own log), final.
It notes each acknowledgement in another file. The driver kills it without warning and looks at what is there.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from proxy.audit.checkpoints import signer_from
from proxy.audit.proof import AuditProof
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.audit.writer import Writer

CLIENTS = 8
TREE = Path(__file__).resolve().parents[2]

ZYGOTE = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from proxy.audit.checkpoints import Checkpoints, signer_from
from proxy.audit.event import new_event_id
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.exchange import AuditEvent, EventKind
import proxy.audit.stores.rollups, sqlalchemy.dialects.sqlite

folder, clients = Path(sys.argv[1]), int(sys.argv[2])
core = {"dialect": "openai", "operation": "chat.completions", "provider": "demo", "model": "m", "tier": "T2",
        "decision": "forward", "policy_hash": "ab" * 32}

async def client(writer, acks, forwards):
    while True:
        intent, final = new_event_id(), new_event_id()
        for kind, event_id, detail in ((EventKind.INTENT, intent, core),
                                       (EventKind.FINAL, final, {"intent_id": intent, "outcome": "completed"})):
            now = datetime.now(UTC)
            await writer.record(AuditEvent(kind, event_id, now, writer.instance.id, "default", "r", "c", detail))
            if kind is EventKind.INTENT:
                os.write(forwards, event_id.encode() + b"\\n")
            os.write(acks, event_id.encode() + b"\\n")

async def run():
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    acks, forwards = os.open(folder / "acks", flags), os.open(folder / "forwards", flags)
    signer = signer_from(folder / "key.pem", "chaperone/crash")
    writer = Writer(SqliteStore(folder / "audit.db", busy_timeout_s=10), deadline_s=30,
                    checkpoints=Checkpoints(signer, every_records=16))
    writer.start()
    await asyncio.gather(*(client(writer, acks, forwards) for _ in range(clients)))

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.close(0)
        asyncio.run(run())
    print(pid, flush=True)
"""


@dataclass
class Crashes:
    """Rounds on one log in one folder."""

    folder: Path
    clients: int = CLIENTS
    draw: random.Random = field(default_factory=lambda: random.Random(7))
    rounds: int = 0

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._zygote = subprocess.Popen(
            [sys.executable, "-c", ZYGOTE, str(self.folder), str(self.clients)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": str(TREE)},
        )
        assert self._zygote.stdout is not None
        assert self._zygote.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.close()
        self._zygote.wait(60)
        self._zygote.stdout.close()

    def round(self, least_s: float = 0.02, most_s: float = 0.2) -> None:
        """Start a writer and kill it after a random time; it gets that time from its first acknowledgement on."""
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        before = len(self.lines("acks"))
        self._zygote.stdin.write("go\n")
        pid = int(self._zygote.stdout.readline())
        ends = time.monotonic() + 60
        while self.rounds % 4 and len(self.lines("acks")) == before:  # each fourth may die while it opens the log
            assert time.monotonic() < ends
            time.sleep(0.002)
        time.sleep(self.draw.uniform(least_s, most_s))
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists():
            assert time.monotonic() < ends
            time.sleep(0.001)
        self.rounds += 1

    def lines(self, name: str) -> set[str]:
        """Ids in a file; a line that was cut was never said."""
        path = self.folder / name
        text = path.read_text() if path.exists() else ""
        return {line for line in text.split("\n")[:-1] if line}

    def losses(self) -> dict[str, int]:
        """What must all be 0: acknowledged records that are not there, forwards without an intent, bad indexes."""
        with read_engine(self.folder / "audit.db").connect() as db:
            whole = db.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            kinds = dict(map(tuple, db.exec_driver_sql("SELECT event_id, kind FROM audit_event")))
        intents = {event_id for event_id, kind in kinds.items() if kind == "request.intent"}
        return {
            "acknowledged_lost": len(self.lines("acks") - kinds.keys()),
            "forwarded_without_intent": len(self.lines("forwards") - intents),
            "verification_failures": len(self.problems()) + (not whole),
        }

    def problems(self) -> tuple[object, ...]:
        """What verification finds."""
        key = signer_from(self.folder / "key.pem", "chaperone/crash").verifier
        return AuditProof(self.folder / "audit.db").verify([key], [], deep=False).problems

    def closed(self) -> int:
        """Start once more and stop properly; how many intents have no final then (0)."""
        writer = Writer(SqliteStore(self.folder / "audit.db"))
        writer.start()
        writer.close()
        with read_engine(self.folder / "audit.db").connect() as db:
            counts = dict(map(tuple, db.exec_driver_sql("SELECT kind, count(*) FROM audit_event GROUP BY kind")))
        return counts.get("request.intent", 0) - counts.get("request.final", 0)
