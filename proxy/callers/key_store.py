"""Issued and revoked keys in the state database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from proxy.callers.directory import CallerRecord
from proxy.callers.ring import Picture
from proxy.callers.tables import ISSUED_KEYS, REVOKED_KEYS
from proxy.database.issuing import name_persons
from proxy.errors import Conflict
from proxy.exchange import Caller, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, RowMapping

    from proxy.database.state import StateDatabase


@dataclass(frozen=True, slots=True)
class Issued:
    """A key that was issued, as a list shows it.

    Attributes:
        record: caller, digest, prefix, last day.
        issued_at: when, in UTC.
        issued_by: the person who made it, or the account of the guard's machine.
    """

    record: CallerRecord
    issued_at: datetime
    issued_by: str


class KeyStore:
    """The keys of one installation.

    Args:
        state: the state database, open when this is used.
        clock: current time.
    """

    def __init__(self, state: StateDatabase, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._state = state
        self._clock = clock

    async def picture(self) -> Picture:
        """What is issued and revoked now; every process looks twice a second. Raises StateUnavailable."""

        def work(db: Connection) -> Picture:
            issued = tuple(_record(row) for row in db.execute(sa.select(ISSUED_KEYS)).mappings())
            revoked = {
                row.key_hash: datetime.fromisoformat(row.revoked_at).date()
                for row in db.execute(sa.select(REVOKED_KEYS.c.key_hash, REVOKED_KEYS.c.revoked_at))
            }
            return Picture(issued, revoked)

        return await self._state.read(work)

    async def issue(self, record: CallerRecord, *, by: str) -> None:
        """Keep the digest of a new key; from the next picture on it is valid.

        Args:
            record: the key's.
            by: the person who makes it (not the id of their key): it is no second person beside them.
        """
        caller = record.caller
        row = {
            "key_hash": record.key_hash,
            "prefix": record.prefix,
            "caller": caller.id,
            "tenant": caller.tenant,
            "role": caller.role.value,
            "unit": caller.unit,
            "app": caller.app,
            "expires": record.expires.isoformat() if record.expires else "",
            "issued_at": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
            "issued_by": by,
        }
        await self._state.run(lambda db: db.execute(ISSUED_KEYS.insert().values(**row)))

    async def revoke(
        self,
        record: CallerRecord,
        *,
        by: str,
        reason: str,
        owing: Callable[[Connection], None] = lambda _db: None,
    ) -> None:
        """End a key, whether it was issued here or stands in the configuration.

        Args:
            record: the key's.
            by: who ends it.
            reason: why, as it may be stored.
            owing: called in the same transaction, to keep what the audit is owed for it.

        Raises:
            Conflict: it was revoked before.
        """
        row = {
            "key_hash": record.key_hash,
            "prefix": record.prefix,
            "caller": record.caller.id,
            "revoked_at": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
            "revoked_by": by,
            "reason": reason,
        }

        def work(db: Connection) -> None:
            db.execute(REVOKED_KEYS.insert().values(**row))
            owing(db)

        try:
            await self._state.run(work)
        except sa.exc.IntegrityError:
            raise Conflict("This key was revoked before.") from None

    async def name_persons(self, persons: Mapping[str, str]) -> None:
        """Name by their persons whom earlier versions kept by the ids of their keys. Raises StateUnavailable."""
        await name_persons(self._state, ISSUED_KEYS.c.issued_by, persons)

    async def issued(self) -> list[Issued]:
        """All keys ever issued here, the newest first."""
        query = sa.select(ISSUED_KEYS).order_by(ISSUED_KEYS.c.issued_at.desc(), ISSUED_KEYS.c.prefix)
        return await self._state.read(lambda db: [_issued(row) for row in db.execute(query).mappings()])


def _record(row: RowMapping) -> CallerRecord:
    return CallerRecord(
        Caller(row["caller"], row["tenant"], Role(row["role"]), row["unit"], row["app"]),
        row["key_hash"],
        row["prefix"],
        date.fromisoformat(row["expires"]) if row["expires"] else None,
    )


def _issued(row: RowMapping) -> Issued:
    return Issued(_record(row), datetime.fromisoformat(row["issued_at"]), row["issued_by"])
