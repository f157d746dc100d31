"""Overrides and policy versions in the state database, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from proxy.errors import Conflict, NotFound
from proxy.exchange import Action, Caller, Override, Role
from proxy.overrides.store import Grant, OverrideStore, new_override_id
from proxy.overrides.versions import PolicyVersions

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
INES = Caller("ines", "north", Role.STAFF, "HR", "webui")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def grant(*, hours: float = 1, tenant: str = "north", **scope: str) -> Grant:
    override = Override(new_override_id(), "R22-decision", Action.FORWARD, NOW + timedelta(hours=hours), **scope)
    return Grant(override, tenant, "A study of hiring.", "admin", NOW)


async def active(store: OverrideStore, one: Grant) -> str:
    await store.add(one)
    await store.activate(one.override.id)
    return one.override.id


async def test_a_stopped_call_waits_for_nobody_who_changes_something_meanwhile(state: StateDatabase) -> None:
    store = OverrideStore(state, Clock())
    await active(store, one := grant(caller="ines"))
    with state.transaction():
        assert await store.in_force(INES) == [one.override]
        assert not (await store.people(["ines", "admin"])).same("ines", "admin")


async def test_an_override_works_from_its_activation_to_its_end_and_only_for_its_tenant(state: StateDatabase) -> None:
    clock = Clock()
    store = OverrideStore(state, clock)
    one = grant(caller="ines")
    await store.add(one)
    assert await store.in_force(INES) == []
    await store.activate(one.override.id)
    assert await store.in_force(INES) == [one.override]
    assert await store.in_force(Caller("ines", "south", Role.STAFF)) == []
    assert await store.in_force(Caller("omar", "north", Role.STAFF)) == []
    clock.now = NOW + timedelta(hours=1)
    assert await store.in_force(INES) == []


async def test_a_pending_one_can_be_taken_back_and_leaves_nothing(state: StateDatabase) -> None:
    store = OverrideStore(state, Clock())
    one = grant(unit="HR")
    await store.add(one)
    await store.forget(one.override.id)
    await store.activate(one.override.id)
    assert await store.all("north", ended=True) == []


async def test_revoking_ends_it_at_once_and_happens_once(state: StateDatabase) -> None:
    store = OverrideStore(state, Clock())
    name = await active(store, grant(unit="HR"))
    ended = await store.revoke(name, tenant="north", by="admin", reason="It is over.")
    assert (ended.standing, ended.ended_by, ended.ended_reason) == ("revoked", "admin", "It is over.")
    assert await store.in_force(INES) == []
    with pytest.raises(Conflict):
        await store.revoke(name, tenant="north", by="admin", reason="Again.")
    with pytest.raises(NotFound):
        await store.revoke(name, tenant="south", by="admin", reason="Not ours.")


async def test_every_end_is_handed_over_once_and_stays_until_then(state: StateDatabase) -> None:
    clock = Clock()
    store = OverrideStore(state, clock)
    revoked, expired = await active(store, grant(unit="HR")), await active(store, grant(unit="HR", hours=2))
    await active(store, grant(unit="HR", hours=9))
    await store.revoke(revoked, tenant="north", by="admin", reason="It is over.")
    clock.now = NOW + timedelta(hours=3)
    assert await store.end_expired() == 1
    assert await store.end_expired() == 0
    taken: list[tuple[str, str]] = []

    def fails(_db: object, _grant: object) -> None:
        raise RuntimeError("the log of what is owed is full")

    with pytest.raises(RuntimeError):
        await store.hand_over(fails)
    for _ in range(2):
        await store.hand_over(lambda _db, each: taken.append((each.override.id, each.standing)))
    assert sorted(taken) == sorted([(revoked, "revoked"), (expired, "expired")])
    assert len(await store.all("north")) == 1
    assert len(await store.all("north", ended=True)) == 3


async def test_a_policy_is_kept_once_and_found_by_the_beginning_of_its_hash(state: StateDatabase) -> None:
    versions = PolicyVersions(state, Clock())
    assert await versions.remember("ab" * 32, {"rows": {}})
    assert not await versions.remember("ab" * 32, {"rows": {"other": 1}})
    await versions.remember("ac" * 32, {"rows": {"x": 1}})
    assert await versions.find("ac") == ("ac" * 32, {"rows": {"x": 1}})
    assert len(await versions.all()) == 2
    for beginning in ("a", "ff", "%"):
        with pytest.raises(NotFound):
            await versions.find(beginning)
