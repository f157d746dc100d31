"""Step 9 for a streamed answer: relayed chunk by chunk through the codec's rewriter, in slices that let others by.

Nothing is buffered beyond the hold-back of the text machines. The record is closed in `StreamedBody.aclose`,
synchronously, and the provider's connection is closed under a shield, so that a client that leaves stops the provider
within the same turn of the event loop.
"""

from __future__ import annotations

import time
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import anyio
import anyio.lowlevel
import anyio.to_thread

from proxy.crossing import CLOSE_WITHIN_S
from proxy.errors import GuardError, InternalError, ProviderError, ProviderGarbled

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from proxy.crossing import Crossing
    from proxy.upstream import ProviderAnswer
    from proxy.wire.codec import AnswerStream

SLICE_BYTES: Final = 8192
"""Of a stream, that are rewritten before it is seen whether other calls should have their turn."""
TURN_S: Final = 0.002
"""How long slices of one read are rewritten before other calls have their turn. What they gave leaves in one piece:
handing over a piece costs as much as rewriting ten events of prose."""
SLOW_S: Final = 0.01
"""A slice that took longer is full of what must be scanned; the next ones are rewritten beside the loop."""
LONG_WORK: Final = 8192
"""Weight of a plain answer from which on it is rewritten beside the loop: 10 ms and more."""
DIGIT_WEIGHT: Final = 100
"""Bytes of prose that cost as much as one digit: a word with digits takes 0.5 ms to scan, one without 0.005."""


def is_long(raw: bytes) -> bool:
    """Whether an answer takes so long to scan that other calls would notice: 100 kB of code take seconds."""
    digits = len(raw) - len(raw.translate(None, b"0123456789"))
    return len(raw) + DIGIT_WEIGHT * digits > LONG_WORK


async def beside_the_loop(work: Callable[[], bytes], *, long: bool) -> bytes:
    """Do the work at once, or in a thread. A client that leaves meanwhile is noticed when the thread is done."""
    return await anyio.to_thread.run_sync(work) if long else work()


class StreamedBody:
    """A streamed answer on its way through. Iterate `chunks` once, then always `aclose`, also when never iterated."""

    def __init__(self, crossing: Crossing, provider: ProviderAnswer, rewriter: AnswerStream) -> None:
        self._crossing = crossing
        self._provider = provider
        self._incoming = provider.chunks()
        self._rewriter = rewriter
        self._first = b""
        self._begun: AsyncGenerator[bytes, None] | None = None
        """The rest of the provider's first bytes."""
        self._waiting = 0
        """Bytes taken since something left: of an event that is still coming."""
        self._slow = False
        self._broken: GuardError | None = None
        self._settled = False

    async def begin(self) -> None:
        """Wait for the provider's first bytes, so that a failure before them is still a plain HTTP error.

        Raises:
            ProviderGarbled | ProviderTimeout: the provider sent nothing, or something that is not a stream.
        """
        first = await anext(self._incoming, None)
        if first is None:
            raise ProviderGarbled("The AI provider sent an empty answer.")
        self._crossing.record.lap("first_byte")
        self._begun = self._rewritten(first)
        self._first = await anext(self._begun, b"")

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The rewritten stream; a failure becomes an error event, because SDKs take an early end as success."""
        try:
            if self._first:
                yield self._count(self._first)
            async for ready in self._all_rewritten():
                yield self._count(ready)
            rest = self._rewriter.finish()
            await self._remember()
            if rest:
                yield self._count(rest)
            self._end("completed" if self._rewriter.facts.complete else "stream_cut", self._broken)
        except GuardError as error:
            self._end("stream_cut" if error.side == "provider" else "guard_error", error)
            yield self._error_event(error)
        except Exception:  # noqa: BLE001 # whatever it was: the client is told, and nothing more leaves
            failure = InternalError("The guard failed while relaying the answer. Try again or tell IT.")
            self._end("guard_error", failure)
            yield self._error_event(failure)

    async def aclose(self) -> None:
        """Close the record if the stream did not reach its end, and stop the provider within a second."""
        self._end("client_closed", None)
        with anyio.move_on_after(CLOSE_WITHIN_S, shield=True):
            if self._begun is not None:
                await self._begun.aclose()
            await self._incoming.aclose()
            await self._provider.aclose()

    async def _all_rewritten(self) -> AsyncGenerator[bytes, None]:
        if self._begun is not None:
            async for ready in self._begun:
                yield ready
        async for chunk in self._until_broken():
            if self._slow or self._waiting + len(chunk) > SLICE_BYTES:
                async for ready in self._rewritten(chunk):
                    yield ready
                continue
            ready = self._at_once(chunk)
            await self._settle()
            if ready:
                yield ready

    async def _until_broken(self) -> AsyncGenerator[bytes, None]:
        """The provider's chunks; a broken connection ends them, so that what was held back can still be flushed."""
        try:
            async for chunk in self._incoming:
                yield chunk
        except ProviderError as error:
            self._broken = error

    async def _rewritten(self, chunk: bytes) -> AsyncGenerator[bytes, None]:
        """What may leave of the next bytes, in slices. Where a slice is rewritten changes when it leaves, never what.

        A long event and slow slices go to a thread: the loop has the calls of everybody else to see to.
        """
        ready: list[bytes] = []
        began = time.perf_counter()
        for start in range(0, len(chunk), SLICE_BYTES):
            part = chunk[start : start + SLICE_BYTES]
            long = self._slow or self._waiting + len(part) > SLICE_BYTES
            try:
                done = await beside_the_loop(partial(self._at_once, part), long=long)
                await self._settle()
            except Exception:
                if any(ready):
                    yield b"".join(ready)  # what preceded the fault
                raise
            ready.append(done)
            last = start + SLICE_BYTES >= len(chunk)
            if last or long or time.perf_counter() - began >= TURN_S:
                if any(ready):
                    yield b"".join(ready)
                ready.clear()
                if not last:
                    await anyio.lowlevel.checkpoint()
                    began = time.perf_counter()

    def _at_once(self, part: bytes) -> bytes:
        """A slice, and what it cost."""
        began = time.perf_counter()
        ready = self._rewrite(part)
        self._slow = time.perf_counter() - began > SLOW_S
        self._waiting = 0 if ready else self._waiting + len(part)
        return ready

    def _rewrite(self, chunk: bytes) -> bytes:
        self._crossing.record.counts.bytes_in += len(chunk)
        if self._crossing.kept is not None:
            self._crossing.kept.feed(chunk)
        return self._rewriter.feed(chunk)

    async def _settle(self) -> None:
        """As soon as the provider has said under which id the answer lies there."""
        if self._crossing.settle is not None and not self._settled and (facts := self._rewriter.facts).made:
            self._settled = True
            await self._crossing.settle(facts)
        await self._remember()

    async def _remember(self) -> None:
        """Before the client can send a whole answer back."""
        if self._crossing.heard is not None and self._rewriter.facts.complete:
            await self._crossing.heard.remember()

    def _count(self, ready: bytes) -> bytes:
        self._crossing.record.counts.bytes_out += len(ready)
        return ready

    def _end(self, outcome: str, error: GuardError | None) -> None:
        self._crossing.record.answer = self._rewriter.facts
        self._crossing.end(outcome, status=HTTPStatus.OK, error=error)

    def _error_event(self, error: GuardError) -> bytes:
        return self._rewriter.failed(error, self._crossing.arrival.request_id)
