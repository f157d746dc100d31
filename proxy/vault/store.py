"""The vault: small secrets of a call that must be there at the next one, for their owner and nobody else.

Whose an entry is stands in three places that all have to agree: in the row, which every statement asks for; in the
keyed digest that its name is; and in what its ciphertext is bound to (`sealing`).
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.errors import StateUnavailable, TooLarge
from proxy.exchange.kept import Kind
from proxy.vault.nouns import Held, Owner, Resealed
from proxy.vault.sealing import MOST_BYTES, Place
from proxy.vault.tables import vault_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Connection

    from proxy.database.state import StateDatabase
    from proxy.vault.sealing import Sealing

__all__ = ["Held", "Kind", "Owner", "Resealed", "Vault"]

AT_ONCE: Final = 500
"""Rows that one transaction of a sweep or of a change of keys takes."""
LONGEST: Final = timedelta(days=30)


class Vault:
    """The vault of one installation.

    Args:
        state: the state database, open when this is used.
        sealing: encrypts, and digests names.
        ttl: how long an entry is kept when nobody says; never longer than this either.
        clock: current time.
    """

    def __init__(
        self,
        state: StateDatabase,
        sealing: Sealing,
        *,
        ttl: timedelta = LONGEST,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._sealing = sealing
        self._ttl = ttl
        self._clock = clock

    async def keep(self, owner: Owner, kind: Kind, name: str, payload: bytes, *, ttl: timedelta | None = None) -> None:
        """Keep `payload` under a name, in place of what was there; durable on return.

        Args:
            owner: whose it is.
            kind: what it belongs to.
            name: the provider's id of that; stored as a keyed digest only.
            payload: anything; `payload.dump` makes it of placeholders.
            ttl: how long, at most the vault's own.

        Raises:
            StateUnavailable: it could not be stored.
            TooLarge: more than the vault takes in one piece.
        """
        await self.keep_all(owner, [(kind, name)], payload, ttl=ttl)

    async def keep_all(
        self,
        owner: Owner,
        under: Sequence[tuple[Kind, str]],
        payload: bytes,
        *,
        ttl: timedelta | None = None,
        join: Callable[[bytes, bytes], bytes] | None = None,
    ) -> None:
        """The same payload under several names, all or none.

        Args:
            owner: whose it is.
            under: kinds and names.
            payload: anything.
            ttl: how long, at most the vault's own.
            join: makes one of what is there already and of `payload`, in the same transaction; None: what was there
                is replaced.

        Raises:
            StateUnavailable | TooLarge: as `keep`.
        """
        if len(payload) > MOST_BYTES:
            raise TooLarge(f"The guard keeps at most {MOST_BYTES:,} bytes for one conversation or file.")
        now = self._clock()
        ends = now + min(self._ttl, ttl or self._ttl)

        def work(db: Connection) -> None:
            for kind, name in under:
                names = self._sealing.names(owner, kind, name)
                place = Place(owner, kind, names[0], stamp(ends))
                before = None if join is None else self._found(db, owner, kind, names)
                whole = payload if before is None or join is None else join(before, payload)
                db.execute(vault_entry.delete().where(*_at(owner, kind, names)))
                db.execute(
                    vault_entry.insert().values(
                        tenant=owner.tenant,
                        caller=owner.caller,
                        kind=kind.value,
                        name=names[0],
                        sealed_by=self._sealing.newest,
                        sealed=self._sealing.seal(whole, place),
                        kept_at=stamp(now),
                        expires_at=stamp(ends),
                    )
                )

        await self._state.run(work)

    async def ready(self, owner: Owner) -> None:
        """Whether something could be kept now: it is, under a name that nobody asks for, and taken away again.

        A transaction that wrote and undid its writing still goes to the disk, so that a full or read-only one shows.

        Raises:
            StateUnavailable: it could not be stored.
        """
        now = stamp(self._clock())
        name = f"ready {secrets.token_hex(16)}"
        trial = {"tenant": owner.tenant, "caller": owner.caller, "kind": Kind.RESPONSE.value, "name": name}

        def work(db: Connection) -> None:
            db.execute(vault_entry.insert().values(**trial, sealed_by="", sealed=b"", kept_at=now, expires_at=now))
            db.execute(vault_entry.delete().where(*_at(owner, Kind.RESPONSE, [name])))

        await self._state.run(work)

    async def recall(self, owner: Owner, kind: Kind, name: str) -> bytes | None:
        """What was kept; None when there is nothing, or its time is over, or it is somebody else's.

        Raises:
            StateUnavailable: the database failed, or what lies there does not open: changed, or moved from elsewhere.
        """
        names = self._sealing.names(owner, kind, name)

        def work() -> bytes | None:
            with self._state.reading() as db:
                return self._found(db, owner, kind, names)

        return await asyncio.to_thread(work)

    def _found(self, db: Connection, owner: Owner, kind: Kind, names: Sequence[str]) -> bytes | None:
        row = vault_entry.c
        query = sa.select(row.name, row.sealed_by, row.sealed, row.expires_at).where(
            *_at(owner, kind, names), row.expires_at > stamp(self._clock())
        )
        found = db.execute(query).first()
        if found is None:
            return None
        return self._sealing.open(found.sealed, found.sealed_by, Place(owner, kind, found.name, found.expires_at))

    async def forget(self, owner: Owner, kind: Kind, name: str) -> bool:
        """Destroy an entry; whether there was one. Raises StateUnavailable."""
        where = _at(owner, kind, self._sealing.names(owner, kind, name))
        return await self._state.run(lambda db: db.execute(vault_entry.delete().where(*where)).rowcount > 0)

    async def purge_expired(self) -> int:
        """Destroy what is past its time, of every tenant; how many. Raises StateUnavailable."""
        return await self._purge(vault_entry.c.expires_at <= stamp(self._clock()))

    # ------------------------------------------------------------------ for the operator

    async def count(self, tenant: str, *, caller: str | None = None, kind: Kind | None = None) -> int:
        """How many entries a tenant has, or one of its callers, or of one kind. Raises StateUnavailable."""
        query = sa.select(sa.func.count()).select_from(vault_entry).where(*_of(tenant, caller, kind))
        return await self._state.run(lambda db: db.scalar(query) or 0)

    async def purge(self, tenant: str, *, caller: str | None = None, kind: Kind | None = None) -> int:
        """Destroy those entries; how many. Raises StateUnavailable."""
        return await self._purge(*_of(tenant, caller, kind))

    async def held(self, tenant: str) -> list[Held]:
        """How much lies here, by kind. Raises StateUnavailable."""
        row, size = vault_entry.c, sa.func.sum(sa.func.length(vault_entry.c.sealed))
        query = (
            sa.select(row.kind, sa.func.count(), size, sa.func.min(row.kept_at), sa.func.max(row.expires_at))
            .where(row.tenant == tenant)
            .group_by(row.kind)
            .order_by(row.kind)
        )
        found = await self._state.run(lambda db: db.execute(query).all())
        return [Held(Kind(kind), count, int(bytes_), oldest, ends) for kind, count, bytes_, oldest, ends in found]

    async def reseal(self, tenant: str) -> Resealed:
        """Put entries that an older secret sealed under the newest one; what none opens is destroyed.

        The digest of a name depends on the secret too, and the name itself is not kept: such an entry keeps its digest,
        and is found as long as the older secret is among the retired ones.

        Raises:
            StateUnavailable: the database failed; what was moved so far stays moved, and running it again goes on.
        """
        moved = lost = 0
        while batch := await self._state.run(lambda db: self._reseal_some(db, tenant)):
            moved, lost = moved + batch.moved, lost + batch.lost
        if lost:
            self._state.sweep_out()
        return Resealed(moved, lost)

    def _reseal_some(self, db: Connection, tenant: str) -> Resealed | None:
        row = vault_entry.c
        query = (
            sa.select(row.caller, row.kind, row.name, row.sealed_by, row.sealed, row.expires_at)
            .where(row.tenant == tenant, row.sealed_by != self._sealing.newest)
            .limit(AT_ONCE)
        )
        moved = lost = 0
        for each in db.execute(query).all():
            owner, kind = Owner(tenant, each.caller), Kind(each.kind)
            where, place = _at(owner, kind, [each.name]), Place(owner, kind, each.name, each.expires_at)
            try:
                plain = self._sealing.open(each.sealed, each.sealed_by, place)
            except StateUnavailable:
                db.execute(vault_entry.delete().where(*where))
                lost += 1
                continue
            anew = {"sealed": self._sealing.seal(plain, place), "sealed_by": self._sealing.newest}
            db.execute(vault_entry.update().where(*where).values(anew))
            moved += 1
        return Resealed(moved, lost) if moved or lost else None

    async def _purge(self, *where: ColumnElement[bool]) -> int:
        gone = await self._state.run(lambda db: db.execute(vault_entry.delete().where(*where)).rowcount)
        if gone:
            self._state.sweep_out()
        return gone


def _of(tenant: str, caller: str | None, kind: Kind | None) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [vault_entry.c.tenant == tenant]
    where += [] if caller is None else [vault_entry.c.caller == caller]
    return where + ([] if kind is None else [vault_entry.c.kind == kind.value])


def stamp(at: datetime) -> str:
    """`at` as records write it, so that text sorts."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _at(owner: Owner, kind: Kind, names: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    row = vault_entry.c
    return (row.tenant == owner.tenant, row.caller == owner.caller, row.kind == kind.value, row.name.in_(names))
