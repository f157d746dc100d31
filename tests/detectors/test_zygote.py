"""The processes end with their parent, however it ends, and even in the middle of a job."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import detectors
from detectors.pool_errors import PoolError
from detectors.zygote import Order, Zygote

ENGINES = str(Path(__file__).parent / "pool_engines")
HOME = str(Path(detectors.__file__).resolve().parents[1])
ORDER = Order("scripted_engine:Engine", None, "SSN 536-90-4399", (ENGINES,))

PARENT = """
import asyncio, sys
from detectors.jobs import Item, Job
from detectors.pool import Pool
async def main():
    pool = Pool(workers=2, options=None, engine="scripted_engine:Engine", import_paths=[sys.argv[1]])
    await pool.start()
    call = asyncio.ensure_future(pool.run([Job((Item("HANG"),))], deadline_s=0.5))
    await asyncio.sleep(0)
    print(*pool.pids, pool.zygote_pid, flush=True)
    sys.stdin.read()
asyncio.run(main())
"""


def ended(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


async def test_a_killed_parent_leaves_no_process_behind() -> None:
    parent = subprocess.Popen(  # noqa: ASYNC220  # our own interpreter; a moment's blocking harms no test
        [sys.executable, "-c", PARENT, ENGINES], cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 3
        parent.kill()
    async with asyncio.timeout(10):
        while not all(ended(pid) for pid in pids):  # noqa: ASYNC110  # the kernel sets no asyncio.Event
            await asyncio.sleep(0.01)


async def test_a_forked_worker_is_another_process_and_can_be_killed() -> None:
    zygote = await Zygote.start(ORDER)
    try:
        first, second = await asyncio.gather(zygote.fork(), zygote.fork())
        assert len({first.pid, second.pid, zygote.pid}) == 3
        first.kill()
        second.kill()
        async with asyncio.timeout(5):
            while not (ended(first.pid) and ended(second.pid)):  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.01)
    finally:
        await zygote.close()
    assert ended(zygote.pid)


async def test_a_dead_zygote_forks_nothing_and_says_so() -> None:
    zygote = await Zygote.start(ORDER)
    zygote._process.kill()
    await zygote.gone()
    with pytest.raises(PoolError):
        await zygote.fork()
    zygote.kill()


def test_an_order_travels_as_plain_values() -> None:
    assert pickle.loads(ORDER.packed()) == {  # noqa: S301  # our own bytes
        "engine": "scripted_engine:Engine",
        "options": None,
        "warm_up": "SSN 536-90-4399",
        "import_paths": (ENGINES,),
    }
