"""Issued and revoked keys: what the database says is what every call is judged by."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from proxy.callers import keys
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.key_store import KeyStore
from proxy.callers.ring import Picture, StandingKeys
from proxy.errors import Conflict, Unauthenticated
from proxy.exchange import Caller, Role

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

TODAY = date(2026, 11, 20)
LAST = date(2026, 12, 31)


def record(name: str, minted: keys.MintedKey, role: Role = Role.STAFF) -> CallerRecord:
    return CallerRecord(Caller(name, "default", role, "HR", "webui"), minted.key_hash, minted.prefix, LAST)


async def test_an_issued_key_is_valid_until_it_is_revoked_or_expires(state: StateDatabase) -> None:
    store, ring = KeyStore(state, lambda: datetime(2026, 11, 20, 9, tzinfo=UTC)), StandingKeys()
    directory = Directory([], ring)
    minted = keys.mint()
    with pytest.raises(Unauthenticated):
        directory.identify(minted.key, today=TODAY)
    await store.issue(record("ines", minted), by="admin")
    ring.show(await store.picture())
    assert directory.identify(minted.key, today=TODAY) == Caller("ines", "default", Role.STAFF, "HR", "webui")
    with pytest.raises(Unauthenticated, match="expired on 2026-12-31"):
        directory.identify(minted.key, today=date(2027, 1, 1))
    await store.revoke(record("ines", minted), by="admin", reason="It was lost.")
    ring.show(await store.picture())
    with pytest.raises(Unauthenticated, match="revoked on 2026-11-20"):
        directory.identify(minted.key, today=TODAY)
    with pytest.raises(Conflict):
        await store.revoke(record("ines", minted), by="admin", reason="Again.")
    (issued,) = await store.issued()
    assert (issued.record.caller.id, issued.issued_by) == ("ines", "admin")


async def test_a_key_of_the_configuration_is_refused_once_the_database_revoked_it(state: StateDatabase) -> None:
    store, ring, minted = KeyStore(state), StandingKeys(), keys.mint()
    directory = Directory([record("omar", minted)], ring)
    assert directory.identify(minted.key, today=TODAY).id == "omar"
    await store.revoke(record("omar", minted), by="admin", reason="It was lost.")
    ring.show(await store.picture())
    with pytest.raises(Unauthenticated, match="revoked"):
        directory.identify(minted.key, today=TODAY)


async def test_looking_at_the_keys_waits_for_no_writer(state: StateDatabase) -> None:
    store, minted = KeyStore(state), keys.mint()
    await store.issue(record("ines", minted), by="admin")
    with state.transaction():
        assert [each.caller.id for each in (await asyncio.wait_for(store.picture(), 1)).issued] == ["ines"]


def test_a_wrong_secret_under_a_known_prefix_is_nobody() -> None:
    minted, ring = keys.mint(), StandingKeys()
    ring.show(Picture((record("ines", minted),)))
    with pytest.raises(Unauthenticated, match="No valid key"):
        Directory([], ring).identify(f"ck-{minted.prefix}-{'x' * 43}", today=TODAY)


def test_what_is_shown_of_a_picture_holds_no_digest() -> None:
    minted = keys.mint()
    picture = Picture((record("ines", minted),), {minted.key_hash: TODAY})
    assert minted.key_hash not in repr(picture)
