"""A limit to how long a client waits for PostgreSQL.

A statement's own time limit is kept by the server, and one that was paused, or whose disk hangs, keeps none; nor does
the network notice, for the server's kernel still answers. Whoever waits then waits for ever, and with them a thread.
A connection of this kind gives up: it closes itself, so that the next one may find another server.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


class Impatient(psycopg.Connection):
    """A connection that waits for each answer of the server only so long.

    Attributes:
        patience_s: seconds.
    """

    patience_s = 5.0

    def wait(self, gen: Generator[Any, Any, T], *args: Any, **options: Any) -> T:  # noqa: ANN401 - the driver's own
        """Wait for an answer, looking at the clock ten times a second. Raises OperationalError."""
        return super().wait(self._limited(gen, time.monotonic() + self.patience_s), *args, **options)

    def _limited(self, gen: Generator[Any, Any, T], until: float) -> Generator[Any, Any, T]:
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > until:
                    gen.close()
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server does not answer")
                wanted = gen.send(ready)
        except StopIteration as done:
            result: T = done.value
            return result


def impatient(patience_s: float) -> type[Impatient]:
    """The kind of connection that waits so long."""
    return type("Impatient", (Impatient,), {"patience_s": patience_s})
