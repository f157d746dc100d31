"""The one thread that writes the audit log, and the promise it gives: stored before `record` returns, or an error.

Group commit that never waits: while one transaction is being synced to disk, new events queue; the next transaction
takes all of them. Nothing is delayed to make a batch larger. The canonical bytes are made in the caller's own task,
so that an event against the grammar fails where it was made and the thread, which shares the interpreter with the
event loop, does little but wait for the disk.

Whoever awaits `record` may forward only when it returns. When it raises for an intent, nobody has to write a final:
if the intent lands all the same, the writer closes it itself. A final is never given up: when it cannot be stored it
stays in memory and goes with the next batch that can.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from proxy.audit import leases
from proxy.audit.backlog import Backlog
from proxy.audit.event import canonical
from proxy.audit.recovery import never_forwarded, unknown_outcome
from proxy.audit.stores.base import Record, StoreConflict, StoreError
from proxy.audit.ticket import Ticket, retrieved, unavailable
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from proxy.audit.checkpoints import Checkpoints
    from proxy.audit.stores.base import Instance, Store
    from proxy.exchange import AuditSink

_log = logging.getLogger("chaperone.audit")

DEADLINE_S: Final = 2.0
QUEUE: Final = 2_000
BACKLOG: Final = 10_000
BATCH: Final = 500
"""Most records of one transaction, so that the wait of the first one in it stays bounded."""


class Writer:
    """An `AuditSink` on a store.

    Args:
        store: driven by this writer's thread alone.
        instance: this process, as `leases.this_process` gives it; it keeps a lease in the store.
        deadline_s: how long `record` waits before it raises.
        queue: how many events may wait; above it `record` raises at once. Finals are always taken.
        backlog: how many finals are kept while the store fails.
        lease_s: how long after its last sign of life another process may close this one's intents.
        checkpoints: signs the log as it grows; None for a process that only adds to a log that another one signs.
        copies: told of records once they are stored; never waits and never raises (`second_sinks`).
        clock: current time, for leases and for the finals that the writer makes.
    """

    def __init__(
        self,
        store: Store,
        instance: Instance | None = None,
        *,
        deadline_s: float = DEADLINE_S,
        queue: int = QUEUE,
        backlog: int = BACKLOG,
        lease_s: float = leases.LEASE_S,
        checkpoints: Checkpoints | None = None,
        copies: Sequence[Callable[[Sequence[Record]], None]] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.instance = instance or leases.this_process()
        self.commits = 0
        self.failures = 0
        self._store = store
        self._deadline_s = deadline_s
        self._capacity = queue
        self._lease = timedelta(seconds=lease_s)
        self._clock = clock
        self._checkpoints = checkpoints
        self._copies = copies
        self._wake = threading.Condition()
        self._queue: deque[Ticket] = deque()
        self._asked: list[Future[None]] = []
        self._backlog = Backlog(backlog)
        self._closing = False
        self._ok = False
        self._busy_since: float | None = None
        self._retry_at = 0.0
        self._renew_at = datetime.min.replace(tzinfo=UTC)
        self._recover_at = self._renew_at
        self._thread = threading.Thread(target=self._run, name="audit-writer", daemon=True)

    # ------------------------------------------------------------------ for other rooms

    @property
    def healthy(self) -> bool:
        """Whether the last commit or write test succeeded and none has been stuck for longer than the deadline."""
        busy = self._busy_since
        return self._ok and self._thread.is_alive() and (busy is None or time.monotonic() - busy < self._deadline_s)

    @property
    def pending(self) -> int:
        """Finals that wait in memory for the store to recover."""
        return len(self._backlog)

    @property
    def lost(self) -> int:
        """Finals given up because too many waited; must stay 0."""
        return self._backlog.lost

    def start(self) -> int:
        """Open the store, register this instance, close the open intents of dead ones; return how many.

        Raises:
            StoreError: the store cannot be used; nothing was started.
        """
        self._store.open()
        try:
            self._renew()
            closed = self._recover()
        except BaseException:
            self._store.close()
            raise
        self._thread.start()
        return closed

    def close(self) -> None:
        """Store what is queued, give the lease back and stop. Blocks; call it from a thread when a loop is running."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.ident is not None:
            self._thread.join()

    async def record(self, event: AuditEvent) -> None:
        """Return once the event is durable.

        Raises:
            AuditUnavailable: it could not be stored within the deadline; nothing may be forwarded for it. A final is
                stored later all the same.
            GrammarError: (a ValueError) the event is against the grammar.
        """
        ticket = self._enqueue(event)
        waiter = asyncio.wrap_future(ticket.future)
        waiter.add_done_callback(retrieved)
        try:
            await asyncio.wait({waiter}, timeout=self._deadline_s)
        except asyncio.CancelledError:
            self._forsake(ticket)
            raise
        if not waiter.done() and ticket.future.cancel():
            raise unavailable("the store is too slow")
        await waiter

    def submit(self, event: AuditEvent) -> Future[None]:
        """Queue the event without waiting: works where nothing can be awaited (a cancelled task).

        The future ends with the commit, or with AuditUnavailable; a final is stored later even then.

        Raises:
            GrammarError: (a ValueError) the event is against the grammar.
        """
        try:
            return self._enqueue(event).future
        except AuditUnavailable as error:
            failed: Future[None] = Future()
            failed.set_exception(error)
            return failed

    async def probe(self) -> bool:
        """Test now whether the store can be written to, leaving no record."""
        asked: Future[None] = Future()
        with self._wake:
            self._asked.append(asked)
            self._wake.notify()
        done, _ = await asyncio.wait({asyncio.wrap_future(asked)}, timeout=self._deadline_s)
        asked.cancel()
        return bool(done) and self.healthy

    # ------------------------------------------------------------------ the queue

    def _enqueue(self, event: AuditEvent) -> Ticket:
        ticket = Ticket(Record(event, canonical(event)))
        with self._wake:
            if self._closing:
                raise unavailable("the guard is stopping")
            if len(self._queue) >= self._capacity and event.kind is not EventKind.FINAL:
                raise unavailable("too many records are waiting")
            self._queue.append(ticket)
            self._wake.notify()
        return ticket

    def _forsake(self, ticket: Ticket) -> None:
        """The task that waited was cancelled. If the commit was faster, the intent needs a final after all."""
        ticket.client_left = True
        intent = ticket.record.event
        if ticket.future.cancel() or ticket.future.exception() or intent.kind is not EventKind.INTENT:
            return
        with self._wake:
            self._queue.append(Ticket(self._never_forwarded(intent, client_left=True)))
            self._wake.notify()

    def _take(self) -> tuple[list[Ticket], list[Future[None]]]:
        """Everything queued, at most `BATCH`, and the probes asked for; waits until there is something to do."""
        with self._wake:
            if not self._queue and not self._asked and not self._closing:
                self._wake.wait(self._idle_s())
            asked, self._asked = self._asked, []
            return [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))], asked

    def _idle_s(self) -> float:
        """Seconds until a lease, a retry or a final that we owe is due."""
        due = (self._renew_at - self._clock()).total_seconds()
        if not self._ok or not self._backlog.idle:
            due = self._retry_at - time.monotonic()
        elif self._checkpoints is not None:
            due = min(due, self._checkpoints.due_s(self._clock()))
        return min(max(due, 0.0), self._lease.total_seconds() / leases.RENEWALS)

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not (self._closing and not self._queue):
            self._turn(*self._take())
        while self._ok and not self._backlog.idle:
            self._turn([], [])
        self._sign_when_due(now=True)
        self._release()
        if self._checkpoints is not None:
            self._checkpoints.close()

    def _turn(self, tickets: list[Ticket], asked: list[Future[None]]) -> None:
        """One round: leases when due, then the batch. Whatever goes wrong, its waiters hear of it."""
        wanted = [ticket for ticket in tickets if not ticket.unwanted]
        self._busy_since = time.monotonic()
        try:
            self._keep_leases(forced=bool(asked) or not self._ok)
            self._settle()
        except Exception as error:  # noqa: BLE001 - the thread must outlive any bug; the waiters get the failure
            self._failed(wanted, error)
        else:
            self._commit(wanted)
            self._sign_when_due()
        self._busy_since = None
        for future in asked:
            if future.set_running_or_notify_cancel():
                future.set_result(None)

    def _commit(self, tickets: list[Ticket]) -> None:
        batch = tickets + [Ticket(record) for record in self._backlog.take(BATCH)]
        if not batch:
            return
        try:
            self._store.append([ticket.record for ticket in batch])
        except StoreConflict:
            self._commit_singly(deque(batch))
        except Exception as error:  # noqa: BLE001 - as in _turn
            self._failed(batch, error)
        else:
            self._stored(batch)

    def _commit_singly(self, rest: deque[Ticket]) -> None:
        """One record spoils the batch (an id twice): find it, so that the others do not pay for it."""
        try:
            self._renew()
            while rest:
                self._commit_one(rest[0])
                rest.popleft()
        except Exception as error:  # noqa: BLE001 - as in _turn
            self._failed(rest, error)

    def _commit_one(self, ticket: Ticket) -> None:
        try:
            self._store.append([ticket.record])
        except StoreConflict as error:
            self.failures += 1
            _log.critical("audit record refused by the log: %s: %s", ticket.record.event.kind, error)
            ticket.fail("the log refused it")
            self._backlog.lost += ticket.record.event.kind is EventKind.FINAL
        else:
            self._stored([ticket])

    def _stored(self, tickets: Sequence[Ticket]) -> None:
        self.commits += 1
        self._ok = True
        if self._checkpoints is not None:
            self._checkpoints.stored(len(tickets), self._clock())
        self._copy([ticket.record for ticket in tickets])
        self._backlog.succeeded()
        late = [ticket for ticket in tickets if not ticket.succeed()]
        self._backlog.add(
            self._never_forwarded(ticket.record.event, client_left=ticket.client_left)
            for ticket in late
            if ticket.record.event.kind is EventKind.INTENT
        )

    def _copy(self, records: Sequence[Record]) -> None:
        for copy in self._copies:
            copy(records)

    def _failed(self, tickets: Collection[Ticket], error: Exception) -> None:
        why = str(error) if isinstance(error, StoreError) else type(error).__name__
        self.failures += 1
        if self._ok:
            _log.error("audit store failed: %s", why)
        self._ok = False
        self._backlog.failed(ticket.record for ticket in tickets)
        self._retry_at = time.monotonic() + self._backlog.retry_s
        for ticket in tickets:
            ticket.fail("the store failed")

    def _settle(self) -> None:
        """After a failure: learn what was stored all the same, before anything is tried again."""
        doubtful = self._backlog.doubtful()
        if doubtful:
            landed = self._backlog.settle(self._store.known(doubtful))
            self._backlog.add(self._never_forwarded(intent, client_left=False) for intent in landed)

    def _never_forwarded(self, intent: AuditEvent, *, client_left: bool) -> Record:
        return never_forwarded(intent, at=self._clock(), instance=self.instance.id, client_left=client_left)

    # ------------------------------------------------------------------ checkpoints

    def _sign_when_due(self, *, now: bool = False) -> None:
        """Sign the log as it stands; a failure holds up no record."""
        signing = self._checkpoints
        if signing is None or not self._ok or not (now or signing.due_s(self._clock()) <= 0):
            return
        try:
            signing.make(self._store)
        except Exception as error:  # noqa: BLE001 - as in _turn
            signing.failed(self._clock())
            _log.error("audit: no checkpoint: %s", error if isinstance(error, StoreError) else type(error).__name__)

    # ------------------------------------------------------------------ leases

    def _keep_leases(self, *, forced: bool) -> None:
        now = self._clock()
        if forced or now >= self._renew_at:
            away = not self._ok
            self._renew()
            if away:  # others could not renew either: give them the time to
                self._recover_at = now + self._lease
        if now >= self._recover_at:
            self._recover()

    def _renew(self) -> None:
        now = self._clock()
        self._store.renew(self.instance, now + self._lease)
        self._renew_at = now + self._lease / leases.RENEWALS
        self._ok = True

    def _recover(self) -> int:
        """Close the open intents of dead instances."""
        now = self._clock()
        finals: list[Record] = []

        def final(intent: AuditEvent) -> Record:
            finals.append(unknown_outcome(intent, at=now, instance=self.instance.id))
            return finals[-1]

        closed = self._store.close_dead(
            lambda other, lease: leases.is_dead(other, lease, here=self.instance, now=now), final
        )
        self._copy(finals[-closed:] if closed else ())  # a store that tried twice asked for them twice
        if self._checkpoints is not None:
            self._checkpoints.look(now)
        self._recover_at = now + self._lease
        if closed:
            _log.warning("audit: closed %d intents of dead instances as unknown_outcome", closed)
        return closed

    def _release(self) -> None:
        """Say that we stopped on purpose, so that the next start need not wait for the lease to end."""
        if self.pending:
            _log.critical("audit: %d finals could not be stored; their intents stay open", self.pending)
        try:
            self._store.renew(self.instance, leases.RELEASED)
        except StoreError as error:
            _log.warning("audit store failed at the end: %s", error)
        self._store.close()


_: Callable[[Writer], AuditSink] = lambda writer: writer  # noqa: E731 - checks the interface, nothing else
