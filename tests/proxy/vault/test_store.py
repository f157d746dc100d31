"""The vault on SQLite and PostgreSQL: whoever kept it finds it, until its time is over; nobody else ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from proxy.errors import StateUnavailable, TooLarge
from proxy.exchange.kept import Kind
from proxy.vault import store as module
from proxy.vault.nouns import Owner
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault
from proxy.vault.tables import vault_entry

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

OLD, NEW = b"o" * 32, b"n" * 32
ANA, BEN, SOUTH = Owner("north", "ana"), Owner("north", "ben"), Owner("south", "ana")
DAY = timedelta(days=1)


@pytest.fixture
def vault(state: StateDatabase, clock: Any) -> Vault:
    return Vault(state, Sealing([OLD]), ttl=30 * DAY, clock=clock)


async def test_what_is_kept_is_found_by_its_owner_alone(vault: Vault) -> None:
    await vault.keep(ANA, Kind.RESPONSE, "resp_1", b"map")
    assert await vault.recall(ANA, Kind.RESPONSE, "resp_1") == b"map"
    for owner, kind, name in (
        (BEN, Kind.RESPONSE, "resp_1"),
        (SOUTH, Kind.RESPONSE, "resp_1"),
        (ANA, Kind.CONVERSATION, "resp_1"),
        (ANA, Kind.RESPONSE, "resp_2"),
    ):
        assert await vault.recall(owner, kind, name) is None


async def test_what_is_kept_again_takes_the_place_of_what_was_there(vault: Vault, state: StateDatabase) -> None:
    await vault.keep(ANA, Kind.FILE, "f", b"one")
    await vault.keep(ANA, Kind.FILE, "f", b"two")
    assert await vault.recall(ANA, Kind.FILE, "f") == b"two"
    await vault.keep_all(ANA, [(Kind.FILE, "f"), (Kind.BATCH, "b")], b"+three", join=lambda old, new: old + new)
    assert await vault.recall(ANA, Kind.FILE, "f") == b"two+three"
    assert await vault.recall(ANA, Kind.BATCH, "b") == b"+three"
    assert await vault.count("north") == 2


async def test_its_time_ends_and_nobody_prolongs_it_beyond_the_vaults_own(vault: Vault, clock: Any) -> None:
    await vault.keep(ANA, Kind.FILE, "short", b"x", ttl=DAY)
    await vault.keep(ANA, Kind.FILE, "long", b"x", ttl=400 * DAY)
    clock.move(DAY - timedelta(milliseconds=1))
    assert await vault.recall(ANA, Kind.FILE, "short") == b"x"
    clock.move(timedelta(milliseconds=1))
    assert await vault.recall(ANA, Kind.FILE, "short") is None
    assert await vault.purge_expired() == 1
    clock.move(29 * DAY)
    assert await vault.recall(ANA, Kind.FILE, "long") is None
    assert await vault.purge_expired() == 1
    assert await vault.purge_expired() == 0


async def test_whoever_writes_another_end_into_the_row_loses_it(vault: Vault, state: StateDatabase, clock: Any) -> None:
    await vault.keep(ANA, Kind.RESPONSE, "r", b"Marisol Ochoa")
    with state.transaction() as db:
        db.execute(vault_entry.update().values(expires_at="2099-01-01T00:00:00.000Z"))
    with pytest.raises(StateUnavailable, match="it was changed"):
        await vault.recall(ANA, Kind.RESPONSE, "r")
    clock.move(31 * DAY)
    with pytest.raises(StateUnavailable, match="it was changed"):
        await vault.recall(ANA, Kind.RESPONSE, "r")
    assert (await Vault(state, Sealing([NEW, OLD]), clock=clock).reseal("north")).lost == 1


async def test_being_ready_is_tried_by_writing_and_leaves_nothing(vault: Vault, state: StateDatabase) -> None:
    await vault.ready(ANA)
    assert await vault.held("north") == []
    with state.transaction() as db:
        db.execute(sa.text("ALTER TABLE vault_entry RENAME TO vault_away"))
    try:
        with pytest.raises(StateUnavailable):
            await vault.ready(ANA)
    finally:
        with state.transaction() as db:
            db.execute(sa.text("ALTER TABLE vault_away RENAME TO vault_entry"))
    await vault.ready(ANA)


async def test_what_has_expired_is_not_joined(vault: Vault, clock: Any) -> None:
    await vault.keep(ANA, Kind.CONVERSATION, "c", b"old")
    clock.move(31 * DAY)
    await vault.keep_all(ANA, [(Kind.CONVERSATION, "c")], b"new", join=lambda old, new: old + new)
    assert await vault.recall(ANA, Kind.CONVERSATION, "c") == b"new"


async def test_forgetting_is_for_the_owner_too(vault: Vault) -> None:
    await vault.keep(ANA, Kind.FILE, "f", b"x")
    assert not await vault.forget(BEN, Kind.FILE, "f")
    assert await vault.forget(ANA, Kind.FILE, "f")
    assert not await vault.forget(ANA, Kind.FILE, "f")
    assert await vault.recall(ANA, Kind.FILE, "f") is None


async def test_neither_name_nor_value_is_in_the_database(vault: Vault, state: StateDatabase) -> None:
    await vault.keep(ANA, Kind.RESPONSE, "resp_canary", b"canary " * 50)
    with state.reading() as db:
        row = db.execute(vault_entry.select()).one()
    assert "canary" not in str(tuple(row))
    assert b"canary" not in row.sealed


@pytest.mark.parametrize("column", ["tenant", "caller", "kind", "name"])
async def test_a_row_under_another_name_does_not_open(vault: Vault, state: StateDatabase, column: str) -> None:
    others = {"tenant": SOUTH, "caller": BEN, "kind": ANA, "name": ANA}
    await vault.keep(ANA, Kind.RESPONSE, "mine", b"Marisol Ochoa")
    owner, kind = others[column], Kind.CONVERSATION if column == "kind" else Kind.RESPONSE
    wanted = "other" if column == "name" else "mine"
    place = {"tenant": owner.tenant, "caller": owner.caller, "kind": kind.value}
    place["name"] = Sealing([OLD]).names(owner, kind, wanted)[0]
    with state.transaction() as db:
        db.execute(vault_entry.update().values(place))
    with pytest.raises(StateUnavailable, match="cannot be opened") as caught:
        await vault.recall(owner, kind, wanted)
    assert "Marisol" not in str(caught.value)


async def test_after_a_change_of_the_secret_old_entries_open_and_are_sealed_again(
    vault: Vault, state: StateDatabase, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    for number in range(5):
        await vault.keep(ANA, Kind.RESPONSE, f"resp_{number}", b"map")
    await vault.keep(SOUTH, Kind.RESPONSE, "resp_1", b"theirs")
    after = Vault(state, Sealing([NEW, OLD]), clock=clock)
    assert await after.recall(ANA, Kind.RESPONSE, "resp_3") == b"map"
    with state.transaction() as db:
        lost = Sealing([OLD]).names(ANA, Kind.RESPONSE, "resp_4")[0]
        db.execute(vault_entry.update().where(vault_entry.c.name == lost).values(sealed=b"x" * 60))
    done = await after.reseal("north")
    assert (done.moved, done.lost) == (4, 1)
    assert await after.recall(ANA, Kind.RESPONSE, "resp_3") == b"map"
    assert await after.recall(ANA, Kind.RESPONSE, "resp_4") is None
    again = await after.reseal("north")
    assert (again.moved, again.lost) == (0, 0)
    with state.reading() as db:
        sealed_by = {(row.tenant, row.sealed_by) for row in db.execute(vault_entry.select())}
    assert sealed_by == {("north", Sealing([NEW]).newest), ("south", Sealing([OLD]).newest)}


async def test_an_old_entry_that_is_kept_again_leaves_no_second_row(
    vault: Vault, state: StateDatabase, clock: Any
) -> None:
    await vault.keep(ANA, Kind.CONVERSATION, "c", b"one")
    after = Vault(state, Sealing([NEW, OLD]), clock=clock)
    await after.keep(ANA, Kind.CONVERSATION, "c", b"two")
    assert await after.count("north") == 1
    assert await after.recall(ANA, Kind.CONVERSATION, "c") == b"two"
    assert await after.forget(ANA, Kind.CONVERSATION, "c")


async def test_status_and_purge_know_tenants_callers_and_kinds(vault: Vault) -> None:
    await vault.keep(ANA, Kind.RESPONSE, "a", b"x")
    await vault.keep(BEN, Kind.RESPONSE, "a", b"x")
    await vault.keep(BEN, Kind.FILE, "f", b"x")
    await vault.keep(SOUTH, Kind.FILE, "f", b"x")
    held = {each.kind: each for each in await vault.held("north")}
    assert {kind: each.entries for kind, each in held.items()} == {Kind.RESPONSE: 2, Kind.FILE: 1}
    assert held[Kind.FILE].size > 30
    assert (held[Kind.FILE].oldest, held[Kind.FILE].ends) == ("2026-03-02T09:00:00.000Z", "2026-04-01T09:00:00.000Z")
    assert await vault.count("north", caller="ben") == 2
    assert await vault.purge("north", caller="ben", kind=Kind.RESPONSE) == 1
    assert await vault.purge("north") == 2
    assert [each.entries for each in await vault.held("south")] == [1]


async def test_two_that_join_at_once_lose_nothing(vault: Vault) -> None:
    def together(old: bytes, new: bytes) -> bytes:
        return old + new

    under = [(Kind.CONVERSATION, "c")]
    await asyncio.gather(*(vault.keep_all(ANA, under, bytes([65 + number]), join=together) for number in range(8)))
    kept = await vault.recall(ANA, Kind.CONVERSATION, "c")
    assert kept is not None
    assert sorted(kept) == list(range(65, 73))


async def test_too_much_is_refused_and_a_closed_database_says_so(
    vault: Vault, state: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(TooLarge):
        await vault.keep(ANA, Kind.FILE, "f", b"x" * 11)
    state.close()
    for work in (vault.keep(ANA, Kind.FILE, "f", b"x"), vault.recall(ANA, Kind.FILE, "f"), vault.purge_expired()):
        with pytest.raises(StateUnavailable):
            await work
