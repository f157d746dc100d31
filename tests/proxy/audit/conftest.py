"""Invented events, stores in temporary folders, and a store whose failures a test can switch on."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from proxy.audit import leases
from proxy.audit.event import canonical, new_event_id
from proxy.audit.query import AuditLog
from proxy.audit.stores.base import Instance, Record, StoreError
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.audit.writer import Writer
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

AT = datetime(2026, 11, 23, 8, 42, 0, 123_456, tzinfo=UTC)
CORE = {
    "dialect": "openai",
    "operation": "chat.completions",
    "provider": "demo",
    "model": "gpt-5",
    "tier": "T2",
    "decision": "forward",
    "rule": "idea.record",
    "severity": "S3",
    "unit": "Special Education",
    "app": "webui",
    "policy_hash": "ab" * 32,
    "tags": ["IDEA"],
    "findings": [
        {"entity": "STUDENT_ID.WA_SSID", "treatment": "pseudonymize", "count": 1, "detectors": ["identifiers.ssid"]}
    ],
}


class Events:
    """Makes valid events of one instance."""

    def __init__(self, instance: str = "i-test") -> None:
        self.instance = instance
        self._number = 0

    def make(self, kind: EventKind, detail: dict[str, Any], **envelope: object) -> AuditEvent:
        self._number += 1
        base: dict[str, Any] = {
            "kind": kind,
            "event_id": new_event_id(),
            "at": AT,
            "instance": self.instance,
            "tenant": "default",
            "request_id": f"req-{self._number}",
            "caller": "caller-1",
            "detail": detail,
        }
        return AuditEvent(**{**base, **envelope})

    def intent(self, detail: dict[str, Any] | None = None, **envelope: object) -> AuditEvent:
        return self.make(EventKind.INTENT, {**CORE, **(detail or {})}, **envelope)

    def final(self, intent: AuditEvent, outcome: str = "completed", **detail: object) -> AuditEvent:
        whole = {"intent_id": intent.event_id, "outcome": outcome, "status": 200, **detail}
        return self.make(EventKind.FINAL, whole, request_id=intent.request_id)


class FaultyStore(SqliteStore):
    """A real store with a switch for each way in which one can fail."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, busy_timeout_s=0.05)
        self.broken: str | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.appends = 0
        sa.event.listen(self.engine, "connect", self._sabotage)

    def _sabotage(self, db: sqlite3.Connection, _record: object) -> None:
        if self.broken == "read-only":
            db.execute("PRAGMA query_only=ON")
        if self.broken == "full":
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count={pages}")

    def fail(self, how: str | None) -> None:
        """From now on fail like this (None: no more); takes effect in the writer's thread at its next transaction."""
        self.broken = how
        self._stale = True

    _stale = False

    def open(self) -> None:
        if self.broken == "gone":
            raise StoreError("unreachable")
        super().open()

    def append(self, records: Sequence[Record]) -> None:
        self.entered.set()
        self.gate.wait(10)
        self.appends += 1
        if self._stale:
            self._stale = False
            self.close()
        super().append(records)
        if self.broken == "after commit":
            self.broken = None
            raise StoreError("fsync failed, or so it says")

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        if self._stale:
            self._stale = False
            self.close()
        super().renew(instance, lease_until)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "audit.db"


@pytest.fixture
def store(path: Path) -> Iterator[FaultyStore]:
    made = FaultyStore(path)
    yield made
    made.gate.set()
    made.close()


@pytest.fixture
def start(store: FaultyStore) -> Iterator[Callable[..., Writer]]:
    """Starts writers and closes them."""
    started: list[Writer] = []

    def begin(**options: object) -> Writer:
        writer = Writer(store, **options)
        writer.start()
        started.append(writer)
        return writer

    yield begin
    store.gate.set()
    for writer in started:
        writer.close()


@pytest.fixture
def writer(start: Callable[..., Writer]) -> Writer:
    return start()


@pytest.fixture
def events(writer: Writer) -> Events:
    """Events of the running writer's own instance."""
    return Events(writer.instance.id)


@pytest.fixture
def log(path: Path) -> AuditLog:
    return AuditLog(read_engine(path))


@pytest.fixture(scope="session")
def make_events() -> type[Events]:
    return Events


@pytest.fixture
def opened(path: Path) -> Iterator[SqliteStore]:
    """An open store with one registered instance ``i-test``, driven by the test itself."""
    made = SqliteStore(path, busy_timeout_s=0.05)
    made.open()
    made.renew(instance_named("i-test"), AT)
    yield made
    with suppress(StoreError):
        made.close()


def instance_named(name: str, **changes: object) -> Instance:
    here = leases.this_process(AT)
    return replace(here, id=name, **changes)


@pytest.fixture
def named() -> Callable[..., Instance]:
    return instance_named


@pytest.fixture
def as_record() -> Callable[[AuditEvent], Record]:
    return lambda event: Record(event, canonical(event))
