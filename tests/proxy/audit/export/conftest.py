"""A log of calls and other records under a signed checkpoint, and an engine that reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from proxy.audit.event import canonical
from proxy.audit.filters import Filters
from proxy.audit.keyring import KeyRing
from proxy.audit.leases import this_process
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import sqlalchemy as sa

    from proxy.audit.export.selection import Selection
    from tests.proxy.audit.conftest import Events

CALLS = 200
"""Calls in the log: with their finals and a read for every tenth, 420 records, which is more than one tile."""
COUNT = CALLS * 2 + CALLS // 10


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    ring = KeyRing(tmp_path_factory.mktemp("key") / "key.pem", "chaperone/test")
    ring.make()
    return ring


@pytest.fixture(scope="session")
def logged(tmp_path_factory: pytest.TempPathFactory, make_events: type[Events], keyring: KeyRing) -> Path:
    """420 records: calls by two callers to two providers, every fifth blocked for severity S4."""
    path = tmp_path_factory.mktemp("log") / "audit.db"
    instance = this_process()
    events, store = make_events(instance.id), SqliteStore(path)
    store.open()
    store.renew(instance, instance.started + timedelta(days=1))
    made = []
    for number in range(CALLS):
        change = {"provider": ("demo", "other")[number % 2], "severity": "S4" if number % 5 == 0 else "S3"}
        if number == 7:
            change["unit"] = "@home"
        intent = events.intent(change, caller=f"caller-{number % 2}")
        final = events.final(intent, usage={"input_tokens": number, "output_tokens": 2})
        made += [intent, final]
        if number % 10 == 0:
            read = {"returned": number, "filters": {}, "channel": "cli"}
            made.append(events.make(EventKind.LOG_READ, read, request_id=None))
    spread = [replace(event, at=event.at + timedelta(minutes=place)) for place, event in enumerate(made)]
    store.append([Record(event, canonical(event)) for event in spread])
    assert store.checkpoint(keyring.checkpoint) is not None
    store.close()
    return path


@pytest.fixture
def engine(logged: Path) -> sa.Engine:
    return read_engine(logged)


@pytest.fixture
def select(engine: sa.Engine) -> Callable[..., Selection]:
    from proxy.audit.export.selection import Selection  # noqa: PLC0415 - the subject under test

    def make(tenant: str | None = None, **filters: str) -> Selection:
        return Selection(engine, Filters(**filters), tenant=tenant, log="chaperone/test", version="0.1.0")

    return make
