"""A bounded pool of worker processes: jobs in, findings out, within a deadline, whatever happens to a worker.

Each slot of the pool is one task that hires a worker, gives it jobs, and replaces it when it dies, is late, does not
answer a heartbeat, or has scanned so much that its caches have grown. A job is never retried: the text that killed
one worker would kill the next. The event loop never runs a model; this process never imports one.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from typing import TYPE_CHECKING, NoReturn

from detectors import jobs
from detectors.jobs import Item, Job
from detectors.pool_errors import PoolBusyError, PoolError, ScanFailedError, ScanTimeoutError
from detectors.turns import Call, TurnQueue
from detectors.warm_up import SELF_TEST, WARM_UP
from detectors.zygote import Order, Zygote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.jobs import Found
    from detectors.zygote import Worker

HEARTBEAT_S = 1.0
"""An idle worker is asked for a sign of life this often..."""
HEARTBEAT_LIMIT_S = 2.0
"""...and replaced when it gives none for this long: a stopped worker is found within 3 s, without any traffic."""

RETIRE_CHARS = 20_000_000
"""A worker is replaced after this many characters: libraries remember every new word they meet."""

_SELF_TEST_LIMIT_S = 5.0
_PATIENCE_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Pauses between attempts to hire or to restart; the last one is repeated."""


class WorkerLostError(Exception):
    """The worker is dead or must die; never leaves this module."""


