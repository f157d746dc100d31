"""What every store promises, asked of SQLite and of PostgreSQL in the same words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from proxy.audit import leases
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.recovery import unknown_outcome
from proxy.audit.stores import schema
from proxy.audit.stores.base import Instance, Record, Store, StoreConflict, StoreUnusable
from proxy.audit.tree import leaf_hash
from proxy.exchange import AuditEvent

if TYPE_CHECKING:
    from audit_databases import AuditDatabase

    from tests.proxy.audit.conftest import Events

Make = Callable[[AuditEvent], Record]
Named = Callable[..., Instance]
NOW = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)


def final_of(intent: AuditEvent) -> Record:
    return unknown_outcome(intent, at=NOW, instance="i-here")


# --------------------------------------------------------------------------- appending


def test_records_get_the_next_indexes_in_their_order(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    made = [as_record(make_events().intent()) for _ in range(3)]
    filled.append(made)
    found = database.rows("SELECT seq, event_id, body FROM audit_event ORDER BY seq")
    assert [seq for seq, _, _ in found] == list(range(6))
    assert [(event_id, bytes(body)) for _, event_id, body in found[3:]] == [
        (record.event.event_id, record.body) for record in made
    ]


def test_indexes_have_no_gaps_between_two_that_write_and_after_a_failure(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    other = database.store()
    other.open()
    events = make_events()
    twice = as_record(events.intent())
    other.append([as_record(events.intent())])
    with pytest.raises(StoreConflict):
        filled.append([twice, as_record(events.intent()), twice])
    filled.append([as_record(events.intent())])
    other.close()
    assert [seq for seq, _ in database.rows()] == [0, 1, 2, 3, 4]


def test_an_event_is_stored_once_whatever_else_differs(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    (_, known), *_ = database.rows()
    again = make_events().intent(event_id=known, at=NOW + timedelta(days=90))
    with pytest.raises(StoreConflict):
        filled.append([as_record(again)])
    assert len(database.rows()) == 3


def test_many_at_once_leave_no_gap_and_no_duplicate(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    def write() -> None:
        store = database.store(wait_s=10)
        store.open()
        for size in (1, 7, 2, 20):
            store.append([as_record(make_events().intent()) for _ in range(size)])
        store.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seq for seq, _ in database.rows()] == list(range(3 + 4 * 30))
    assert len({event_id for _, event_id in database.rows()}) == 3 + 4 * 30


def test_every_record_has_its_leaf(database: AuditDatabase, filled: Store) -> None:
    found = database.rows("SELECT e.body, l.hash FROM audit_event e JOIN audit_leaf l ON l.seq = e.seq ORDER BY e.seq")
    assert [bytes(leaf) for _, leaf in found] == [leaf_hash(bytes(body)) for body, _ in found]
    assert len(found) == 3


def test_a_record_of_any_month_finds_its_place(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    months = [datetime(year, month, 1, tzinfo=UTC) for year, month in ((1999, 12), (2031, 1), (2026, 12))]
    filled.append([as_record(make_events().intent(at=at)) for at in months])
    assert [at[:7] for (at,) in database.rows("SELECT at FROM audit_event WHERE seq > 2 ORDER BY seq")] == [
        "1999-12",
        "2031-01",
        "2026-12",
    ]


def test_errors_name_no_row(filled: Store, make_events: type[Events], as_record: Make) -> None:
    record = as_record(make_events().intent())
    with pytest.raises(StoreConflict) as caught:
        filled.append([record, record])
    shown = f"{caught.value} {caught.value.__cause__}"
    assert record.event.event_id not in shown
    assert "idea.record" not in shown


# --------------------------------------------------------------------------- what is kept beside


def test_the_columns_are_an_index_made_from_the_bytes(database: AuditDatabase, filled: Store) -> None:
    intent, final = database.rows(
        "SELECT kind, provider, model, decision, severity, rule, unit, app, outcome, status "
        "FROM audit_event ORDER BY seq LIMIT 2",
    )
    shared = ("demo", "gpt-5", "forward", "S3", "idea.record", "Special Education", "webui")
    assert intent == ("request.intent", *shared, None, None)
    assert final == ("request.final", *shared, "completed", 200), "a final takes them from its intent"
    terms = set(database.rows("SELECT field, term FROM audit_term WHERE seq = 0"))
    assert {("entity", "STUDENT_ID.WA_SSID"), ("entity", "STUDENT_ID"), ("tag", "IDEA")} <= terms


def test_a_final_in_a_later_batch_inherits_too(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    events = make_events()
    intent = events.intent({"provider": "other"})
    filled.append([as_record(intent)])
    filled.append([as_record(events.final(intent))])
    assert database.rows("SELECT provider FROM audit_event ORDER BY seq DESC LIMIT 1") == [("other",)]


def test_roll_ups_count_what_was_stored_and_nothing_that_was_refused(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    record = as_record(make_events().intent())
    with pytest.raises(StoreConflict):
        filled.append([record, record])
    filled.append([record])
    counted = "SELECT kind, sum(n) FROM audit_rollup WHERE grain = 'day' GROUP BY kind ORDER BY kind"
    assert [(kind, int(n)) for kind, n in database.rows(counted)] == [("request.final", 1), ("request.intent", 3)]


def test_open_intents_are_those_without_a_final(database: AuditDatabase, filled: Store) -> None:
    last = database.rows()[-1][1]
    assert database.rows("SELECT event_id, instance FROM open_intent") == [(last, "i-test")]


def test_an_intent_of_an_unregistered_instance_is_refused(
    log_store: Store, make_events: type[Events], as_record: Make
) -> None:
    with pytest.raises(StoreConflict):
        log_store.append([as_record(make_events("i-stranger").intent())])


def test_known_tells_which_events_are_stored(database: AuditDatabase, filled: Store) -> None:
    ids = [event_id for _, event_id in database.rows()]
    assert filled.known([*ids, "absent"]) == frozenset(ids)
    assert filled.known([]) == frozenset()


def test_the_write_test_leaves_nothing_behind(database: AuditDatabase, filled: Store) -> None:
    assert database.rows("SELECT count(*) FROM probe") == [(0,)]
    assert database.rows("SELECT count(*) FROM instance") == [(1,)]


# --------------------------------------------------------------------------- checkpoints


def test_checkpoints_grow_with_the_log_and_prove_it(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    signer = Signer.generated("chaperone/test")
    sizes = []

    def sign(tree: object) -> str:
        sizes.append(tree.size)  # type: ignore[attr-defined]
        return signer.checkpoint(tree)  # type: ignore[arg-type]

    assert filled.checkpoint(sign) is not None
    assert filled.checkpoint(sign) is None, "nothing new"
    filled.append([as_record(make_events().intent()) for _ in range(9)])
    assert filled.checkpoint(sign) is not None
    assert sizes == [3, 12]
    verdict = AuditProof(database.place).verify([signer.verifier], [], deep=True)
    assert (verdict.records, verdict.checkpoints, verdict.vouched, verdict.problems) == (12, 2, 12, ())


# --------------------------------------------------------------------------- the dead and their intents


def test_intents_of_the_dead_are_closed_once_and_those_of_the_living_never(
    database: AuditDatabase, filled: Store, named: Named, make_events: type[Events], as_record: Make
) -> None:
    filled.renew(named("i-dead"), NOW)
    filled.append([as_record(make_events("i-dead").intent()) for _ in range(4)])
    asked = []

    def dead(instance: Instance, lease_until: datetime) -> bool:
        asked.append((instance.id, lease_until))
        return instance.id == "i-dead"

    assert filled.close_dead(dead, final_of) == 4
    assert filled.close_dead(dead, final_of) == 0
    assert {name for name, _ in asked} == {"i-test", "i-dead"}
    assert [seq for seq, _ in database.rows()] == list(range(11))
    assert database.rows("SELECT instance FROM open_intent") == [("i-test",)]
    outcomes = "SELECT outcome, provider FROM audit_event WHERE seq > 6 ORDER BY seq"
    assert database.rows(outcomes) == [("unknown_outcome", "demo")] * 4


def test_a_lease_comes_back_as_it_was_given(filled: Store, named: Named) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=15)
    filled.renew(named("i-other"), until)
    filled.renew(named("i-gone"), leases.RELEASED)
    found = {}

    def note(instance: Instance, lease_until: datetime) -> bool:
        found[instance.id] = (instance, lease_until)
        return False

    filled.close_dead(note, final_of)
    assert replace(found["i-other"][0], started=NOW) == named("i-other", started=NOW)
    assert abs(found["i-other"][1] - until) < timedelta(seconds=1)
    assert found["i-gone"][1] == leases.RELEASED


# --------------------------------------------------------------------------- append-only


LOG_TABLES = {
    "audit_event": "kind",
    "audit_term": "term",
    "audit_leaf": "hash",
    "audit_checkpoint": "note",
    "schema_version": "version",
}


def test_nothing_stored_can_be_changed_or_deleted(database: AuditDatabase, filled: Store) -> None:
    filled.checkpoint(Signer.generated("chaperone/test").checkpoint)
    for table, column in LOG_TABLES.items():
        statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]  # noqa: S608 - literals
        if database.is_postgres:
            statements.append(f"TRUNCATE {table} CASCADE")
        for statement in statements:
            with pytest.raises(sa.exc.IntegrityError, match="append-only"):
                database.run(statement)


def test_a_row_can_be_added_at_the_next_index_only(database: AuditDatabase, filled: Store) -> None:
    before = database.rows()
    for seq in (1, 7, -1):
        with pytest.raises(sa.exc.IntegrityError):
            database.run(
                "INSERT INTO audit_event (seq, body, event_id, kind, at, tenant) "  # noqa: S608 - numbers of this test
                f"VALUES ({seq}, '', 'new', 'k', '2026-11-23T00:00:00.000Z', '')"
            )
    assert database.rows() == before


# --------------------------------------------------------------------------- opening


def test_a_newer_schema_is_refused(database: AuditDatabase, filled: Store) -> None:
    filled.close()
    newer = schema.SCHEMA_VERSION + 1
    database.run(f"INSERT INTO schema_version VALUES ({newer})")  # noqa: S608 - as above
    with pytest.raises(StoreUnusable, match=f"schema version {newer}, this program knows {schema.SCHEMA_VERSION}"):
        database.store().open()


def test_opening_again_goes_on_where_it_was(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    filled.close()
    again = database.store()
    again.open()
    again.append([as_record(make_events().intent())])
    again.close()
    assert [seq for seq, _ in database.rows()] == [0, 1, 2, 3]
    steps = [(step,) for step in range(1, schema.SCHEMA_VERSION + 1)]
    assert database.rows("SELECT version FROM schema_version ORDER BY version") == steps


def test_a_closed_store_opens_itself_when_it_is_needed(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    filled.close()
    filled.append([as_record(make_events().intent())])
    assert len(database.rows()) == 4


# --------------------------------------------------------------------------- readers


def test_readers_cannot_write(database: AuditDatabase, filled: Store) -> None:
    with database.reader().connect() as db, pytest.raises(sa.exc.SQLAlchemyError, match=r"read-?only"):
        db.execute(schema.probe.insert(), {"filler": b"\0"})


def test_a_reader_sees_one_moment_and_holds_up_nobody(
    database: AuditDatabase, filled: Store, make_events: type[Events], as_record: Make
) -> None:
    count = sa.select(sa.func.count()).select_from(schema.audit_event)
    with database.reader().connect() as reading:
        assert reading.scalar(count) == 3
        filled.append([as_record(make_events().intent(at=datetime(2044, 4, 4, tzinfo=UTC)))])
        assert reading.scalar(count) == 3
    with database.reader().connect() as reading:
        assert reading.scalar(count) == 4


def test_the_store_of_a_place_is_the_right_one(database: AuditDatabase, filled: Store) -> None:
    filled.close()
    store = database.place.store()
    assert type(store) is type(filled)
    store.append([])
    store.close()
