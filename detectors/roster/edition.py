"""Which roster findings were made with: part of the key under which findings are cached.

A worker looks at the file before each text, and this looks at it before the key is made, which is earlier: findings of
an older roster are therefore never stored under the key of a newer one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.roster.source import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.jobs import Found, Job
    from detectors.roster.source import Identity
    from detectors.segments import Runner


class RosterRunner:
    """A pool whose version changes with the roster as well.

    Args:
        pool: does the jobs.
        path: where the roster file is.
    """

    def __init__(self, pool: Runner, path: str) -> None:
        self._pool, self._path = pool, path
        self._last: Identity | None = None
        self._edition = ""

    @property
    def workers(self) -> int:
        """As the pool's."""
        return self._pool.workers

    @property
    def version(self) -> str:
        """The pool's, and which file stands at the path now, or stood there last: workers keep that one."""
        now = identity(self._path)
        if now is not None and now != self._last:
            self._last, self._edition = now, "+" + ".".join(f"{part:x}" for part in now)
        return self._pool.version + self._edition

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        """As `detectors.pool.Pool.run`."""
        return await self._pool.run(work, deadline_s=deadline_s)
