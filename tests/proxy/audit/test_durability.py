"""kill -9: every acknowledged record is there, the log is whole, and the open intents are closed by who is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import audit_load
import pytest

from proxy.audit.event import canonical, parse
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit_databases import AuditDatabase

SIGNER = Signer.generated("chaperone/load")


class Load:
    """A process that stores records until it is killed, and what it was told is stored."""

    def __init__(self, database: AuditDatabase, host: str) -> None:
        where = str(database.path or database.url)
        command = [sys.executable, str(Path(audit_load.__file__)), where, host]
        tree = str(Path(__file__).resolve().parents[3])
        paths = os.pathsep.join([tree, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
        )
        assert self.process.stdin is not None
        self.process.stdin.write(SIGNER.to_pem())
        self.process.stdin.close()
        self.acknowledged: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.acknowledged.append(line.decode().strip())

    def until(self, count: int) -> None:
        """Wait until so many records are acknowledged."""
        end = time.monotonic() + 60
        while len(self.acknowledged) < count:
            assert time.monotonic() < end
            assert self.process.poll() is None
            time.sleep(0.01)

    def kill(self) -> None:
        """Without any warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def load(audit_database: AuditDatabase) -> Iterator[Callable[..., Load]]:
    started: list[Load] = []

    def start(host: str = "") -> Load:
        started.append(Load(audit_database, host))
        return started[-1]

    yield start
    for each in started:
        if each.process.returncode is None:
            each.kill()


def check(database: AuditDatabase, acknowledged: set[str]) -> None:
    """No gap, no duplicate, nothing lost, every byte as it was written, and every checkpoint true."""
    found = database.rows("SELECT seq, body FROM audit_event ORDER BY seq")
    assert [seq for seq, _ in found] == list(range(len(found)))
    events = [parse(bytes(body)) for _, body in found]
    assert all(canonical(event) == bytes(body) for event, (_, body) in zip(events, found, strict=True))
    ids = [event.event_id for event in events]
    assert len(set(ids)) == len(ids)
    assert acknowledged <= set(ids)
    verdict = AuditProof(database.place).verify([SIGNER.verifier], [], deep=False)
    assert verdict.problems == ()


def outcomes(database: AuditDatabase) -> dict[str, int]:
    query = "SELECT coalesce(outcome, kind), count(*) FROM audit_event GROUP BY 1"
    return {str(name): int(count) for name, count in database.rows(query)}


def test_kill_loses_no_acknowledged_record(audit_database: AuditDatabase, load: Callable[..., Load]) -> None:
    acknowledged: set[str] = set()
    for number in (1, 120):
        running = load()
        running.until(number)
        running.kill()
        acknowledged |= set(running.acknowledged)
        if not audit_database.is_postgres:
            assert audit_database.rows("PRAGMA integrity_check") == [("ok",)]

    writer = Writer(audit_database.store(wait_s=5))
    writer.start()
    writer.close()
    check(audit_database, acknowledged)
    counts = outcomes(audit_database)
    assert counts["request.intent"] == counts["completed"] + counts.get("unknown_outcome", 0)
    assert audit_database.rows("SELECT count(*) FROM open_intent") == [(0,)]


@pytest.mark.parametrize("audit_database", ["postgres"], indirect=True)
def test_of_two_replicas_one_is_killed_and_the_other_goes_on_and_closes_what_it_left(
    audit_database: AuditDatabase, load: Callable[..., Load]
) -> None:
    killed, other = load("machine-a"), load("machine-b")
    killed.until(60)
    other.until(60)
    killed.kill()
    before = len(other.acknowledged)
    other.until(before + 100)
    dead = "SELECT count(*) FROM open_intent WHERE instance IN (SELECT id FROM instance WHERE host = 'machine-a')"
    gone = "SELECT count(*) FROM instance WHERE host = 'machine-a'"
    end = time.monotonic() + 30
    while audit_database.rows(gone) != [(0,)]:
        assert time.monotonic() < end, "its lease has ended, and nobody closed what it left"
        time.sleep(0.2)
    assert audit_database.rows(dead) == [(0,)]
    other.until(len(other.acknowledged) + 50)
    other.kill()
    check(audit_database, {*killed.acknowledged, *other.acknowledged})
    writers = "SELECT count(DISTINCT instance) FROM open_intent"
    assert int(audit_database.rows(writers)[0][0]) <= 1
