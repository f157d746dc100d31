"""When a checkpoint is due, who signs it, and where it goes so that we cannot take it back.

A checkpoint in the same database proves nothing against whoever can write to that database. An anchor takes it out of
their reach: a file on another volume, the machine's system log. An anchor that fails is reported, and neither it nor
one that hangs holds up a call (`carrier`); the next checkpoint vouches for everything before it too.
"""

from __future__ import annotations

import errno
import logging
import os
import syslog
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.audit.carrier import Carrier
from proxy.audit.keyring import KeyRing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from proxy.audit.note import Signer
    from proxy.audit.stores.base import Store

Anchor: TypeAlias = "Callable[[str], None]"
"""Takes a signed note away; raises OSError when it cannot."""

EVERY_RECORDS: Final = 256
EVERY_S: Final = 60.0
CLOSE_WITHIN_S: Final = 3.0

_log = logging.getLogger("chaperone.audit")


@dataclass(slots=True)
class Checkpoints:
    """Makes checkpoints; driven by the writer's thread.

    Attributes:
        signer: the installation's key.
        anchors: where each note goes.
        every_records: a checkpoint is due after so many records...
        every_s: ...or so many seconds after the first record since the last.
        soon: sign the first records of this process at once: whoever starts a guard can prove its log from then on.
    """

    signer: Signer | KeyRing
    anchors: Sequence[Anchor] = ()
    every_records: int = EVERY_RECORDS
    every_s: float = EVERY_S
    soon: bool = False
    failures: int = 0
    _waiting: int = field(default=0, repr=False)
    _since: datetime | None = field(default=None, repr=False)
    _carriers: Sequence[Carrier] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        self._carriers = tuple(
            Carrier(anchor, self._unanchored, pause_s=getattr(anchor, "pause_s", 0.0)) for anchor in self.anchors
        )

    def stored(self, count: int, now: datetime) -> None:
        """Tell how many records were stored."""
        if count and self.soon:
            self._since, self.soon = now - timedelta(seconds=self.every_s), False
        elif count and self._since is None:
            self._since = now
        self._waiting += count

    def look(self, now: datetime) -> None:
        """Make one due in time although nothing was stored here: an operator's command, or another guard, may have."""
        if self._since is None:
            self._since = now

    def due_s(self, now: datetime) -> float:
        """Seconds until one is due; infinite while nothing is new."""
        if self._since is None:
            return float("inf")
        if self._waiting >= self.every_records:
            return 0.0
        self._since = min(self._since, now)  # the clock was put back: wait no longer than promised, from here on
        return max(0.0, self.every_s - (now - self._since).total_seconds())

    def failed(self, now: datetime) -> None:
        """Tell that none could be made; the next try is `every_s` later, so that a damaged log is no busy loop."""
        self.failures += 1
        self._waiting, self._since = 1, now

    def make(self, store: Store) -> None:
        """Make one now, and send it to all anchors.

        Raises:
            StoreError: it could not be stored.
        """
        note = store.checkpoint(self.signer.checkpoint)
        self._waiting, self._since = 0, None
        if note is not None:
            for carrier in self._carriers:
                carrier.send(note)

    def close(self) -> None:
        """Let what was signed arrive at its anchors; gives up after a few seconds."""
        for carrier in self._carriers:
            if not carrier.close(CLOSE_WITHIN_S):
                self._unanchored()
                _log.error("audit: an anchor did not answer; the last checkpoints did not arrive")

    def _unanchored(self) -> None:
        self.failures += 1


def to_file(path: Path) -> Anchor:
    """Append each note to a file, which should be on another volume, or on one that other people look after."""

    def anchor(note: str) -> None:
        line = f"{note}\n".encode()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            size = os.fstat(descriptor).st_size
            if os.write(descriptor, line) < len(line):
                os.ftruncate(descriptor, size)  # half a note would make every later verification complain
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    return anchor


def to_syslog(ident: str = "chaperone") -> Anchor:
    """Write each note to the machine's system log, one line with its line feeds as ``|`` (RFC 5424 has no lines)."""

    def anchor(note: str) -> None:
        syslog.openlog(ident, 0, syslog.LOG_AUTHPRIV)
        syslog.syslog(syslog.LOG_NOTICE, "audit checkpoint " + note.strip().replace("\n", "|"))

    return anchor


def signer_from(path: Path, origin: str) -> KeyRing:
    """The installation's signing key: from its file, which is made the first time, readable by its owner only.

    Raises:
        KeyFileError: the file holds something else.
        OSError: it cannot be read or made.
    """
    ring = KeyRing(path, origin)
    ring.make()
    ring.signers()
    return ring
