"""Takes checkpoints to one anchor in a thread of its own, so that an anchor that hangs holds up no record.

A network file system that stops answering blocks whoever writes to it, for minutes and without an error; the writer's
thread must never be the one. While an anchor hangs, the newest notes wait and older ones are dropped: each vouches for
everything before it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING: Final = 16
"""Notes that wait for an anchor which hangs."""

_log = logging.getLogger("chaperone.audit")


class Carrier:
    """One anchor and the notes on their way to it.

    Args:
        anchor: takes a note away; raises OSError when it cannot.
        failed: called, in the carrier's thread, for each note that did not arrive.
        pause_s: least seconds between two notes, for services that ask for it; meanwhile only the newest waits.
    """

    def __init__(self, anchor: Callable[[str], None], failed: Callable[[], None], *, pause_s: float = 0.0) -> None:
        self._anchor = anchor
        self._failed = failed
        self._pause_s = pause_s
        self._wake = threading.Condition()
        self._notes: deque[str] = deque(maxlen=1 if pause_s else WAITING)
        self._busy = False
        self._closing = False
        self._thread: threading.Thread | None = None

    def send(self, note: str) -> None:
        """Hand over a note; never waits."""
        with self._wake:
            self._notes.append(note)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="audit-anchor", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def close(self, within_s: float) -> bool:
        """Stop once all notes have arrived, or the time is over; whether they have."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
            return self._wake.wait_for(lambda: not self._notes and not self._busy, within_s)

    def _run(self) -> None:
        while (note := self._next()) is not None:
            try:
                self._anchor(note)
            except Exception as error:  # noqa: BLE001 - whatever an anchor does, the next note is tried
                self._failed()
                why = error.strerror if isinstance(error, OSError) else None
                _log.error("audit: a checkpoint could not be anchored: %s", why or type(error).__name__)
            self._rest()
        with self._wake:
            self._wake.notify_all()

    def _rest(self) -> None:
        with self._wake:
            self._busy = False
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._closing, self._pause_s)

    def _next(self) -> str | None:
        with self._wake:
            self._busy = False
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._notes or self._closing)
            if not self._notes:
                return None
            self._busy = True
            return self._notes.popleft()
