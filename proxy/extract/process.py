"""This process's side of one worker: it is hired, asked, and killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from proxy.extract.limits import Limits

START_LIMIT_S: Final = 30.0
"""A worker that has not loaded its parsers after this long never will (0.4 s are usual, 5 s with OCR)."""

_LENGTH: Final = 4
_HOME: Final = str(Path(__file__).resolve().parent.parent.parent)
_BOOT: Final = (
    "import sys; home = sys.argv[1]; home in sys.path or sys.path.insert(0, home); "
    "from proxy.extract.worker import main; sys.exit(main())"
)
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH")
"""All of the environment that is passed on: keys and passwords stand in it too, and a worker never sees them."""
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
_REPLY_CHAR_BYTES: Final = 12
"""A character outside of the basic plane is two escapes of six bytes in a reply."""


class Worker:
    """One live worker process."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process, self._limits = process, limits
        self._longest = limits.output_chars * _REPLY_CHAR_BYTES + 100 * limits.parts + 10_000
        self.bytes_read = 0
        """Bytes of documents it has seen."""
        self.spent = False
        """Whether it must not be given another document."""

    @property
    def pid(self) -> int:
        """Its process id, for tests that kill it."""
        return self._process.pid

    @property
    def gone(self) -> bool:
        """Whether it has ended while nobody asked it anything."""
        return self._process.returncode is not None

    @classmethod
    async def hire(cls, limits: Limits, *, ocr: bool) -> Worker:
        """Start a worker and wait until it has loaded and confined itself.

        Raises:
            Unreadable: crashed: it did not start.
        """
        # -I: neither the environment nor the folder it starts in decides what is imported.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-B", "-c", _BOOT, _HOME,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_THREAD,
            start_new_session=True,
        )  # fmt: skip
        worker = cls(process, limits)
        order = {"limits": asdict(limits), "ocr": ocr}
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await worker._ask(json.dumps(order).encode())
        except (TimeoutError, OSError, EOFError):
            await worker.end()
            raise Unreadable(Reason.CRASHED) from None
        except BaseException:
            await worker.end()
            raise
        return worker

    async def read(self, data: bytes, kind: str) -> dict[str, object]:
        """Have one document read; afterwards the worker may be `spent`.

        Raises:
            Unreadable: the document is at fault, or the worker died of it.
        """
        self.bytes_read += len(data)
        self.spent = True  # until it has answered in time
        try:
            async with asyncio.timeout(self._limits.wall_s):
                reply = json.loads(await self._ask(kind.encode() + b"\n" + data))
        except TimeoutError:
            raise Unreadable(Reason.TOO_SLOW) from None
        except (OSError, EOFError):
            raise Unreadable(await self._cause()) from None
        self.spent = bool(reply.get("spent"))
        if "reason" in reply:
            raise Unreadable(Reason(reply["reason"]))
        return dict(reply)

    async def _ask(self, payload: bytes) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        stdin.write(len(payload).to_bytes(_LENGTH, "big") + payload)
        await stdin.drain()
        length = int.from_bytes(await stdout.readexactly(_LENGTH), "big")
        if length > self._longest:
            raise Unreadable(Reason.TOO_LARGE)
        return await stdout.readexactly(length)

    async def _cause(self) -> Reason:
        """Why it ended by itself: out of processor time, or anything else."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._process.wait()
        return Reason.TOO_SLOW if self._process.returncode == -signal.SIGXCPU else Reason.CRASHED

    async def end(self) -> None:
        """Kill it and wait until it is gone; it holds nothing worth keeping. May be called twice."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001  closes the pipes now
