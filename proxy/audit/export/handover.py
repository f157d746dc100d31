"""Bytes made in one thread and taken in another, a bounded number at a time."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from proxy.audit.export.outlets import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARTS: Final = 16
JOIN_S: Final = 5.0
WAIT_S: Final = 120
"""How long the maker waits for a reader who takes nothing, before it gives up."""


class Gone(Exception):
    """The reader has left, or takes nothing any more."""


class Handover:
    """Runs ``work(archive, pause)`` in a thread and gives its bytes to whoever iterates.

    Args:
        folder: name of the folder in the archive.
        work: fills the archive; calls `pause` often.
    """

    def __init__(self, folder: str, work: Callable[[Archive, Callable[[], None]], None]) -> None:
        self._archive, self._work = Archive(folder), work
        self._queue: queue.Queue[bytes | Exception | None] = queue.Queue(maxsize=PARTS)
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._run, name="export", daemon=True)

    def parts(self) -> Iterator[bytes]:
        """The bytes, as they come. Raises what the work raised."""
        self._thread.start()
        try:
            while (part := self._queue.get()) is not None:
                if isinstance(part, Exception):
                    raise part
                yield part
        finally:
            self.leave()
            self._thread.join(JOIN_S)

    def leave(self) -> None:
        """Take nothing more: the work ends at its next pause."""
        self._left.set()
        with suppress(queue.Empty):
            while True:
                self._queue.get_nowait()

    def _run(self) -> None:
        try:
            self._work(self._archive, self._pause)
            self._archive.finish()
            self._pause()
            self._put(None)
        except Gone:
            self._end(None)
        except Exception as error:  # noqa: BLE001 - raised again where the bytes are taken
            self._end(error)

    def _end(self, last: Exception | None) -> None:
        self._archive.abandon()
        with suppress(Gone):
            self._put(last)
        with suppress(queue.Full):
            self._queue.put_nowait(None)  # whoever still waits for a part must not wait for ever

    def _pause(self) -> None:
        whole = b"".join(self._archive.taken())
        if whole:
            self._put(whole)
        elif self._left.is_set():
            raise Gone

    def _put(self, part: bytes | Exception | None) -> None:
        for _ in range(WAIT_S):
            if self._left.is_set():
                raise Gone
            with suppress(queue.Full):
                self._queue.put(part, timeout=1.0)
                return
        raise Gone
