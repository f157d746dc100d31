"""Documents to text, in worker processes that can be killed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.errors import Overloaded
from proxy.extract.limits import Limits
from proxy.extract.passages import Extracted, Passage
from proxy.extract.process import Worker
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from proxy.extract.sniff import Kind

TIMES_WITH_OCR: Final = 3
"""Reading pictures takes so much longer that the wait for a document is longer too."""
RETIRE_BYTES: Final = 64 * 2**20
"""A worker is replaced after this many bytes of documents: what parsers leave in memory goes with it."""


class Reader:
    """A small pool of worker processes, each started when a document first needs it.

    Args:
        limits: what one document may cost.
        workers: documents read at the same time.
        ocr: whether pictures are read too (needs the extra ``ocr``).
        waiting: documents that may wait for a worker before `Overloaded`.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        workers: int = 1,
        ocr: bool = False,
        waiting: int = 16,
    ) -> None:
        limits = limits or Limits()
        self._limits = replace(limits, wall_s=limits.wall_s * TIMES_WITH_OCR) if ocr else limits
        self._ocr = ocr
        self._most = workers + waiting
        self._present = 0
        self._places = asyncio.Semaphore(workers)
        self._idle: list[Worker] = []
        self._closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that wait for a document."""
        return tuple(worker.pid for worker in self._idle)

    async def read(self, data: bytes, kind: Kind) -> Extracted:
        """Read one document.

        Args:
            data: the whole file.
            kind: what `sniff` said it is.

        Raises:
            Unreadable: it gives no text; the reason says why.
            proxy.errors.Overloaded: too many documents wait already.
        """
        if len(data) > self._limits.input_bytes:
            raise Unreadable(Reason.TOO_LARGE)
        if self._closed or self._present >= self._most:
            raise Overloaded("Too many attachments are being read. Try again shortly.")
        self._present += 1
        try:
            async with self._places:
                reply = await self._ask(data, kind)
        finally:
            self._present -= 1
        return _extracted(reply, kind)

    async def close(self) -> None:
        """Kill the workers. May be called twice."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    async def _ask(self, data: bytes, kind: Kind) -> dict[str, object]:
        worker = self._idle.pop() if self._idle else None
        if worker is None or worker.gone:
            if worker:
                await worker.end()
            worker = await Worker.hire(self._limits, ocr=self._ocr)
        try:
            return await worker.read(data, kind.value)
        finally:  # also when the caller went away: a worker in the middle of a document is spent
            if worker.spent or self._closed or worker.bytes_read > RETIRE_BYTES:
                await asyncio.shield(worker.end())
            else:
                self._idle.append(worker)


def _extracted(reply: dict[str, object], kind: Kind) -> Extracted:
    """The reply as it must be; anything else is a worker gone wrong."""
    passages, unread = reply.get("passages"), reply.get("unread")
    if not isinstance(passages, list) or not isinstance(unread, list):
        raise Unreadable(Reason.CRASHED)
    try:
        taken = tuple(Passage(_text(text), _text(place)) for text, place in passages)
        missed = tuple(Unread(what) for what in unread)
    except (TypeError, ValueError):
        raise Unreadable(Reason.CRASHED) from None
    return Extracted(kind, taken, complete=not missed, unread=missed)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
