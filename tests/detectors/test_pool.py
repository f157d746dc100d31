"""The pool with real child processes, running an engine that hangs, raises, dies or lies when the text says so."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvloop

from detectors import pool as pool_module
from detectors.jobs import Item, Job
from detectors.pool import Pool
from detectors.pool_errors import PoolBusyError, PoolError, ScanFailedError, ScanTimeoutError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ENGINES = str(Path(__file__).parent / "pool_engines")
RECOVERY_S = 5.0


def scripted(*, workers: int = 2, options: object = None, **kwargs: object) -> Pool:
    return Pool(workers=workers, options=options, engine="scripted_engine:Engine", import_paths=[ENGINES], **kwargs)


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    running = scripted()
    await running.start()
    yield running
    await running.close()


@pytest.fixture
async def single() -> AsyncIterator[Pool]:
    running = scripted(workers=1)
    await running.start()
    yield running
    await running.close()


def job(text: str, *, names: bool = False, context: str = "") -> Job:
    return Job((Item(text, context, names=((0, len(text)),) if names else ()),))


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(RECOVERY_S):
        while not true():  # noqa: ASYNC110  # processes of the system set no asyncio.Event
            await asyncio.sleep(0.005)


async def finds_again(pool: Pool) -> None:
    """A call succeeds on every worker at once."""
    found = await pool.run([job("SSN 536-90-4399")] * 4, deadline_s=RECOVERY_S)
    assert [each[0][0].entity for each in found] == ["SSN"] * 4


async def replaced(pool: Pool, before: tuple[int, ...]) -> None:
    await until(lambda: len(pool.pids) == len(before) and pool.pids != before)
    await finds_again(pool)


def proc(pid: int | None, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()


def is_busy(pool: Pool) -> bool:
    """Every worker has a job, and none waits."""
    return pool._queue.waiting_chars == 0 and not pool._queue._sleepers


def is_gone(pid: int) -> bool:
    """No such process, or one that only waits to be reaped."""
    try:
        stat = proc(pid, "stat")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


async def test_results_stand_in_the_order_of_the_jobs(pool: Pool) -> None:
    texts = ["a 536-90-4399", "nothing", "bcd 536-90-4399"]
    found = await pool.run([job(text) for text in texts], deadline_s=5)
    assert [[(f.start, f.end) for f in each[0]] for each in found] == [[(2, 13)], [], [(4, 15)]]


async def test_one_job_finds_patterns_and_names_and_shifts_names_by_their_span(pool: Pool) -> None:
    text = "SSN 536-90-4399. Maria Delgado"
    ((found,),) = await pool.run([Job((Item(text, names=((17, 30),)),))], deadline_s=5)
    assert {(f.entity, f.start, f.end) for f in found} == {("SSN", 4, 15), ("STUDENT_NAME", 17, 30)}


async def test_context_reaches_the_engine(pool: Pool) -> None:
    ((found,),) = await pool.run([job("4812093377", context="ssid")], deadline_s=5)
    assert [f.entity for f in found] == ["STUDENT_ID"]


async def test_no_jobs_need_no_worker(pool: Pool) -> None:
    assert await pool.run([], deadline_s=0.001) == []


async def test_strings_arrive_exactly_even_lone_surrogates(pool: Pool) -> None:
    ((found,),) = await pool.run([job("\ud83d\ude00 \U0001f600 536-90-4399")], deadline_s=5)
    assert [(f.start, f.end) for f in found] == [(5, 16)]


@pytest.mark.parametrize("order", ["RAISE", "GARBAGE"])
async def test_an_engine_that_raises_or_lies_fails_the_call_without_telling_the_text(pool: Pool, order: str) -> None:
    workers = pool.pids
    with pytest.raises(ScanFailedError) as caught:
        await pool.run([job(f"{order} canary-7731")], deadline_s=5)
    assert caught.value.kind == {"RAISE": "ValueError", "GARBAGE": "InvalidFinding"}[order]
    assert "canary" not in repr(caught.value) + str(caught.value.__cause__) + str(caught.value.__context__)
    await finds_again(pool)
    assert pool.pids == workers


async def test_a_name_that_reaches_out_of_its_span_is_refused(pool: Pool) -> None:
    with pytest.raises(ScanFailedError):
        await pool.run([job("OUTSIDE", names=True)], deadline_s=5)


async def test_a_worker_that_dies_in_a_job_fails_that_call_and_is_replaced(pool: Pool) -> None:
    before = pool.pids
    with pytest.raises(ScanFailedError) as caught:
        await pool.run([job("DIE")], deadline_s=5)
    assert caught.value.kind == "WorkerDied"
    await replaced(pool, before)


async def test_a_worker_killed_in_the_middle_of_a_job_fails_that_call_only(single: Pool) -> None:
    before = single.pids
    first = asyncio.ensure_future(single.run([job("HANG")], deadline_s=30))
    second = asyncio.ensure_future(single.run([job("536-90-4399")], deadline_s=30))
    await until(lambda: not single._queue._sleepers and single._queue.waiting_chars == 11)
    os.kill(before[0], signal.SIGKILL)
    with pytest.raises(ScanFailedError):
        await first
    assert (await second)[0][0][0].entity == "SSN"


async def test_a_hanging_job_times_out_and_its_worker_is_killed(single: Pool) -> None:
    before = single.pids
    with pytest.raises(ScanTimeoutError):
        await single.run([job("HANG")], deadline_s=0.1)
    await replaced(single, before)
    assert is_gone(before[0])


async def test_a_worker_stopped_in_a_job_is_killed_at_the_deadline(single: Pool) -> None:
    before = single.pids
    call = asyncio.ensure_future(single.run([job("SLOW")], deadline_s=0.5))
    await until(lambda: is_busy(single))
    os.kill(before[0], signal.SIGSTOP)
    with pytest.raises(ScanTimeoutError):
        await call
    await replaced(single, before)


async def test_a_stopped_idle_worker_is_found_by_its_heartbeat(single: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pool_module.HEARTBEAT_S + pool_module.HEARTBEAT_LIMIT_S < RECOVERY_S
    monkeypatch.setattr(pool_module, "HEARTBEAT_LIMIT_S", 0.2)
    before = single.pids
    os.kill(before[0], signal.SIGSTOP)
    await replaced(single, before)


async def test_a_killed_idle_worker_is_replaced_without_traffic(pool: Pool) -> None:
    before = pool.pids
    os.kill(before[0], signal.SIGKILL)
    await replaced(pool, before)
    assert before[1] in pool.pids


async def test_workers_outlive_their_zygote_which_is_restarted(pool: Pool) -> None:
    before, zygote = pool.pids, pool.zygote_pid
    assert zygote is not None
    os.kill(zygote, signal.SIGKILL)
    await finds_again(pool)
    await until(lambda: pool.zygote_pid not in {zygote, None})
    os.kill(before[0], signal.SIGKILL)
    await replaced(pool, before)


async def test_a_zygote_that_died_together_with_all_workers_comes_back(pool: Pool) -> None:
    before = pool.pids
    for pid in (pool.zygote_pid, *before):
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    await until(lambda: len(pool.pids) == 2 and not set(pool.pids) & set(before))
    await finds_again(pool)


async def test_a_worn_worker_is_retired(single: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "RETIRE_CHARS", 10)
    before = single.pids
    await single.run([job("more than ten characters")], deadline_s=5)
    await replaced(single, before)


async def test_a_cancelled_caller_leaves_nothing_in_the_queue(single: Pool) -> None:
    busy = asyncio.ensure_future(single.run([job("SLOW")], deadline_s=5))
    await until(lambda: is_busy(single))
    waiting = asyncio.ensure_future(single.run([job("x" * 50)] * 3, deadline_s=5))
    await until(lambda: single._queue.waiting_chars == 150)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert single._queue.waiting_chars == 0
    await busy


async def test_a_caller_that_leaves_during_its_job_costs_no_worker(single: Pool) -> None:
    before = single.pids
    call = asyncio.ensure_future(single.run([job("SLOW")], deadline_s=5))
    await until(lambda: is_busy(single))
    call.cancel()
    await finds_again(single)
    assert single.pids == before


async def test_a_healthy_worker_survives_a_caller_that_waited_too_long(single: Pool) -> None:
    """Under overload a job may start just before its caller's deadline; killing its worker would cost capacity."""
    before = single.pids
    busy = asyncio.ensure_future(single.run([job("SLOW")], deadline_s=5))
    await until(lambda: is_busy(single))
    with pytest.raises(PoolBusyError):
        await single.run([job("SLOW")], deadline_s=0.05)
    await busy
    assert single.pids == before