class Pool:
    """Worker processes that scan.

    Args:
        workers: number of processes beside the zygote.
        options: what the engine factory is called with; picklable.
        engine: dotted path of the engine factory; it is imported in the child processes only.
        max_waiting_chars: bound of the queue; about twice the longest text (patterns and names each see it once).
        import_paths: extra `sys.path` entries of the child processes, for engines outside this distribution.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        options: object,
        engine: str = "detectors.engine:Engine",
        max_waiting_chars: int = 4_000_000,
        import_paths: Sequence[str] = (),
    ) -> None:
        self.workers = workers
        self._order = Order(engine, options, WARM_UP, tuple(import_paths))
        self._queue = TurnQueue(max_waiting_chars)
        self._launched: Zygote | None = None
        self._zygote: Zygote | None = None
        self._version = ""
        self._zygote_up = asyncio.Event()
        self._staff: set[Worker] = set()
        self._calls: set[Call] = set()
        self._tasks: list[asyncio.Task[NoReturn]] = []
        self._refusal: str | None = "PoolClosed"
        """Why no call is taken, or None when calls are taken."""

    @property
    def ready(self) -> bool:
        """Whether at least one worker has passed its self-test and is alive."""
        return self._refusal is None and bool(self._staff)

    @property
    def version(self) -> str:
        """The version of the engine the workers run; empty before `start`."""
        return self._version

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the live workers, for status pages and for tests that kill them."""
        return tuple(sorted(worker.pid for worker in self._staff))

    @property
    def zygote_pid(self) -> int | None:
        """Process id of the zygote, or None while it is being restarted."""
        return self._zygote.pid if self._zygote else None

    def launch(self) -> None:
        """Begin to load the engine, in its own process, while the caller does something else before `start`.

        Raises:
            PoolError: the process ended at once.
        """
        self._launched = Zygote.launch(self._order)

    async def start(self) -> None:
        """Return when every worker has found something in a known sentence.

        Raises:
            PoolError: the engine does not load, or a worker failed its self-test. Nothing is left running.
        """
        try:
            launched, self._launched = self._launched or Zygote.launch(self._order), None
            self._zygote = await launched.loaded()
            self._version = self._zygote.version
            self._zygote_up.set()
            hired = [await self._hire() for _ in range(self.workers)]
        except BaseException:
            await self.close()
            raise
        self._refusal = None
        self._tasks = [asyncio.create_task(self._keep_zygote(self._zygote), name="detectors-zygote")]
        self._tasks += [asyncio.create_task(self._slot(worker), name="detectors-slot") for worker in hired]
        for task in self._tasks:
            task.add_done_callback(self._task_ended)

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        """Do the jobs on whatever workers are free; return one result per job, in order.

        Raises:
            ScanFailedError: a detector raised, a worker died or answered nonsense.
            ScanTimeoutError: not done after `deadline_s` seconds; a worker that took that long itself is killed.
            PoolBusyError: the queue is full, or no worker was free before the deadline.
        """
        if self._refusal:
            raise ScanFailedError(self._refusal)
        if not work:
            return []
        call = Call(work, deadline_s)
        self._queue.add(call)
        self._calls.add(call)
        try:
            async with asyncio.timeout(deadline_s):
                return await call.future
        except TimeoutError:
            raise ScanTimeoutError if call.started else PoolBusyError from None
        finally:
            self._queue.drop(call)
            self._calls.discard(call)
            call.abandon()

    async def close(self) -> None:
        """Kill the workers, end the zygote, fail what still waits. May be called twice."""
        self._refuse("PoolClosed")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        for worker in tuple(self._staff):
            self._dismiss(worker)
        if self._launched:
            self._launched.kill()
            self._launched = None
        if self._zygote:
            zygote, self._zygote = self._zygote, None
            await zygote.close()

    # ------------------------------------------------------------------ one slot

    async def _slot(self, worker: Worker) -> NoReturn:
        while True:
            try:
                await self._employ(worker)
            except WorkerLostError:
                pass
            finally:
                self._dismiss(worker)
            worker = await self._hire_patiently()

    async def _employ(self, worker: Worker) -> None:
        """Give it jobs until it is lost or has done enough."""
        while worker.chars < RETIRE_CHARS:
            turn = self._queue.take() or await self._next_turn(worker)
            if turn:
                await self._perform(worker, *turn)
            else:
                await self._check_alive(worker)

    async def _check_alive(self, worker: Worker) -> None:
        try:
            await self._ask(worker, jobs.pack_ping(), HEARTBEAT_LIMIT_S)
        except TimeoutError:
            raise WorkerLostError from None

    async def _next_turn(self, worker: Worker) -> tuple[Call, int, Job] | None:
        """Wait for a job; None when a heartbeat is due."""
        wake = self._queue.sleep()
        try:
            await asyncio.wait((wake, worker.gone), timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._queue.forget(wake)
        if worker.gone.done():
            self._queue.pass_on()
            raise WorkerLostError
        return self._queue.take()

    async def _perform(self, worker: Worker, call: Call, index: int, job: Job) -> None:
        """One job. Its limit runs from here, so that waiting in the queue never gets a healthy worker killed."""
        worker.chars += job.chars
        try:
            reply = await self._ask(worker, jobs.pack(job, call.deadline_s), call.deadline_s)
            call.complete(index, jobs.read_found(reply, job))
        except ScanFailedError as error:
            call.fail(error)
        except TimeoutError:
            call.fail(ScanTimeoutError())
            raise WorkerLostError from None
        except WorkerLostError:
            call.fail(ScanFailedError("WorkerDied"))
            raise

    async def _ask(self, worker: Worker, request: bytes, limit_s: float) -> bytes:
        try:
            async with asyncio.timeout(limit_s):
                return await worker.ask(request)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerLostError from None

    # ------------------------------------------------------------------ hiring

    async def _hire(self) -> Worker:
        """Fork a worker and let it prove itself."""
        if self._zygote is None:
            raise PoolError("the detection process is not running")
        worker = await self._zygote.fork()
        self._staff.add(worker)
        try:
            await self._self_test(worker)
        except BaseException:
            self._dismiss(worker)
            raise
        return worker

    async def _self_test(self, worker: Worker) -> None:
        job = Job((Item(SELF_TEST, names=((0, len(SELF_TEST)),)),))
        try:
            reply = await self._ask(worker, jobs.pack(job, _SELF_TEST_LIMIT_S), _SELF_TEST_LIMIT_S)
        except (TimeoutError, WorkerLostError):
            raise PoolError("a worker did not survive its self-test") from None
        if not any(jobs.read_found(reply, job)):
            raise PoolError("a worker found nothing in the self-test sentence")

    async def _hire_patiently(self) -> Worker:
        for pause in _pauses():
            await self._zygote_up.wait()
            with contextlib.suppress(PoolError):
                return await self._hire()
            await asyncio.sleep(pause)
        raise AssertionError

    def _dismiss(self, worker: Worker) -> None:
        if worker in self._staff:
            self._staff.remove(worker)
            worker.kill()

    # ------------------------------------------------------------------ the zygote, and the worst case

    async def _keep_zygote(self, zygote: Zygote) -> NoReturn:
        """Restart the zygote whenever it ends. Its workers go on working meanwhile."""
        while True:
            await zygote.gone()
            self._zygote_up.clear()
            self._zygote = None
            zygote.kill()
            zygote = self._zygote = await self._start_patiently()
            self._zygote_up.set()

    async def _start_patiently(self) -> Zygote:
        for pause in _pauses():
            with contextlib.suppress(PoolError):
                return await Zygote.start(self._order)
            await asyncio.sleep(pause)
        raise AssertionError

    def _task_ended(self, task: asyncio.Task[NoReturn]) -> None:
        """A slot or the keeper ended: only `close` may do that. Anything else refuses all calls from now on."""
        if not task.cancelled() and (error := task.exception()):
            self._refuse(type(error).__name__)

    def _refuse(self, kind: str) -> None:
        self._refusal = kind
        for call in tuple(self._calls):
            call.fail(ScanFailedError(kind))


def _pauses() -> Iterator[float]:
    yield from _PATIENCE_S
    yield from itertools.repeat(_PATIENCE_S[-1])
