"""Rows of the queue go when their retention is over, each deletion on record, and never under a legal hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from held_calls import TERMS, new_hold

from proxy.audit.event import canonical
from proxy.exchange import Caller, Role
from proxy.holding.marking import Marking
from proxy.review.answers import AnswerStore
from proxy.review.forgetting import AT_ONCE, KeptBack, forget
from proxy.review.nouns import State
from proxy.review.rows import hold_row
from proxy.review.tables import review_answer, review_hold, review_text
from proxy.services.review.reviewing import Ends, Rules

if TYPE_CHECKING:
    from held_calls import Clock, Log
    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox
    from proxy.review.states import Hold

YEARS = timedelta(days=7 * 366)
NOTHING = KeptBack(lambda _db, _hold: False, lambda _db, _tenant: False)


def decided(clock: Clock, **more: object) -> Hold:
    facts = {"state": State.DENIED, "decided_at": clock.now, "purge_at": clock.now, "purged_at": clock.now}
    return new_hold(clock.now, **{**facts, **more})


async def put(state: StateDatabase, *holds: Hold) -> None:
    await state.run(lambda db: db.execute(review_hold.insert(), [hold_row(each) for each in holds]))


async def left(state: StateDatabase, table: sa.Table = review_hold) -> int:
    def count(db: Connection) -> int:
        return db.scalar(sa.select(sa.func.count()).select_from(table)) or 0

    return await state.run(count)


@pytest.fixture
def ends(state: StateDatabase, outbox: Outbox, clock: Clock) -> Ends:
    return Ends(state, outbox, Rules(TERMS, Marking(), {}, tenant="default", kept=YEARS, authority="DAN-7"), clock)


async def test_old_rows_go_with_one_record_and_the_others_stay(
    ends: Ends, state: StateDatabase, outbox: Outbox, clock: Clock, log: Log
) -> None:
    who = Caller("teacher", "default", Role.STAFF, unit="Counseling")
    await put(state, decided(clock), decided(clock, tenant="another-district"))
    await AnswerStore(state, outbox).await_review("req_old", who, clock.now)
    clock.forward(days=30)
    standing = decided(clock, state=State.RELEASED, ends_at=clock.now + YEARS * 2, purged_at=None)
    await put(state, standing, decided(clock))
    clock.now += YEARS - timedelta(days=29)
    assert await ends.sweep() == 2
    assert (await left(state), await left(state, review_answer)) == (3, 0)
    clock.forward(minutes=1)
    await outbox.sweep()
    (event,) = log.events
    canonical(event)
    assert (event.kind.value, event.detail["retention_class"], event.detail["items"]) == ("purge", "reviews", 2)
    assert event.detail["authority"] == "DAN-7"
    assert await ends.sweep() == 0  # not within the hour
    clock.forward(days=40)
    assert await ends.sweep() == 1
    assert (await left(state), await left(state, review_text)) == (2, 0)


async def test_a_legal_hold_keeps_its_rows_and_holds_up_none_behind_them(state: StateDatabase, clock: Clock) -> None:
    kept = [decided(clock, caller="sued", content=f"{number:064d}") for number in range(AT_ONCE + 20)]
    clock.forward(minutes=1)
    free = decided(clock)
    await put(state, *kept, free)
    back = KeptBack(lambda _db, hold: hold.caller == "sued", lambda _db, _tenant: True)
    before = clock.now + timedelta(days=1)
    gone, owed = await state.run(lambda db: forget(db, "default", before, back))
    assert gone == 1
    assert owed is not None
    assert (owed.detail["items"], owed.detail["held_back"]) == (1, len(kept))
    assert await left(state) == len(kept)
    assert await state.run(lambda db: forget(db, "default", before, back)) == (0, None)


async def test_no_answer_goes_while_any_legal_hold_stands(state: StateDatabase, outbox: Outbox, clock: Clock) -> None:
    await AnswerStore(state, outbox).await_review("req_1", Caller("a", "default", Role.STAFF), clock.now)
    before = clock.now + timedelta(days=1)
    back = KeptBack(lambda _db, _hold: True, lambda _db, _tenant: True)
    assert await state.run(lambda db: forget(db, "default", before, back)) == (0, None)
    assert (await state.run(lambda db: forget(db, "default", before, NOTHING)))[0] == 1
