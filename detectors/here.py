"""Detection in the process at hand, for commands that look at a sentence and end: no worker to start, none to kill.

A server must not use it: an engine that hangs or dies would take the process with it. Commands that look at whole
texts use the pool too, for its two processes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from detectors.engine import Engine
from detectors.jobs import pack_found, read_found
from detectors.pool_errors import ScanFailedError, ScanTimeoutError
from detectors.worker import answer_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.jobs import Found, Job
    from detectors.options import EngineOptions


class Here:
    """Implements `segments.Runner`.

    Args:
        options: what the engine looks for.
    """

    workers = 1

    def __init__(self, options: EngineOptions) -> None:
        self._engine = Engine(options)

    @property
    def version(self) -> str:
        """The version of the engine."""
        return self._engine.version

    async def start(self) -> None:
        """Load the engine."""
        await asyncio.to_thread(self._engine.load)

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        """As `Pool.run`; what is still at work at the deadline ends with the process.

        Raises:
            ScanFailedError: a detector raised.
            ScanTimeoutError: not done after `deadline_s` seconds.
        """
        try:
            async with asyncio.timeout(deadline_s):
                return [await asyncio.to_thread(self._found, job) for job in work]
        except TimeoutError:
            raise ScanTimeoutError from None

    def _found(self, job: Job) -> Found:
        try:
            found = answer_items(self._engine, job.items)
        except Exception as error:  # noqa: BLE001 # whatever it was, its message may quote the text
            raise ScanFailedError(type(error).__name__) from None
        return read_found(pack_found(found), job)
