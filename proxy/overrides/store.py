"""Overrides in the state database. One takes effect only once the audit knows of it, and ends before it is told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.database.issuing import issuers, name_persons
from proxy.errors import Conflict, NotFound
from proxy.exchange import Action, Override
from proxy.exchange.people import People
from proxy.overrides.tables import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection, RowMapping

    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller

ACTIONS: Final = {"forward": Action.FORWARD, "hold": Action.HOLD}
PENDING, ACTIVE, REVOKED, EXPIRED = "pending", "active", "revoked", "expired"


@dataclass(frozen=True, slots=True)
class Grant:
    """An override with its history.

    Attributes:
        override: what it does, and for whom.
        tenant: whose it is.
        reason: why, redacted.
        granted_by: the person who granted it; it never covers a call of theirs.
        granted_at: when.
        standing: pending, active, revoked or expired.
        ended_at: when it was revoked or seen to have expired.
        ended_by: who revoked it; empty when it expired.
        ended_reason: why it was revoked, redacted.
    """

    override: Override
    tenant: str
    reason: str
    granted_by: str
    granted_at: datetime
    standing: str = PENDING
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_reason: str = ""

    def eases(self, who: Caller, people: People) -> bool:
        """Whether a call of this caller may profit by it: nobody makes an exception for themselves, with no key.

        Args:
            who: the caller.
            people: who made keys at run time; a key is no other person than whoever made it.
        """
        own = any(people.same(self.granted_by, name) for name in (who.person, who.id))
        return not own and self.override.covers(who)


def new_override_id() -> str:
    """``ov_`` and 16 characters."""
    return f"ov_{secrets.token_hex(8)}"


class OverrideStore:
    """The overrides of one installation.

    Args:
        state: the state database, open when this is used.
        clock: current time.
    """

    def __init__(self, state: StateDatabase, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._state = state
        self._clock = clock

    async def in_force(self, who: Caller) -> list[Override]:
        """Those that ease a call of this caller now, read from the database itself. Raises StateUnavailable."""
        wanted = OVERRIDES.c
        query = sa.select(OVERRIDES).where(
            wanted.tenant == who.tenant, wanted.standing == ACTIVE, wanted.expires > stamp(self._clock())
        )

        def work(db: Connection) -> list[Override]:
            found = [_grant(row) for row in db.execute(query).mappings()]
            names = {who.person, who.id, *(each.granted_by for each in found)}
            people = People(issuers(db, names)) if found else People()
            return [each.override for each in found if each.eases(who, people)]

        return await self._state.read(work)

    async def people(self, names: Iterable[str]) -> People:
        """Who may stand behind these callers and persons. Raises StateUnavailable."""
        wanted = frozenset(names)
        return await self._state.read(lambda db: People(issuers(db, wanted)))

    async def name_persons(self, persons: Mapping[str, str]) -> None:
        """Name by their persons whom earlier versions kept by the ids of their keys. Raises StateUnavailable."""
        await name_persons(self._state, OVERRIDES.c.granted_by, persons)

    async def add(self, grant: Grant) -> None:
        """Keep it as pending: it has no effect before `activate`."""
        await self._state.run(lambda db: db.execute(OVERRIDES.insert().values(**_values(grant), told=False)))

    async def activate(self, override: str) -> None:
        """Put a pending one in force; the audit knows of it."""
        await self._state.run(
            lambda db: db.execute(
                OVERRIDES.update()
                .where(OVERRIDES.c.id == override, OVERRIDES.c.standing == PENDING)
                .values(standing=ACTIVE, told=True)
            )
        )

    async def forget(self, override: str) -> None:
        """Take back a pending one that could not be recorded."""
        await self._state.run(
            lambda db: db.execute(OVERRIDES.delete().where(OVERRIDES.c.id == override, OVERRIDES.c.standing == PENDING))
        )

    async def revoke(self, override: str, *, tenant: str, by: str, reason: str) -> Grant:
        """End it at once; the audit is told afterwards (`hand_over`).

        Raises:
            NotFound: no such override of this tenant.
            Conflict: it has ended already.
        """
        at = self._clock()

        def work(db: Connection) -> Grant:
            row = _one(db, override, tenant)
            found = _grant(row)
            if found.standing != ACTIVE:
                raise Conflict(f"The override {override} is {found.standing} already.")
            ended = replace(found, standing=REVOKED, ended_at=at, ended_by=by, ended_reason=reason)
            db.execute(OVERRIDES.update().where(OVERRIDES.c.id == override).values(**_values(ended), told=False))
            return ended

        return await self._state.run(work)

    async def end_expired(self) -> int:
        """Mark those whose time is over; the audit is told afterwards. Returns how many."""
        now = stamp(self._clock())

        def work(db: Connection) -> int:
            due = OVERRIDES.update().where(OVERRIDES.c.standing == ACTIVE, OVERRIDES.c.expires <= now)
            return db.execute(due.values(standing=EXPIRED, ended_at=now, ended_by="", told=False)).rowcount

        return await self._state.run(work)

    async def hand_over(self, owing: Callable[[Connection, Grant], None]) -> None:
        """Give away every end that the audit is not told of yet, each to one taker and in one transaction with `owing`.

        Two replicas may look at the same moment: whoever marks the row first gives it away.
        """
        ended = sa.and_(OVERRIDES.c.told.is_(False), OVERRIDES.c.standing.in_((REVOKED, EXPIRED)))

        def work(db: Connection) -> None:
            for row in db.execute(sa.select(OVERRIDES).where(ended)).mappings().all():
                mine = OVERRIDES.update().where(OVERRIDES.c.id == row["id"], ended).values(told=True)
                if db.execute(mine).rowcount:
                    owing(db, _grant(row))

        await self._state.run(work)

    async def all(self, tenant: str, *, ended: bool = False) -> list[Grant]:
        """Those in force, or with `ended` all that ever were, the newest first."""
        query = sa.select(OVERRIDES).where(OVERRIDES.c.tenant == tenant, OVERRIDES.c.standing != PENDING)
        if not ended:
            query = query.where(OVERRIDES.c.standing == ACTIVE, OVERRIDES.c.expires > stamp(self._clock()))
        query = query.order_by(OVERRIDES.c.granted_at.desc(), OVERRIDES.c.id)
        return await self._state.run(lambda db: [_grant(row) for row in db.execute(query).mappings()])


def stamp(at: datetime) -> str:
    """UTC with milliseconds and Z, as the audit writes it; sorts as text."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _one(db: Connection, override: str, tenant: str) -> RowMapping:
    query = sa.select(OVERRIDES).where(OVERRIDES.c.id == override, OVERRIDES.c.tenant == tenant)
    row = db.execute(query).mappings().first()
    if row is None:
        raise NotFound("There is no override under this id.")
    return row


