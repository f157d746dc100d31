"""Further places for every record, none of which can hold up the log.

The log's writer hands over what it has stored and goes on at once. Each sink has a thread and a bounded queue of its
own; what finds no room, or cannot be written twice in a row, is dropped and counted. A sink is a copy for other
systems: only the log itself can be proved.
"""

from __future__ import annotations

import json
import logging
import os
import syslog
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from proxy.audit.anchor import Post
    from proxy.audit.stores.base import Record

BATCH: Final = 200
RETRY_S: Final = 2.0
CLOSE_WITHIN_S: Final = 3.0
ACCEPTED: Final = range(200, 300)

_log = logging.getLogger("chaperone.audit")


class Target(Protocol):
    """Takes records away, in order."""

    def __call__(self, records: Sequence[Record]) -> None:
        """Raises OSError when it cannot; they are then offered again once."""
        ...


class SecondSink:
    """One further place and the records on their way to it.

    Args:
        name: for messages and metrics.
        target: takes records away; may hang.
        capacity: records that may wait.
        retry_s: pause before records are offered a second time.
    """

    def __init__(self, name: str, target: Target, capacity: int, *, retry_s: float = RETRY_S) -> None:
        self.name = name
        self.dropped = 0
        self._target = target
        self._capacity = capacity
        self._retry_s = retry_s
        self._wake = threading.Condition()
        self._queue: deque[Record] = deque()
        self._busy = self._closing = False
        self._thread: threading.Thread | None = None

    def offer(self, records: Sequence[Record]) -> None:
        """Take records; never waits and never raises."""
        with self._wake:
            room = max(0, self._capacity - len(self._queue))
            self._queue.extend(records[:room])
            self.dropped += max(0, len(records) - room)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"second-sink-{self.name}", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def close(self) -> None:
        """Let what waits arrive; gives up after a few seconds and counts what was left."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
            self._wake.wait_for(lambda: not self._queue and not self._busy, CLOSE_WITHIN_S)
            self.dropped += len(self._queue)
            self._queue.clear()

    def _run(self) -> None:
        while batch := self._next():
            if not self._sent(batch):
                self._pause()
                if not self._sent(batch):
                    self.dropped += len(batch)

    def _sent(self, batch: Sequence[Record]) -> bool:
        try:
            self._target(batch)
        except Exception as error:  # noqa: BLE001 - whatever a sink does, the next records are tried
            why = error.strerror if isinstance(error, OSError) else None
            _log.error("audit: second sink %s: %s", self.name, why or type(error).__name__)
            return False
        return True

    def _pause(self) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._closing, self._retry_s)

    def _next(self) -> list[Record]:
        with self._wake:
            self._busy = False
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._queue or self._closing)
            self._busy = bool(self._queue)
            return [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]


# --------------------------------------------------------------------------- where to


def to_jsonl(path: Path) -> Target:
    """A file, one record a line, as its canonical bytes; a file that was moved away (log rotation) is made anew."""

    def write(records: Sequence[Record]) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(b"".join(record.body + b"\n" for record in records))

    return write


def to_syslog(ident: str = "chaperone") -> Target:
    """The machine's system log, one record a line."""

    def write(records: Sequence[Record]) -> None:
        syslog.openlog(ident, 0, syslog.LOG_AUTHPRIV)
        for record in records:
            syslog.syslog(syslog.LOG_INFO, "audit record " + record.body.decode())

    return write


@dataclass(frozen=True, slots=True)
class ToOtlp:
    """OpenTelemetry logs over HTTP, JSON encoding (OTLP 1.x, ``/v1/logs``).

    Attributes:
        post: sends the request.
        url: of the collector.
        now_ns: current time.
    """

    post: Post
    url: str
    now_ns: Callable[[], int] = time.time_ns

    def __call__(self, records: Sequence[Record]) -> None:
        """Raises OSError: the collector did not take them."""
        lines = [self._line(record) for record in records]
        resource = {"attributes": [_attribute("service.name", "chaperone")]}
        scope = {"scope": {"name": "chaperone.audit"}, "logRecords": lines}
        body = json.dumps({"resourceLogs": [{"resource": resource, "scopeLogs": [scope]}]}, ensure_ascii=False)
        answer = self.post(self.url, body.encode(), "application/json")
        if answer.status not in ACCEPTED:
            raise OSError(0, f"the collector answered {answer.status}")

    def _line(self, record: Record) -> dict[str, Any]:
        event = record.event
        named = {
            "event.name": f"chaperone.{event.kind}",
            "event.id": event.event_id,
            "tenant.id": event.tenant,
            "request.id": event.request_id,
            "enduser.id": event.caller,
        }
        return {
            "timeUnixNano": str(int(event.at.timestamp() * 1_000_000) * 1000),
            "observedTimeUnixNano": str(self.now_ns()),
            "severityNumber": 9,
            "severityText": "INFO",
            "body": {"stringValue": record.body.decode()},
            "attributes": [_attribute(name, value) for name, value in named.items() if value],
        }


def _attribute(name: str, value: str) -> dict[str, Any]:
    return {"key": name, "value": {"stringValue": value}}
