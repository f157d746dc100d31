"""The promise: stored before `record` returns, or an error; and finals are never given up."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from proxy.audit.filters import Filters
from proxy.audit.stores.base import StoreUnusable
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.errors import AuditUnavailable
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.query import AuditLog
    from tests.proxy.audit.conftest import Events, FaultyStore

Start = Callable[..., Writer]


def kinds(log: AuditLog) -> list[str]:
    return [record["kind"] for record in log.tail(-1)]


def outcomes(log: AuditLog) -> list[tuple[str, str | None]]:
    finals = log.tail(-1, filters=Filters(kinds=("request.final",)))
    return [(record["detail"]["outcome"], record["detail"].get("error_code")) for record in finals]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what is waited for happens in a thread and in a file
            await asyncio.sleep(0.01)


# --------------------------------------------------------------------------- storing


async def test_a_record_is_stored_when_record_returns(writer: Writer, events: Events, log: AuditLog) -> None:
    intent = events.intent()
    await writer.record(intent)
    assert [record["event_id"] for record in log.tail(-1)] == [intent.event_id]
    assert writer.healthy


async def test_what_queued_during_a_commit_goes_into_one_commit(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    store.gate.clear()
    first = writer.submit(events.intent())
    await asyncio.to_thread(store.entered.wait, 10)
    rest = [asyncio.create_task(writer.record(events.intent())) for _ in range(100)]
    await asyncio.sleep(0)
    store.gate.set()
    await asyncio.gather(asyncio.wrap_future(first), *rest)
    assert store.appends == 2
    assert [record["seq"] for record in log.tail(-1)] == list(range(101))


async def test_order_of_one_caller_is_kept(writer: Writer, events: Events, log: AuditLog) -> None:
    made = [events.intent() for _ in range(50)]
    for event in made:
        writer.submit(event)
    await writer.record(events.make(EventKind.STOP, {}))
    assert [record["event_id"] for record in log.tail(-1)][:50] == [event.event_id for event in made]


async def test_submit_works_from_a_cancelled_task(writer: Writer, events: Events, log: AuditLog) -> None:
    intent = events.intent()
    await writer.record(intent)

    async def call() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            writer.submit(events.final(intent, "client_closed"))

    task = asyncio.create_task(call())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await until(lambda: outcomes(log) == [("client_closed", None)])


async def test_an_event_against_the_grammar_fails_at_once_and_stores_nothing(
    writer: Writer, events: Events, log: AuditLog
) -> None:
    wrong = events.intent({"text": "canary"})
    with pytest.raises(ValueError, match=r"detail\.text"):
        await writer.record(wrong)
    with pytest.raises(ValueError, match=r"detail\.text"):
        writer.submit(wrong)
    assert kinds(log) == []


# --------------------------------------------------------------------------- failing closed, and recovering


@pytest.mark.parametrize("how", ["full", "read-only", "gone"])
async def test_a_store_that_fails_means_unavailable_until_it_recovers_by_itself(
    how: str, writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    before = events.intent()
    await writer.record(before)
    store.fail(how)
    tried = [events.intent({"model": "m" * 90}) for _ in range(200)]
    results = await asyncio.gather(*(writer.record(event) for event in tried), return_exceptions=True)
    fitted = [event.event_id for event, result in zip(tried, results, strict=True) if result is None]
    assert {type(result) for result in results} - {type(None)} == {AuditUnavailable}
    assert how == "full" or not fitted, "a full disk may have room for a few more"
    assert not writer.healthy
    assert not await writer.probe()
    with pytest.raises(AuditUnavailable):
        await writer.record(events.intent())
    store.fail(None)
    await until(lambda: writer.healthy)
    final = events.final(before)
    await writer.record(final)
    stored = [record["event_id"] for record in log.tail(-1)]
    assert stored == [before.event_id, *fitted, final.event_id], "nothing lost, nothing half stored"
    assert (writer.pending, writer.lost) == (0, 0)


async def test_a_locked_database_means_unavailable_until_it_is_free(
    writer: Writer, path: Path, events: Events, log: AuditLog
) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(AuditUnavailable):
        await writer.record(events.intent())
    holder.execute("ROLLBACK")
    holder.close()
    await until(lambda: writer.healthy)
    await writer.record(events.intent())
    assert kinds(log) == ["request.intent"]


async def test_finals_wait_in_memory_and_land_when_the_store_recovers(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    intents = [events.intent() for _ in range(20)]
    await asyncio.gather(*(writer.record(intent) for intent in intents))
    store.fail("read-only")
    results = await asyncio.gather(*(writer.record(events.final(intent)) for intent in intents), return_exceptions=True)
    assert all(isinstance(result, AuditUnavailable) for result in results)
    assert writer.pending == 20
    store.fail(None)
    await until(lambda: len(outcomes(log)) == 20)
    await until(lambda: writer.pending == 0)
    assert writer.lost == 0


async def test_finals_beyond_the_memory_are_counted_as_lost(
    start: Start, store: FaultyStore, make_events: type[Events]
) -> None:
    writer = start(backlog=3)
    events = make_events(writer.instance.id)
    intents = [events.intent() for _ in range(5)]
    await asyncio.gather(*(writer.record(intent) for intent in intents))
    store.fail("read-only")
    await asyncio.gather(*(writer.record(events.final(intent)) for intent in intents), return_exceptions=True)
    assert (writer.pending, writer.lost) == (3, 2)
    store.fail(None)


async def test_a_store_slower_than_the_deadline_means_unavailable_and_the_intent_is_closed(
    start: Start, store: FaultyStore, make_events: type[Events], log: AuditLog
) -> None:
    writer = start(deadline_s=0.3)
    events = make_events(writer.instance.id)
    store.gate.clear()
    with pytest.raises(AuditUnavailable, match="too slow"):
        await writer.record(events.intent())
    await until(lambda: not writer.healthy)  # stuck for longer than the deadline
    with pytest.raises(AuditUnavailable):
        await writer.record(events.intent())
    store.gate.set()
    await until(lambda: outcomes(log) == [("refused", "audit_unavailable")])
    assert kinds(log) == ["request.intent", "request.final"], "the second intent was dropped before it was stored"
    await until(lambda: writer.healthy)


async def test_an_intent_whose_client_left_is_closed(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    store.gate.clear()
    waiting = asyncio.create_task(writer.record(events.intent()))
    await asyncio.to_thread(store.entered.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    store.gate.set()
    await until(lambda: outcomes(log) == [("client_closed", None)])


async def test_an_intent_acknowledged_to_a_task_that_was_just_cancelled_is_closed(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    """The commit wins the race, but the cancellation reaches the task first."""
    waiting = asyncio.create_task(writer.record(events.intent()))
    await asyncio.sleep(0)
    while writer.commits == 0:
        threading.Event().wait(0.001)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await until(lambda: outcomes(log) == [("client_closed", None)])


async def test_an_intent_that_landed_although_the_commit_reported_an_error_is_closed(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    store.broken = "after commit"
    with pytest.raises(AuditUnavailable):
        await writer.record(events.intent())
    await until(lambda: outcomes(log) == [("refused", "audit_unavailable")])


async def test_a_final_that_landed_although_the_commit_reported_an_error_is_not_stored_twice(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog
) -> None:
    intent = events.intent()
    await writer.record(intent)
    store.broken = "after commit"
    with pytest.raises(AuditUnavailable):
        await writer.record(events.final(intent))
    await until(lambda: writer.pending == 0)
    assert outcomes(log) == [("completed", None)]
    assert writer.lost == 0


async def test_a_full_queue_refuses_intents_and_takes_finals(
    start: Start, store: FaultyStore, make_events: type[Events], log: AuditLog
) -> None:
    writer = start(queue=2)
    events = make_events(writer.instance.id)
    intent = events.intent()
    await writer.record(intent)
    store.entered.clear()
    store.gate.clear()
    stuck = writer.submit(events.intent())
    await asyncio.to_thread(store.entered.wait, 10)
    queued = [writer.submit(events.intent()) for _ in range(2)]
    with pytest.raises(AuditUnavailable, match="too many"):
        await writer.record(events.intent())
    assert isinstance(writer.submit(events.intent()).exception(), AuditUnavailable)
    final = writer.submit(events.final(intent))
    store.gate.set()
    for future in (stuck, *queued, final):
        await asyncio.wrap_future(future)
    assert outcomes(log) == [("completed", None)]


async def test_one_bad_record_does_not_spoil_the_others(
    writer: Writer, store: FaultyStore, events: Events, log: AuditLog, caplog: pytest.LogCaptureFixture
) -> None:
    first = events.intent()
    await writer.record(first)
    store.entered.clear()
    store.gate.clear()
    stuck = writer.submit(events.intent())
    await asyncio.to_thread(store.entered.wait, 10)
    good, twice, also_good = events.intent(), first, events.intent()
    futures = [writer.submit(event) for event in (good, twice, also_good)]
    store.gate.set()
    await asyncio.wrap_future(stuck)
    results = await asyncio.gather(*map(asyncio.wrap_future, futures), return_exceptions=True)
    assert [type(result) for result in results] == [type(None), AuditUnavailable, type(None)]
    assert len(kinds(log)) == 4
    assert "refused by the log" in caplog.text
    assert first.event_id not in caplog.text


async def test_a_bug_in_the_store_is_a_failure_and_not_the_end_of_the_thread(
    writer: Writer,
    store: FaultyStore,
    events: Events,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_records: object) -> None:
        raise ZeroDivisionError("canary-from-a-call")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", broken)
        with pytest.raises(AuditUnavailable):
            await writer.record(events.intent())
    await writer.record(events.intent())
    assert "ZeroDivisionError" in caplog.text
    assert "canary-from-a-call" not in caplog.text


# --------------------------------------------------------------------------- life


async def test_a_probe_tests_the_store_and_leaves_no_record(writer: Writer, log: AuditLog) -> None:
    assert await writer.probe()
    assert kinds(log) == []


async def test_close_stores_what_is_queued(
    start: Start, store: FaultyStore, make_events: type[Events], log: AuditLog
) -> None:
    writer = start()
    events = make_events(writer.instance.id)
    futures = [writer.submit(events.intent()) for _ in range(700)]
    await asyncio.to_thread(writer.close)
    assert all(future.done() and future.exception() is None for future in futures)
    assert len(kinds(log)) == 500
    assert log.head() == 699
    assert not writer.healthy
    with pytest.raises(AuditUnavailable, match="stopping"):
        await writer.record(events.intent())


def test_close_with_a_dead_store_ends_and_says_what_is_missing(
    start: Start, store: FaultyStore, make_events: type[Events], caplog: pytest.LogCaptureFixture
) -> None:
    writer = start()
    events = make_events(writer.instance.id)
    intent = events.intent()
    writer.submit(intent).result(10)
    store.fail("gone")
    with pytest.raises(AuditUnavailable):
        writer.submit(events.final(intent)).result(10)
    writer.close()
    assert "1 finals could not be stored" in caplog.text
    store.fail(None)


def test_start_fails_loudly(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    writer = Writer(SqliteStore(path))
    with pytest.raises(StoreUnusable):
        writer.start()
    assert not writer.healthy
    writer.close()


def test_the_log_of_failures_is_written_once_per_outage(
    start: Start, store: FaultyStore, make_events: type[Events], caplog: pytest.LogCaptureFixture
) -> None:
    writer = start()
    events = make_events(writer.instance.id)
    store.fail("gone")
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            with pytest.raises(AuditUnavailable):
                writer.submit(events.intent()).result(10)
    assert caplog.text.count("audit store failed") == 1
    store.fail(None)
