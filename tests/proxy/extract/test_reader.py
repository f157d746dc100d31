"""Workers: started late, killed in time, replaced after a death, and confined."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from office_specimens import cell, excel, row
from pdf_specimens import page_file
from readers import another, reason

from proxy.errors import Overloaded
from proxy.extract.limits import Limits
from proxy.extract.reader import Reader
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_document_that_takes_too_long_is_killed_by_the_clock() -> None:
    slow = page_file(b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 200_000 + b"ET")
    async with another(Limits(wall_s=0.3)) as reader:
        assert await reason(reader, slow) is Reason.TOO_SLOW
        assert reader.pids == ()
        assert (await reader.read(b"x", Kind.TEXT)).complete


async def test_a_document_that_takes_too_much_processor_time_is_killed_by_the_kernel() -> None:
    slow = page_file(b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 400_000 + b"ET")
    async with another(Limits(wall_s=60, cpu_s=0)) as reader:
        assert await reason(reader, slow) is Reason.TOO_SLOW


async def test_a_document_that_takes_too_much_memory_ends_as_unreadable() -> None:
    rows = "".join(row(cell("x" * 40)) for _ in range(60_000))
    async with another(Limits(memory_bytes=8 * 2**20)) as reader:
        assert await reason(reader, excel(rows)) in {Reason.TOO_LARGE, Reason.CRASHED}


async def test_a_worker_that_dies_in_the_middle_makes_its_document_unreadable_and_no_other() -> None:
    slow = page_file(b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 200_000 + b"ET")
    async with another(Limits()) as reader:
        await reader.read(b"x", Kind.TEXT)
        (pid,) = reader.pids
        reading = asyncio.create_task(reader.read(slow, Kind.PDF))
        await asyncio.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(Unreadable) as caught:
            await reading
        assert caught.value.reason is Reason.CRASHED
        assert (await reader.read(b"x", Kind.TEXT)).complete
        assert reader.pids != (pid,)


async def test_a_worker_that_died_while_idle_is_replaced() -> None:
    async with another(Limits()) as reader:
        await reader.read(b"x", Kind.TEXT)
        os.kill(reader.pids[0], signal.SIGKILL)
        await asyncio.sleep(0.2)
        assert (await reader.read(b"x", Kind.TEXT)).complete


async def test_a_caller_who_goes_away_leaves_no_worker_behind_that_is_still_reading() -> None:
    slow = page_file(b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 200_000 + b"ET")
    async with another(Limits()) as reader:
        await reader.read(b"x", Kind.TEXT)
        reading = asyncio.create_task(reader.read(slow, Kind.PDF))
        await asyncio.sleep(0.1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await asyncio.sleep(0.1)
        assert reader.pids == ()


async def test_more_documents_than_may_wait_are_refused_at_once() -> None:
    async with another(Limits(), workers=1, waiting=1) as reader:
        outcomes = await asyncio.gather(*(reader.read(b"x", Kind.TEXT) for _ in range(4)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes].count(Overloaded) == 2


async def test_a_document_larger_than_allowed_never_reaches_a_worker() -> None:
    reader = Reader(Limits(input_bytes=10))

    assert await reason(reader, b"x" * 11, Kind.TEXT) is Reason.TOO_LARGE
    assert reader.pids == ()


async def test_a_closed_reader_reads_nothing_and_keeps_no_process() -> None:
    reader = Reader()
    await reader.read(b"x", Kind.TEXT)
    (pid,) = reader.pids
    await reader.close()
    await reader.close()

    with pytest.raises(Overloaded):
        await reader.read(b"x", Kind.TEXT)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_workers_start_with_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVIDER_KEY", "sk-very-secret")
    async with another(Limits()) as reader:
        await reader.read(b"x", Kind.TEXT)
        environment = Path(f"/proc/{reader.pids[0]}/environ").read_bytes()  # noqa: ASYNC240  a line of /proc

    assert b"sk-very-secret" not in environment


async def test_nothing_is_started_before_the_first_document() -> None:
    assert Reader().pids == ()


CONFINED = """
import socket, subprocess, sys
from proxy.extract import confine
confine.cut_off()
def denied(work):
    try:
        work()
    except OSError as error:
        return type(error).__name__
    return "done"
print(denied(socket.socket), denied(lambda: subprocess.run(["/bin/true"])))
confine.lock()
confine.limit(memory_bytes=50_000_000)
print(denied(socket.socket), denied(lambda: subprocess.run(["/bin/true"])), denied(lambda: open("/tmp/x", "w")))
try:
    bytearray(100_000_000)
except MemoryError:
    print("no memory")
"""


async def test_a_worker_has_no_network_no_programs_no_writing_and_no_memory_beyond_its_share() -> None:
    done = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, check=True, cwd=Path.cwd())  # noqa: ASYNC221  a short process

    kernel, locked, memory = done.stdout.splitlines()
    assert locked == "PermissionError PermissionError PermissionError"
    assert memory == "no memory"
    if sys.platform == "linux":
        assert kernel == "PermissionError PermissionError"
