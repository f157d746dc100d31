"""Why a scan could not be done. Each of these refuses the call; none carries text from it.

::

    PoolError               the workers cannot be started, or the pool is closed
    |-- ScanFailedError     a detector raised, its worker died, or it answered nonsense (`kind` says which)
    |-- ScanTimeoutError    detection did not finish within its deadline
    `-- PoolBusyError       too much work is waiting already, or no worker was free before the deadline
"""

from __future__ import annotations


class PoolError(Exception):
    """The pool cannot scan."""


class ScanFailedError(PoolError):
    """One scan failed.

    Attributes:
        kind: the type name of the error in the worker (``ValueError``), or one of ours: ``WorkerDied``,
            ``InvalidReply``, ``InvalidFinding``, ``PoolClosed``.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"detection failed: {kind}")
        self.kind = kind

    def __reduce__(self) -> tuple[type[ScanFailedError], tuple[str]]:
        return ScanFailedError, (self.kind,)


class ScanTimeoutError(PoolError):
    """One scan took longer than its deadline."""

    def __init__(self) -> None:
        super().__init__("detection did not finish within its deadline")


class PoolBusyError(PoolError):
    """Too much is waiting already; nothing was scanned."""

    def __init__(self) -> None:
        super().__init__("too much text is waiting to be scanned")
