"""Keys that somebody made at run time, straight into the state database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from proxy.callers import keys
from proxy.callers.directory import CallerRecord
from proxy.callers.key_store import KeyStore
from proxy.exchange import Caller, Role

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase


async def issue_key(state: StateDatabase, name: str, by: str) -> None:
    """A key of a caller of this name, made by that person."""
    minted = keys.mint()
    record = CallerRecord(Caller(name, "default", Role.STAFF), minted.key_hash, minted.prefix, date(2026, 12, 31))
    await KeyStore(state).issue(record, by=by)