async def test_a_full_queue_refuses_at_once() -> None:
    small = scripted(workers=1, max_waiting_chars=100)
    await small.start()
    try:
        calls = [asyncio.ensure_future(small.run([job("SLOW")], deadline_s=5))]
        await until(lambda: is_busy(small))
        calls.append(asyncio.ensure_future(small.run([job("y" * 90)], deadline_s=5)))
        await until(lambda: small._queue.waiting_chars == 90)
        with pytest.raises(PoolBusyError):
            await small.run([job("z" * 20)], deadline_s=5)
        await asyncio.gather(*calls)
    finally:
        await small.close()


async def test_a_short_call_overtakes_a_long_one(single: Pool) -> None:
    """Calls take turns: 40 jobs of one caller do not stand before the one job of another."""
    long = asyncio.ensure_future(single.run([job("a" * 100)] * 400, deadline_s=20))
    await until(lambda: 0 < single._queue.waiting_chars < 39_900)
    await single.run([job("b")], deadline_s=5)
    assert not long.done()
    await long


async def test_start_refuses_an_engine_that_does_not_load() -> None:
    broken = scripted(options="refuse to load")
    with pytest.raises(PoolError, match="LookupError"):
        await broken.start()
    assert not broken.ready
    assert broken.zygote_pid is None


