"""What searches go by is held to the records, on both databases: nobody hides a record by changing the index alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from audit_history import KEYS, history, records_of

from proxy.audit.event import canonical
from proxy.audit.filters import Filters
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.query import AuditLog
from proxy.audit.recovery import unknown_outcome
from proxy.audit.stores.base import Record
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit_databases import AuditDatabase

    from proxy.audit.stores.base import Instance

SIGNER = Signer.generated("chaperone/index")
PERSON = KEYS.searched("STUDENT_ID", "5550003")
OF_PERSON = Filters(kinds=("request.intent",), subject=PERSON)


@pytest.fixture
def kept(audit_database: AuditDatabase, named: Callable[..., Instance]) -> AuditDatabase:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - here only

    store = audit_database.store(wait_s=5)
    store.open()
    store.renew(named("i-test"), datetime.now(UTC) + timedelta(minutes=1))
    store.append(records_of(history()))
    store.checkpoint(SIGNER.checkpoint)
    store.close()
    return audit_database


def tamper(database: AuditDatabase, statement: str) -> None:
    """As whoever owns the database could."""
    if database.is_postgres:
        database.run(f"SET LOCAL session_replication_role = replica; {statement}")
        return
    for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        database.run(f"DROP TRIGGER {name}")
    database.run(statement)


def bad(database: AuditDatabase, *, deep: bool = True) -> list[int]:
    found = AuditProof(database.place).verify([SIGNER.verifier], [], deep=deep)
    return [problem.index for problem in found.problems]


def places(database: AuditDatabase) -> list[int]:
    return [record["seq"] for record in AuditLog(database.reader()).tail(-1, filters=OF_PERSON)]


def test_a_sound_index_is_no_problem(kept: AuditDatabase) -> None:
    assert bad(kept) == []


def test_a_second_final_of_a_call_is_no_problem(kept: AuditDatabase, named: Callable[..., Instance]) -> None:
    """A guard that was taken for dead ends its call after another one closed it."""
    intent = next(event for event in history() if event.kind is EventKind.INTENT)
    late = unknown_outcome(intent, at=intent.at, instance="i-test")
    store = kept.store(wait_s=5)
    store.open()
    store.append([Record(late.event, canonical(late.event))])
    store.checkpoint(SIGNER.checkpoint)
    store.close()
    assert bad(kept) == []


def test_a_person_taken_out_of_the_index_is_noticed_and_found_again(kept: AuditDatabase) -> None:
    there = places(kept)
    hidden = ", ".join(f"'{digest}'" for digest in PERSON)
    tamper(kept, f"DELETE FROM audit_term WHERE term IN ({hidden})")  # noqa: S608 - digests
    assert places(kept) == []
    assert bad(kept, deep=False) == [], "the tree is of the records"
    assert bad(kept) == [there[0]]
    store = kept.store(wait_s=5)
    store.open()
    store.recount()
    store.close()
    assert places(kept) == there
    assert bad(kept) == []


def test_a_record_that_is_said_to_lie_in_another_partition_is_named(kept: AuditDatabase) -> None:
    """A search by terms looks for a record in the month that `audit_id` says."""
    if kept.is_postgres:
        tamper(kept, f"UPDATE audit_id SET at = '2020-01-01T00:00:00.000Z' WHERE seq = {places(kept)[0]}")  # noqa: S608 - a number
        assert bad(kept) == bad(kept)[:1] != []


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("INSERT INTO audit_term (field, term, seq) VALUES ('tag', 'LIE', 7)", 7),
        ("UPDATE audit_term SET seq = 12 WHERE field = 'role' AND seq = 11", 11),
        ("UPDATE audit_event SET caller = 'somebody-else' WHERE seq = 3", 3),
        ("UPDATE audit_event SET tenant = 'another' WHERE seq = 5", 5),
        ("UPDATE audit_event SET decision = NULL WHERE seq = 9", 9),
    ],
)
def test_an_index_that_was_changed_is_named(kept: AuditDatabase, statement: str, index: int) -> None:
    if "seq = 11" in statement:  # to a record without that term
        without = next(each["seq"] for each in AuditLog(kept.reader()).tail(-1) if each["kind"] == "log.read")
        with_it = next(each["seq"] for each in AuditLog(kept.reader()).tail(-1) if each["kind"] == "request.intent")
        statement = statement.replace("seq = 12", f"seq = {without}").replace("seq = 11", f"seq = {with_it}")
        index = min(without, with_it)
    tamper(kept, statement)
    assert bad(kept)[:1] == [index]
    assert bad(kept, deep=False) == []
