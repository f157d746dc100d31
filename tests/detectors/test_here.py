"""Detection without workers finds the same, and its errors say as little."""

from __future__ import annotations

import asyncio
import time

import pytest

from detectors.engine import Engine
from detectors.here import Here
from detectors.jobs import Item, Job
from detectors.options import EngineOptions
from detectors.pool_errors import ScanFailedError, ScanTimeoutError
from detectors.worker import answer_items

TEXT = "Call 253-555-7788 about SSN 536-90-4399."


async def started() -> Here:
    here = Here(EngineOptions(names=False))
    await here.start()
    return here


async def test_it_finds_what_a_worker_finds() -> None:
    here = await started()
    engine = Engine(EngineOptions(names=False))
    engine.load()
    jobs = [Job((Item(TEXT, resolve=True), Item("nothing", resolve=True))), Job((Item(TEXT),))]
    found = await here.run(jobs, deadline_s=10)
    assert [[list(each) for each in job] for job in found] == [answer_items(engine, job.items) for job in jobs]
    assert {each.entity for each in found[0][0]} == {"PHONE", "SSN"}
    assert (here.version, here.workers) == (engine.version, 1)


async def test_an_error_says_its_type_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError(TEXT)

    monkeypatch.setattr(Engine, "patterns", broken)
    with pytest.raises(ScanFailedError) as caught:
        await (await started()).run([Job((Item(TEXT),))], deadline_s=10)
    assert (caught.value.__cause__, "536" in str(caught.value)) == (None, False)


async def test_a_deadline_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "patterns", lambda *_: time.sleep(0.5) or [])
    began = asyncio.get_running_loop().time()
    with pytest.raises(ScanTimeoutError):
        await (await started()).run([Job((Item(TEXT),))] * 9, deadline_s=0.05)
    assert asyncio.get_running_loop().time() - began < 4