async def test_start_refuses_an_engine_that_cannot_be_imported() -> None:
    broken = Pool(options=None, engine="no_such_module:Engine")
    with pytest.raises(PoolError, match="ModuleNotFoundError"):
        await broken.start()


async def test_start_refuses_an_engine_that_finds_nothing() -> None:
    blind = Pool(options=None, engine="scripted_engine:Blind", import_paths=[ENGINES])
    with pytest.raises(PoolError, match="self-test"):
        await blind.start()
    assert not blind.pids


async def test_ready_before_start_and_after_close() -> None:
    pool = scripted(workers=1)
    assert not pool.ready
    with pytest.raises(ScanFailedError):
        await pool.run([job("x")], deadline_s=1)
    await pool.start()
    assert pool.ready
    assert pool.version == "scripted-1"
    processes = [*pool.pids, pool.zygote_pid]
    waiting = asyncio.ensure_future(pool.run([job("HANG")], deadline_s=30))
    await until(lambda: pool._queue.waiting_chars == 0)
    await pool.close()
    await pool.close()
    assert not pool.ready
    with pytest.raises(ScanFailedError) as caught:
        await waiting
    assert caught.value.kind == "PoolClosed"
    await until(lambda: all(is_gone(pid) for pid in processes if pid))


async def test_a_bug_in_the_pool_itself_refuses_every_call(single: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(single._queue, "take", broken)
    with pytest.raises(ScanFailedError) as caught:
        await single.run([job("x")], deadline_s=5)
    assert caught.value.kind == "ZeroDivisionError"
    assert not single.ready
    with pytest.raises(ScanFailedError):
        await single.run([job("x")], deadline_s=5)


async def test_children_see_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-environment")
    pool = scripted(workers=1)
    await pool.start()
    try:
        for pid in (*pool.pids, pool.zygote_pid):
            assert "canary" not in proc(pid, "environ")
            assert proc(pid, "limits").split("Max core file size")[1].split()[:2] == ["0", "0"]
    finally:
        await pool.close()


async def test_workers_ignore_the_signals_that_end_a_service(pool: Pool) -> None:
    before = pool.pids
    for pid in before:
        os.kill(pid, signal.SIGINT)
        os.kill(pid, signal.SIGTERM)
    await finds_again(pool)
    assert pool.pids == before


async def test_the_loop_stays_free_while_workers_are_busy(pool: Pool) -> None:
    """The event loop turns many times during one slow job."""
    call = asyncio.ensure_future(pool.run([job("SLOW")], deadline_s=5))
    turns = 0
    while not call.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 20


def test_everything_works_on_uvloop() -> None:
    async def journey() -> None:
        pool = scripted()
        await pool.start()
        try:
            await finds_again(pool)
            before = pool.pids
            with pytest.raises(ScanTimeoutError):
                await pool.run([job("HANG")], deadline_s=0.1)
            await replaced(pool, before)
        finally:
            await pool.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(journey())
