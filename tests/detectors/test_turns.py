"""Calls take turns; the queue's bound counts what waits and nothing else."""

from __future__ import annotations

import pytest

from detectors import turns
from detectors.jobs import Item, Job
from detectors.pool_errors import PoolBusyError, ScanFailedError, ScanTimeoutError
from detectors.turns import Call, TurnQueue


def call(*sizes: int) -> Call:
    return Call([Job((Item("x" * size),)) for size in sizes], 1.0)


async def test_calls_alternate_and_jobs_of_one_call_keep_their_order() -> None:
    queue = TurnQueue(1_000)
    long, short = call(1, 2, 3), call(9)
    queue.add(long)
    queue.add(short)
    order = [queue.take() for _ in range(5)]
    assert [each and each[2].chars for each in order] == [1, 9, 2, 3, None]
    assert queue.waiting_chars == 0


async def test_the_bound_counts_waiting_characters_and_a_lone_giant_may_pass() -> None:
    queue = TurnQueue(10)
    queue.add(call(50))
    with pytest.raises(PoolBusyError):
        queue.add(call(1))
    queue.take()
    queue.add(call(4))
    queue.add(call(6))
    with pytest.raises(PoolBusyError):
        queue.add(call(1))


async def test_the_number_of_waiting_calls_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_WAITING_CALLS", 2)
    queue = TurnQueue(1_000)
    queue.add(call(1))
    queue.add(call(1))
    with pytest.raises(PoolBusyError):
        queue.add(call(1))


async def test_a_dropped_call_gives_its_room_back() -> None:
    queue = TurnQueue(10)
    gone = call(3, 3)
    queue.add(gone)
    queue.take()
    queue.drop(gone)
    queue.drop(gone)
    assert queue.waiting_chars == 0
    assert queue.take() is None


async def test_a_sleeper_is_woken_by_work_and_by_work_that_was_there_before() -> None:
    queue = TurnQueue(10)
    early = queue.sleep()
    assert not early.done()
    queue.add(call(1))
    assert early.done()
    assert queue.sleep().done()


async def test_one_sleeper_per_job_is_woken_and_a_dead_one_passes_on() -> None:
    queue = TurnQueue(10)
    sleepers = [queue.sleep() for _ in range(3)]
    queue.add(call(1, 1))
    assert sum(each.done() for each in sleepers) == 2
    queue.pass_on()
    assert all(each.done() for each in sleepers)


async def test_a_forgotten_sleeper_is_not_woken() -> None:
    queue = TurnQueue(10)
    wake = queue.sleep()
    queue.forget(wake)
    queue.add(call(1))
    assert not wake.done()


async def test_results_are_ordered_by_job_and_late_ones_change_nothing() -> None:
    each = call(1, 1)
    each.complete(1, ((),))
    assert not each.future.done()
    each.complete(0, ())
    each.fail(ScanFailedError("Late"))
    assert await each.future == [(), ((),)]


async def test_the_first_failure_counts() -> None:
    each = call(1, 1)
    each.fail(ScanTimeoutError())
    each.fail(ScanFailedError("Second"))
    each.complete(0, ())
    with pytest.raises(ScanTimeoutError):
        await each.future
