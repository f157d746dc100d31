"""Intents of dead processes are closed, once, and those of living ones never."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit import leases
from proxy.audit.filters import Filters
from proxy.audit.recovery import unknown_outcome
from proxy.audit.stores.base import Instance, Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.query import AuditLog
    from tests.proxy.audit.conftest import Events, FaultyStore

AT = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
Named = Callable[..., Instance]
LeaveOpen = Callable[[Instance, datetime], AuditEvent]


def finals(log: AuditLog) -> list[tuple[str, str]]:
    found = log.tail(-1, filters=Filters(kinds=("request.final",)))
    return [(record["detail"]["intent_id"], record["detail"]["outcome"]) for record in found]


@pytest.fixture
def leave_open(path: Path, make_events: type[Events], as_record: Callable[[AuditEvent], Record]) -> LeaveOpen:
    """Leaves behind one open intent of an instance with this lease."""

    def leave(instance: Instance, lease_until: datetime) -> AuditEvent:
        store = SqliteStore(path)
        store.open()
        store.renew(instance, lease_until)
        intent: AuditEvent = make_events(instance.id).intent()
        store.append([as_record(intent)])
        store.close()
        return intent

    return leave


# --------------------------------------------------------------------------- who is dead


def test_this_process_is_alive_and_recognised() -> None:
    here = leases.this_process()
    assert leases.process_started(here.pid) == here.pid_started != ""
    assert leases.this_process().id != here.id
    assert not leases.is_dead(replace(here, id="i-other"), LATER, here=here, now=AT)


@pytest.mark.parametrize(
    ("changes", "lease", "dead", "why"),
    [
        ({}, AT, False, "the process runs, though its lease has ended: the machine may have slept"),
        ({"pid_started": "1"}, LATER, True, "the pid now belongs to another process"),
        ({"pid": 2**22 + 1}, LATER, True, "there is no such process"),
        ({"boot_id": "before"}, LATER, False, "booted since, or another machine of this name: its lease decides"),
        ({"boot_id": "before"}, AT - timedelta(seconds=1), True, "the lease has ended"),
        ({"host": "elsewhere/pid:[1]", "pid": 2**22 + 1}, LATER, False, "we cannot look there: its lease decides"),
        ({"host": "elsewhere/pid:[1]"}, AT - timedelta(seconds=1), True, "the lease has ended"),
        ({"boot_id": "", "pid_started": ""}, LATER, False, "a system that does not tell: its lease decides"),
        ({"boot_id": "", "pid_started": ""}, AT - timedelta(seconds=1), True, "the lease has ended"),
        ({}, leases.RELEASED, True, "it gave its lease back"),
    ],
)
def test_who_is_dead(named: Named, changes: dict[str, Any], lease: datetime, dead: bool, why: str) -> None:  # noqa: FBT001
    here = named("i-here")
    other = named("i-other", **{"started": AT - timedelta(hours=1), **changes})
    assert leases.is_dead(other, lease, here=here, now=AT) is dead, why


def test_an_instance_is_never_dead_to_itself(named: Named) -> None:
    here = named("i-here", pid=2**22 + 1)
    assert not leases.is_dead(here, AT - timedelta(days=1), here=here, now=AT)


# --------------------------------------------------------------------------- closing


def test_start_closes_the_intents_of_a_dead_process(
    leave_open: LeaveOpen, named: Named, store: SqliteStore, log: AuditLog
) -> None:
    dead = named("i-dead", pid_started="1")
    intents = [leave_open(dead, LATER), leave_open(dead, LATER)]
    writer = Writer(store)
    assert writer.start() == 2
    writer.close()
    assert finals(log) == [(intent.event_id, "unknown_outcome") for intent in intents]
    final = log.show(intents[0].request_id or "")[-1]
    assert (final["instance"], final["request_id"]) == (writer.instance.id, intents[0].request_id)


def test_start_leaves_the_intents_of_a_living_process_alone(
    leave_open: LeaveOpen, named: Named, start: Callable[..., Writer], log: AuditLog
) -> None:
    leave_open(named("i-alive"), AT)
    leave_open(named("i-elsewhere", host="elsewhere"), datetime.now(UTC) + timedelta(minutes=5))
    start()
    assert finals(log) == []


def test_a_lease_that_ends_while_we_run_is_noticed(
    leave_open: LeaveOpen, named: Named, store: SqliteStore, log: AuditLog
) -> None:
    now = AT
    elsewhere = named("i-elsewhere", host="elsewhere", started=AT)
    intent = leave_open(elsewhere, AT + timedelta(seconds=leases.LEASE_S))
    writer = Writer(store, named("i-here", started=AT), clock=lambda: now)
    assert writer.start() == 0
    now += timedelta(seconds=leases.LEASE_S + 1)
    writer.submit(replace(intent, event_id=intent.event_id[:-1] + "0", instance="i-here")).result(10)
    writer.close()
    assert (intent.event_id, "unknown_outcome") in finals(log)


def test_after_an_outage_the_others_get_the_time_to_show_a_sign_of_life(
    leave_open: LeaveOpen, named: Named, store: FaultyStore, make_events: type[Events], log: AuditLog
) -> None:
    now = AT
    intent = leave_open(named("i-elsewhere", host="elsewhere"), AT + timedelta(seconds=leases.LEASE_S))
    writer = Writer(store, named("i-here", started=AT), clock=lambda: now)
    assert writer.start() == 0
    events = make_events("i-here")
    store.fail("gone")
    with pytest.raises(AuditUnavailable):
        writer.submit(events.intent()).result(10)
    now += timedelta(minutes=5)
    store.fail(None)
    writer.submit(events.intent()).result(10)
    assert finals(log) == [], "its lease has ended, but while nobody could renew one"
    now += timedelta(seconds=leases.LEASE_S)
    writer.submit(events.intent()).result(10)
    writer.close()
    assert finals(log) == [(intent.event_id, "unknown_outcome")]


def test_a_process_that_stopped_on_purpose_is_closed_at_the_next_start_although_its_pid_lives(
    store: SqliteStore, make_events: type[Events], log: AuditLog, path: Path
) -> None:
    first = Writer(store)
    first.start()
    intent = make_events(first.instance.id).intent()
    first.submit(intent).result(10)
    first.close()
    second = Writer(SqliteStore(path))
    assert second.start() == 1
    second.close()
    assert finals(log) == [(intent.event_id, "unknown_outcome")]


def test_two_starting_at_once_write_one_final(leave_open: LeaveOpen, named: Named, path: Path, log: AuditLog) -> None:
    dead = named("i-dead", pid_started="1")
    intents = {leave_open(dead, LATER).event_id for _ in range(5)}
    writers = [Writer(SqliteStore(path, busy_timeout_s=10)) for _ in range(4)]
    ready = threading.Barrier(len(writers))
    closed: list[int] = []

    def begin(writer: Writer) -> None:
        ready.wait()
        closed.append(writer.start())

    threads = [threading.Thread(target=begin, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in writers:
        writer.close()
    assert sorted(closed) == [0, 0, 0, 5]
    assert sorted(intent for intent, _ in finals(log)) == sorted(intents)


def test_a_process_taken_for_dead_that_wakes_up_goes_on(
    named: Named, store: FaultyStore, path: Path, make_events: type[Events], log: AuditLog
) -> None:
    """Its lease ended while it was paused: its intent was closed, but it registers again and its final is kept too."""
    now = AT
    paused = Writer(store, named("i-paused", host="elsewhere", started=AT), clock=lambda: now)
    paused.start()
    events = make_events("i-paused")
    intent = events.intent()
    paused.submit(intent).result(10)
    now += timedelta(minutes=1)
    other = Writer(SqliteStore(path), named("i-here", started=AT), clock=lambda: now)
    assert other.start() == 1
    other.close()
    paused.submit(events.final(intent)).result(10)
    paused.submit(events.intent()).result(10)
    paused.close()
    assert finals(log) == [(intent.event_id, "unknown_outcome"), (intent.event_id, "completed")]


def test_the_final_for_a_dead_process_keeps_the_call_and_names_who_wrote_it(make_events: type[Events]) -> None:
    intent = make_events("i-dead").intent()
    final = unknown_outcome(intent, at=LATER, instance="i-here").event
    assert (final.request_id, final.caller, final.tenant) == (intent.request_id, intent.caller, intent.tenant)
    assert (final.instance, final.at) == ("i-here", LATER)
    assert dict(final.detail) == {"intent_id": intent.event_id, "outcome": "unknown_outcome", "error_code": None}
