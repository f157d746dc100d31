"""kill -9: every acknowledged record is there, the file is whole, and the open intents are closed by the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from proxy.audit.event import canonical, parse
from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.audit.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from proxy.audit.event import new_event_id
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.exchange import AuditEvent, EventKind

core = {"dialect": "openai", "operation": "chat.completions", "provider": "demo", "model": "m", "tier": "T2",
        "decision": "forward", "policy_hash": "ab" * 32}

async def client(writer):
    while True:
        ids = (new_event_id(), new_event_id())
        for kind, event_id, detail in (
            (EventKind.INTENT, ids[0], core),
            (EventKind.FINAL, ids[1], {"intent_id": ids[0], "outcome": "completed"}),
        ):
            now = datetime.now(UTC)
            await writer.record(AuditEvent(kind, event_id, now, writer.instance.id, "default", "r", "c", detail))
            print(event_id, flush=True)

async def main():
    writer = Writer(SqliteStore(Path(sys.argv[1]), busy_timeout_s=10), deadline_s=30)
    writer.start()
    await asyncio.gather(*(client(writer) for _ in range(8)))

asyncio.run(main())
"""


def run_until_killed(path: Path, acknowledged: int) -> set[str]:
    """Ids that the child had printed, so had been told were stored, when it was killed without warning."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    seen = [child.stdout.readline() for _ in range(acknowledged)]
    os.kill(child.pid, signal.SIGKILL)
    seen += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    return {line.strip() for line in seen if line.endswith("\n")}


@pytest.fixture
def everything(path: Path) -> AuditLog:
    return AuditLog(read_engine(path))


def test_kill_loses_no_acknowledged_record(path: Path, everything: AuditLog) -> None:
    acknowledged: set[str] = set()
    for number in (1, 40, 90):
        acknowledged |= run_until_killed(path, number)
        with read_engine(path).connect() as db:
            assert db.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            bodies = db.exec_driver_sql("SELECT seq, body FROM audit_event ORDER BY seq").all()
        assert [seq for seq, _ in bodies] == list(range(len(bodies)))
        events = [parse(body) for _, body in bodies]
        assert all(canonical(event) == body for event, (_, body) in zip(events, bodies, strict=True))
        assert acknowledged <= {event.event_id for event in events}

    writer = Writer(SqliteStore(path))
    writer.start()
    writer.close()
    with read_engine(path).connect() as db:
        kinds = db.exec_driver_sql("SELECT kind, count(*) FROM audit_event GROUP BY kind").all()
        assert db.exec_driver_sql("SELECT count(*) FROM open_intent").scalar() == 0
    counts = dict(kinds)
    assert counts["request.intent"] == counts["request.final"]
    assert everything.head() == sum(counts.values()) - 1