def _values(grant: Grant) -> dict[str, object]:
    given = grant.override
    return {
        "id": given.id,
        "tenant": grant.tenant,
        "rule": given.rule,
        "action": given.action.name.lower(),
        "unit": given.unit,
        "app": given.app,
        "role": given.role,
        "caller": given.caller,
        "reason": grant.reason,
        "granted_by": grant.granted_by,
        "granted_at": stamp(grant.granted_at),
        "expires": stamp(given.expires),
        "standing": grant.standing,
        "ended_at": stamp(grant.ended_at) if grant.ended_at else None,
        "ended_by": grant.ended_by,
        "ended_reason": grant.ended_reason,
    }


def _grant(row: RowMapping) -> Grant:
    return Grant(
        override=Override(
            id=row["id"],
            rule=row["rule"],
            action=ACTIONS[row["action"]],
            expires=datetime.fromisoformat(row["expires"]),
            unit=row["unit"],
            app=row["app"],
            role=row["role"],
            caller=row["caller"],
        ),
        tenant=row["tenant"],
        reason=row["reason"],
        granted_by=row["granted_by"],
        granted_at=datetime.fromisoformat(row["granted_at"]),
        standing=row["standing"],
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        ended_by=row["ended_by"] or "",
        ended_reason=row["ended_reason"] or "",
    )
