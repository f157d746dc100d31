"""The policies that were ever in force, by the hash that records carry, so that any two can be compared later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from proxy.errors import NotFound
from proxy.overrides.store import stamp
from proxy.overrides.tables import POLICY_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase


class PolicyVersions:
    """What each policy hash stood for.

    Args:
        state: the state database, open when this is used.
        clock: current time.
    """

    def __init__(self, state: StateDatabase, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._state = state
        self._clock = clock

    async def remember(self, policy_hash: str, body: Mapping[str, Any]) -> bool:
        """Keep it where it is new; returns whether it was."""

        def work(db: Connection) -> bool:
            known = sa.select(POLICY_VERSIONS.c.hash).where(POLICY_VERSIONS.c.hash == policy_hash)
            if db.scalar(known) is not None:
                return False
            row = {"hash": policy_hash, "first_seen": stamp(self._clock()), "body": dict(body)}
            db.execute(POLICY_VERSIONS.insert().values(**row))
            return True

        try:
            return await self._state.run(work)
        except sa.exc.IntegrityError:  # another replica was first
            return False

    async def find(self, beginning: str) -> tuple[str, dict[str, Any]]:
        """The policy whose hash begins so, with its hash.

        Raises:
            NotFound: none does, or several do.
        """
        query = sa.select(POLICY_VERSIONS).where(POLICY_VERSIONS.c.hash.startswith(beginning, autoescape=True))
        rows = await self._state.run(lambda db: list(db.execute(query.limit(2)).mappings()))
        if len(rows) != 1:
            said = "No policy" if not rows else "More than one policy"
            raise NotFound(f"{said} that was in force has a hash beginning with {beginning[:16]}.")
        return rows[0]["hash"], dict(rows[0]["body"])

    async def all(self) -> list[tuple[str, str]]:
        """Hash and the time when it was first in force, the newest first."""
        query = sa.select(POLICY_VERSIONS.c.hash, POLICY_VERSIONS.c.first_seen)
        query = query.order_by(POLICY_VERSIONS.c.first_seen.desc(), POLICY_VERSIONS.c.hash)
        return await self._state.run(lambda db: [(row.hash, row.first_seen) for row in db.execute(query)])
