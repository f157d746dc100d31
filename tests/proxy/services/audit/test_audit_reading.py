"""Reading the audit through the service: by tenant, recorded first, and nothing shown that could not be recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from proxy.audit.event import new_event_id
from proxy.audit.filters import BadFilter
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, Caller, EventKind, Role
from proxy.services.audit.reading import AuditReading, count_records, operator_reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NORTH = Caller("auditor-north", "north", Role.AUDITOR)
SOUTH = Caller("auditor-south", "south", Role.AUDITOR)


class Sink:
    """Keeps what it is told, or fails."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.works = True

    async def record(self, event: AuditEvent) -> None:
        if not self.works:
            raise AuditUnavailable("full")
        self.events.append(event)


def refused(number: int, tenant: str) -> AuditEvent:
    detail = {"error_code": "invalid_api_key", "side": "caller", "status": 401, "decision": "refuse"}
    return AuditEvent(EventKind.REFUSED, new_event_id(), AT, "i-test", tenant, f"req-{number}", None, detail)


@pytest_asyncio.fixture
async def path(tmp_path: Path) -> AsyncIterator[Path]:
    database = tmp_path / "audit.db"
    writer = Writer(SqliteStore(database))
    writer.start()
    for number in range(6):
        await writer.record(refused(number, "north" if number % 2 else "south"))
    yield database
    writer.close()


async def test_a_reader_sees_its_own_tenant_and_leaves_a_record(path: Path) -> None:
    sink = Sink()
    reading = AuditReading(path, sink, instance="i-1", clock=lambda: AT)
    page = await reading.search({"decision": "refuse"}, reader=NORTH, channel="http", limit=2)
    assert [record["request_id"] for record in page.records] == ["req-5", "req-3"]
    rest = await reading.search({"decision": "refuse"}, cursor=page.next_cursor, reader=NORTH, channel="http")
    assert [record["request_id"] for record in rest.records] == ["req-1"]
    assert await reading.show("req-2", reader=NORTH, channel="http") == []
    assert len(await reading.show("req-2", reader=SOUTH, channel="http")) == 1
    assert [(event.kind, event.caller, event.tenant) for event in sink.events] == [
        (EventKind.LOG_READ, "auditor-north", "north"),
        (EventKind.LOG_READ, "auditor-north", "north"),
        (EventKind.LOG_READ, "auditor-north", "north"),
        (EventKind.LOG_READ, "auditor-south", "south"),
    ]
    assert sink.events[0].detail == {
        "filters": {"decision": "refuse"},
        "returned": 2,
        "case": None,
        "channel": "http",
    }
    assert sink.events[2].detail["returned"] == 0


async def test_what_cannot_be_recorded_is_not_shown(path: Path) -> None:
    sink = Sink()
    sink.works = False
    reading = AuditReading(path, sink, instance="i-1")
    with pytest.raises(AuditUnavailable):
        await reading.search({}, reader=NORTH, channel="http")
    with pytest.raises(AuditUnavailable):
        await reading.show("req-1", reader=NORTH, channel="http")
    with pytest.raises(AuditUnavailable):
        await reading.tail({}, after=-1, reader=NORTH, channel="cli")


async def test_a_bad_filter_reads_and_records_nothing(path: Path) -> None:
    sink = Sink()
    reading = AuditReading(path, sink, instance="i-1")
    for given in ({"colour": "red"}, {"decision": "perhaps"}, {"caller": "maya"}):
        with pytest.raises(BadFilter):
            await reading.search(given, reader=NORTH, channel="http")
    assert sink.events == []
    await reading.search({"caller": "maya", "case": "2026-17"}, reader=NORTH, channel="http")
    assert sink.events[0].detail["case"] == "2026-17"


async def test_following_leaves_out_the_looks_it_makes(path: Path) -> None:
    async with operator_reading(path, deadline_s=2) as reading:
        records, after = await reading.tail({}, after=3, reader=NORTH, channel="cli")
        assert [record["request_id"] for record in records] == ["req-4", "req-5"]
        assert await reading.tail({}, after=after, reader=NORTH, channel="cli") == ([], after + 1)
        assert await reading.tail({}, after=after + 1, reader=NORTH, channel="cli") == ([], after + 1)
        assert await reading.head(NORTH) == 6
    assert count_records(path) == 7


async def test_an_operator_needs_a_database(tmp_path: Path) -> None:
    with pytest.raises(AuditUnavailable, match="no audit database"):
        async with operator_reading(tmp_path / "none.db", deadline_s=2):
            pytest.fail("opened")
    with pytest.raises(AuditUnavailable):
        count_records(tmp_path / "none.db")
