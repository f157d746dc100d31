"""Reviews of answers: by the same caller or department, once, counted by department."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from proxy.errors import NotFound
from proxy.exchange import Caller, Role
from proxy.review.answers import LEAST_SHOWN, MOST_NOTED, AnswerStore, Origin

if TYPE_CHECKING:
    from held_calls import Clock, Log

    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox

TEACHER = Caller("teacher", "default", Role.STAFF, unit="Counseling")
COLLEAGUE = Caller("colleague", "default", Role.STAFF, unit="Counseling")
DRIVER = Caller("driver", "default", Role.STAFF, unit="Transport")
ALONE, ELSEWHERE = Caller("alone", "default", Role.STAFF), Caller("teacher", "another", Role.STAFF, unit="Counseling")


@pytest.fixture
def answers(state: StateDatabase, outbox: Outbox) -> AnswerStore:
    return AnswerStore(state, outbox)


async def test_a_flagged_answer_waits_until_somebody_of_the_department_reviewed_it(
    answers: AnswerStore, clock: Clock, log: Log
) -> None:
    assert await answers.await_review("req_1", TEACHER, clock.now) == 1
    assert await answers.await_review("req_2", TEACHER, clock.now) == 2
    assert await answers.waits("default", "req_1") is True
    for stranger in (DRIVER, ALONE, ELSEWHERE):
        with pytest.raises(NotFound):
            await answers.acknowledge("req_1", stranger, "used", origin=None, now=clock.now)
    clock.forward(seconds=90)
    assert await answers.acknowledge("req_1", COLLEAGUE, "corrected", origin=None, now=clock.now) is True
    assert await answers.acknowledge("req_1", TEACHER, "used", origin=None, now=clock.now) is False
    for stranger in (DRIVER, ALONE, ELSEWHERE):  # that it was reviewed is told to nobody else
        with pytest.raises(NotFound):
            await answers.acknowledge("req_1", stranger, "used", origin=None, now=clock.now)
    assert await answers.waits("default", "req_1") is False
    assert await answers.await_review("req_3", TEACHER, clock.now) == 2
    (event,) = log.events
    assert (event.caller, event.request_id) == ("colleague", "req_1")
    assert event.detail == {"unit": "Counseling", "result": "corrected", "flagged": True, "after_s": 90}


async def test_an_answer_that_was_not_flagged_needs_a_call_of_ours(
    answers: AnswerStore, clock: Clock, log: Log
) -> None:
    with pytest.raises(NotFound):
        await answers.acknowledge("req_1", TEACHER, "used", origin=None, now=clock.now)
    with pytest.raises(NotFound):
        await answers.acknowledge("req_1", TEACHER, "used", origin=Origin("driver", "Transport"), now=clock.now)
    with pytest.raises(NotFound):
        await answers.acknowledge("req_1", ALONE, "used", origin=Origin("teacher", ""), now=clock.now)
    origin = Origin("alone", "")
    assert await answers.acknowledge("req_1", ALONE, "used", origin=origin, now=clock.now) is True
    assert await answers.acknowledge("req_1", ALONE, "used", origin=origin, now=clock.now) is False
    assert await answers.waits("default", "req_1") is False
    assert await answers.waits("default", "req_9") is None
    assert [event.detail["flagged"] for event in log.events] == [False]


async def test_what_is_only_counted_is_stored_later_and_loses_nothing(
    state: StateDatabase, outbox: Outbox, clock: Clock
) -> None:
    noted: dict = {}
    first = AnswerStore(state, outbox, noted)
    for number in range(3):
        first.note(f"req_{number}", TEACHER, clock.now)
    after_a_reload = AnswerStore(state, outbox, noted)
    assert await after_a_reload.acknowledge("req_1", TEACHER, "used", origin=None, now=clock.now) is True
    assert noted == {}
    first.note("req_1", TEACHER, clock.now)  # noted twice: stored once
    await first.flush()
    (rate,) = await first.rates("default", clock.now - timedelta(days=1), clock.now + timedelta(days=1))
    assert (rate.flagged, rate.acknowledged, rate.others, rate.rate) == (3, 1, 0, None)


async def test_memory_is_bounded_while_the_database_is_away(state: StateDatabase, outbox: Outbox, clock: Clock) -> None:
    noted: dict = {}
    answers = AnswerStore(state, outbox, noted)
    for number in range(MOST_NOTED + 5):
        answers.note(f"req_{number}", TEACHER, clock.now)
    assert len(noted) == MOST_NOTED
    assert "req_4" not in noted


async def test_rates_are_by_department_and_of_enough_answers(answers: AnswerStore, clock: Clock) -> None:
    for number in range(LEAST_SHOWN):
        await answers.await_review(f"req_{number}", TEACHER, clock.now)
    await answers.await_review("req_other", DRIVER, clock.now)
    for number in range(2):
        await answers.acknowledge(f"req_{number}", COLLEAGUE, "used", origin=None, now=clock.now)
    day = timedelta(days=1)
    counseling, transport = await answers.rates("default", clock.now - day, clock.now + day)
    assert (counseling.unit, counseling.rate) == ("Counseling", 2 / LEAST_SHOWN)
    assert (transport.unit, transport.flagged, transport.rate) == ("Transport", 1, None)
    assert await answers.rates("default", clock.now - 2 * day, clock.now - day) == []
    assert await answers.rates("another", clock.now - day, clock.now + day) == []
