"""Reading: pages that do not shift, filters that combine, and a record of who looked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from proxy.audit.event import canonical
from proxy.audit.filters import BadFilter, Filters, parse_filters
from proxy.audit.query import MAX_PAGE, AuditLog, read_event, require_case
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.proxy.audit.conftest import Events

AT = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
Make = Callable[[AuditEvent], Record]


def seqs(records: Iterable[dict[str, Any]]) -> list[int]:
    return [record["seq"] for record in records]


@pytest.fixture
def ten(opened: SqliteStore, make_events: type[Events], as_record: Make) -> SqliteStore:
    """Even indexes: intents a minute apart; odd: their finals."""
    events = make_events()
    for number in range(5):
        detail = {"severity": f"S{number}", "model": f"m-{number % 2}", "rule": "r.even" if number % 2 else "r.odd"}
        intent = events.intent(detail, at=AT + timedelta(minutes=number), caller=f"caller-{number % 2}")
        final = events.final(intent, "completed" if number else "stream_cut")
        opened.append([as_record(intent), as_record(final)])
    return opened


def test_records_come_back_as_the_stored_json_and_their_index(ten: SqliteStore, log: AuditLog, path: Path) -> None:
    with sqlite3.connect(path) as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM audit_event ORDER BY seq")]
    db.close()
    found = log.tail(-1)
    assert seqs(found) == list(range(10))
    without = [{name: value for name, value in record.items() if name != "seq"} for record in found]
    assert without == [json.loads(body) for body in bodies]


def test_pages_are_newest_first_complete_and_do_not_shift(
    ten: SqliteStore, log: AuditLog, make_events: type[Events], as_record: Make
) -> None:
    seen: list[int] = []
    cursor = None
    for _ in range(4):
        page = log.search(Filters(), cursor=cursor, limit=3)
        seen += seqs(page.records)
        cursor = page.next_cursor
        ten.append([as_record(make_events().intent())])
    assert seen == list(range(9, -1, -1))
    assert cursor is None


def test_a_page_that_ends_exactly_has_no_next(ten: SqliteStore, log: AuditLog) -> None:
    assert log.search(Filters(), limit=10).next_cursor is None
    assert log.search(Filters(), limit=9).next_cursor is not None


@pytest.mark.parametrize("cursor", ["", "x", "!!", "MTp4", "Mjo1", "1:5", "é", "MTo1" * 100])
def test_a_cursor_that_is_not_ours_is_refused(ten: SqliteStore, log: AuditLog, cursor: str) -> None:
    with pytest.raises(BadFilter, match="cursor"):
        log.search(Filters(), cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, MAX_PAGE + 1])
def test_a_limit_out_of_range_is_refused(ten: SqliteStore, log: AuditLog, limit: int) -> None:
    with pytest.raises(BadFilter, match="limit"):
        log.search(Filters(), limit=limit)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"kinds": "request.intent"}, [8, 6, 4, 2, 0]),
        ({"kinds": "request.intent,request.final", "severity": "S3"}, [9, 8, 7, 6]),
        ({"severity": "S4", "kinds": "request.intent"}, [8]),
        ({"caller": "caller-1"}, [9, 7, 6, 5, 3, 2, 1]),
        ({"model": "m-1"}, [7, 6, 3, 2]),
        ({"rule": "r.odd", "outcome": "stream_cut"}, [1]),
        ({"outcome": "completed", "provider": "demo"}, [9, 7, 5, 3]),
        ({"request_id": "req-1"}, [1, 0]),
        ({"since": "2026-11-23T08:44:00Z", "kinds": "request.intent"}, [8, 6, 4]),
        ({"until": "2026-11-23T08:44:00Z", "kinds": "request.intent"}, [2, 0]),
        ({"entity": "STUDENT_ID"}, [8, 6, 4, 2, 0]),
        ({"entity": "STUDENT_ID.WA_SSID", "tag": "IDEA", "severity": "S4"}, [8]),
        ({"entity": "STUDENT_ID.OTHER"}, []),
        ({"tag": "MCV"}, []),
        ({"decision": "block"}, []),
        ({"unit": "Special Education", "app": "webui", "model": "m-0"}, [9, 8, 5, 4, 1, 0]),
        ({"error_code": "scan_failed"}, []),
    ],
)
def test_filters(ten: SqliteStore, log: AuditLog, given: dict[str, str], found: list[int]) -> None:
    assert seqs(log.search(parse_filters(given)).records) == found


def test_show_gives_one_request_in_order(ten: SqliteStore, log: AuditLog) -> None:
    assert [record["kind"] for record in log.show("req-1")] == ["request.intent", "request.final"]
    assert log.show("req-unknown") == []


def test_tail_continues_after_an_index(ten: SqliteStore, log: AuditLog) -> None:
    assert seqs(log.tail(7)) == [8, 9]
    assert seqs(log.tail(-1, limit=2)) == [0, 1]
    assert seqs(log.tail(4, filters=Filters(kinds=("request.intent",)))) == [6, 8]
    assert log.head() == 9


def test_a_tenant_sees_its_own_records_only(
    ten: SqliteStore, path: Path, make_events: type[Events], as_record: Make, log: AuditLog
) -> None:
    ten.append([as_record(make_events().intent(tenant="district-b", request_id="req-b"))])
    theirs = AuditLog(read_engine(path), tenant="district-b")
    assert seqs(theirs.search(Filters()).records) == seqs(theirs.tail(-1)) == seqs(theirs.show("req-b")) == [10]
    assert theirs.show("req-1") == []
    assert log.head() == 10


def test_an_empty_log(opened: SqliteStore, log: AuditLog) -> None:
    assert log.head() == -1
    assert log.search(Filters()).records == ()


def test_a_log_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    log = AuditLog(read_engine(tmp_path / "missing.db"))
    with pytest.raises(AuditUnavailable):
        log.search(Filters())


@pytest.mark.parametrize("name", ["caller", "provider", "rule", "outcome", "error_code", "request_id", "decision"])
def test_a_page_of_one_value_walks_an_index_and_sorts_nothing(ten: SqliteStore, name: str) -> None:
    query = f"EXPLAIN QUERY PLAN SELECT seq FROM audit_event WHERE {name} = 'x' AND seq < 9 ORDER BY seq DESC LIMIT 5"  # noqa: S608
    with read_engine(ten.path).connect() as db:
        plan = " ".join(str(row[3]) for row in db.execute(sa.text(query)))
    assert f"audit_event_by_{name}" in plan
    assert "TEMP B-TREE" not in plan


# --------------------------------------------------------------------------- reading is recorded


def test_a_search_leaves_a_record_of_what_was_asked() -> None:
    filters = parse_filters({"severity": "S3", "caller": "caller-1", "since": "2026-11-23"})
    made = read_event(
        filters, returned=7, channel="http", at=AT, instance="i-1", tenant="default", caller="auditor-1", case="PR-1"
    )
    assert made.kind is EventKind.LOG_READ
    assert dict(made.detail) == {
        "filters": {"severity": "S3", "caller": "caller-1", "since": "2026-11-23T00:00:00.000Z"},
        "returned": 7,
        "case": "PR-1",
        "channel": "http",
    }
    assert canonical(made)


def test_a_look_at_one_persons_calls_needs_a_case_number() -> None:
    with pytest.raises(BadFilter, match="case number"):
        require_case(Filters(caller="caller-1"), None)
    with pytest.raises(BadFilter, match="case number"):
        require_case(Filters(caller="caller-1"), "")
    require_case(Filters(caller="caller-1"), "PR-1")
    require_case(Filters(provider="demo"), None)
