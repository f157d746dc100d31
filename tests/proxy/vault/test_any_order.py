"""Three tenants, random work in random order: a plain dictionary says what must be found, and nothing else is."""

from __future__ import annotations

import asyncio
import functools
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from proxy.database.state import StateDatabase
from proxy.errors import StateUnavailable
from proxy.exchange.kept import Kind
from proxy.vault.nouns import Owner
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault
from proxy.vault.tables import vault_entry

OWNERS = st.builds(Owner, st.sampled_from(["north", "south", "west"]), st.sampled_from(["ana", "ben"]))
KINDS = st.sampled_from([Kind.RESPONSE, Kind.CONVERSATION, Kind.FILE])
NAMES = st.sampled_from(["one", "two"])
PLACES = st.tuples(OWNERS, KINDS, NAMES)
DAY = timedelta(days=1)
SECRETS = [bytes([65 + number]) * 32 for number in range(20)]


@functools.cache
def empty_database() -> bytes:
    """Made once: the migrations take half a second."""
    with tempfile.TemporaryDirectory() as folder:
        state = StateDatabase(Path(folder) / "state.db")
        state.open()
        state.close()
        return (Path(folder) / "state.db").read_bytes()


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "state.db"
        path.write_bytes(empty_database())
        self.state = StateDatabase(path)
        self.state.open()
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.keys = SECRETS[:1]
        self.expected: dict[tuple[Owner, Kind, str], tuple[bytes, datetime]] = {}
        self.broken: set[tuple[Owner, Kind, str]] = set()

    @initialize()
    def begin(self) -> None:
        self.start()

    def start(self) -> None:
        self.vault = Vault(self.state, Sealing(self.keys), ttl=30 * DAY, clock=lambda: self.now)

    def teardown(self) -> None:
        self.check_all()
        self.state.close()
        self._folder.cleanup()

    @rule(place=PLACES, payload=st.binary(max_size=40), days=st.integers(1, 40))
    def keep(self, place: tuple[Owner, Kind, str], payload: bytes, days: int) -> None:
        asyncio.run(self.vault.keep(*place, payload, ttl=days * DAY))
        self.expected[place] = (payload, self.now + min(days, 30) * DAY)
        self.broken.discard(place)

    @rule(place=PLACES)
    def forget(self, place: tuple[Owner, Kind, str]) -> None:
        there = asyncio.run(self.vault.forget(*place))
        assert there or place not in self.live
        self.expected.pop(place, None)
        self.broken.discard(place)

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += days * DAY

    @rule()
    def sweep(self) -> None:
        asyncio.run(self.vault.purge_expired())
        assert asyncio.run(self.count()) == len(self.live)

    @rule()
    def rotate(self) -> None:
        self.keys = [SECRETS[len(self.keys) % len(SECRETS)], *self.keys]
        self.start()

    @rule(tenant=st.sampled_from(["north", "south", "west"]))
    def seal_again(self, tenant: str) -> None:
        asyncio.run(self.vault.reseal(tenant))
        stale = Sealing(self.keys).newest
        with self.state.reading() as db:
            kept = {row.sealed_by for row in db.execute(vault_entry.select()) if row.tenant == tenant}
        assert kept <= {stale}
        for place in [each for each in self.broken if each[0].tenant == tenant]:
            self.forget_if_lost(place)

    def forget_if_lost(self, place: tuple[Owner, Kind, str]) -> None:
        with self.state.reading() as db:
            names = Sealing(self.keys).names(*place)
            row = vault_entry.c
            where = (row.tenant == place[0].tenant, row.caller == place[0].caller, row.kind == place[1].value)
            if db.execute(vault_entry.select().where(*where, row.name.in_(names))).first() is None:
                self.broken.discard(place)
                self.expected.pop(place, None)

    @rule(tenant=st.sampled_from(["north", "south", "west"]))
    def purge(self, tenant: str) -> None:
        asyncio.run(self.vault.purge(tenant))
        self.expected = {place: kept for place, kept in self.expected.items() if place[0].tenant != tenant}
        self.broken = {place for place in self.broken if place[0].tenant != tenant}

    @rule(one=PLACES, other=PLACES)
    def swap_ciphertexts(self, one: tuple[Owner, Kind, str], other: tuple[Owner, Kind, str]) -> None:
        if one == other or not {one, other} <= self.live.keys():
            return
        rows = [self.row(place) for place in (one, other)]
        with self.state.transaction() as db:
            for (where, _, _), (_, sealed, sealed_by) in zip(rows, reversed(rows), strict=True):
                db.execute(vault_entry.update().where(*where).values(sealed=sealed, sealed_by=sealed_by))
        self.broken |= {one, other}

    def row(self, place: tuple[Owner, Kind, str]):
        row, (owner, kind, name) = vault_entry.c, place
        names = Sealing(self.keys).names(owner, kind, name)
        where = (row.tenant == owner.tenant, row.caller == owner.caller, row.kind == kind.value, row.name.in_(names))
        with self.state.reading() as db:
            found = db.execute(vault_entry.select().where(*where)).one()
        return where, found.sealed, found.sealed_by

    @property
    def live(self) -> dict[tuple[Owner, Kind, str], bytes]:
        return {place: payload for place, (payload, ends) in self.expected.items() if ends > self.now}

    async def count(self) -> int:
        return sum([await self.vault.count(tenant) for tenant in ("north", "south", "west")])

    @rule(place=PLACES)
    def look(self, place: tuple[Owner, Kind, str]) -> None:
        asyncio.run(self.check(place))

    async def check(self, place: tuple[Owner, Kind, str]) -> None:
        try:
            found = await self.vault.recall(*place)
        except StateUnavailable:
            assert place in self.broken
            return
        # What was moved and moved back lies where it belongs.
        assert found == self.live.get(place)

    def check_all(self) -> None:
        async def everything() -> None:
            for tenant, caller in product(("north", "south", "west"), ("ana", "ben")):
                for kind, name in product((Kind.RESPONSE, Kind.CONVERSATION, Kind.FILE), ("one", "two")):
                    await self.check((Owner(tenant, caller), kind, name))

        asyncio.run(everything())


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
