"""What an operator does with the vault: look, empty, seal again; each change is in the log as a count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.event import canonical
from proxy.errors import AuditUnavailable, BadRequest
from proxy.exchange.kept import Kind
from proxy.services.keeping.vault import VaultKeeping
from proxy.services.recording import Recorder
from proxy.vault.nouns import Owner
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditEvent

ANA, BEN = Owner("north", "ana"), Owner("north", "ben")


class Log:
    """Takes records, or fails."""

    def __init__(self) -> None:
        self.told: list[tuple[str | None, dict[str, Any]]] = []
        self.away = False

    async def record(self, event: AuditEvent) -> None:
        if self.away:
            raise AuditUnavailable("away")
        canonical(event)
        self.told.append((event.caller, dict(event.detail)))


@pytest.fixture
def log() -> Log:
    return Log()


def keeping(state: StateDatabase, log: Log, *secrets: bytes, days_later: int = 0) -> VaultKeeping:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=days_later)
    vault = Vault(state, Sealing(secrets or [b"o" * 32]), clock=lambda: now)
    return VaultKeeping(vault, Recorder(log, "i-1", "north"), 30, ("main",))


async def test_the_status_says_how_much_and_nothing_of_what(state: StateDatabase, log: Log) -> None:
    office = keeping(state, log)
    await office.vault.keep(ANA, Kind.RESPONSE, "resp_1", b"Marisol Ochoa")
    shown = await office.status()
    assert (shown["days"], shown["providers"]) == (30, ["main"])
    assert [(each["kind"], each["entries"]) for each in shown["kinds"]] == [("response", 1)]
    assert "Marisol" not in str(shown)
    assert "resp_1" not in str(shown)
    assert log.told == []


async def test_a_purge_is_recorded_before_anything_goes(state: StateDatabase, log: Log) -> None:
    office = keeping(state, log)
    for owner in (ANA, BEN):
        await office.vault.keep(owner, Kind.RESPONSE, "r", b"x")
    log.away = True
    with pytest.raises(AuditUnavailable):
        await office.purge(by="op", channel="cli")
    assert await office.vault.count("north") == 2
    log.away = False
    assert await office.purge(by="op", channel="http", caller="ben") == {"destroyed": 1}
    assert await office.purge(by="op", channel="cli", kind="response") == {"destroyed": 1}
    first, second = log.told
    assert first == ("op", {"action": "purge", "items": 1, "of": None, "for_caller": "ben", "channel": "http"})
    assert second[1] | {"items": 1, "of": "response"} == second[1]


async def test_an_unknown_kind_is_refused_with_the_known_ones(state: StateDatabase, log: Log) -> None:
    with pytest.raises(BadRequest, match="cached_content"):
        await keeping(state, log).purge(by="op", channel="cli", kind="letters")
    assert log.told == []


async def test_after_a_change_of_the_secret_everything_is_sealed_again(state: StateDatabase, log: Log) -> None:
    await keeping(state, log).vault.keep(ANA, Kind.FILE, "f", b"x")
    office = keeping(state, log, b"n" * 32, b"o" * 32)
    assert await office.rotate(by="op") == {"moved": 1, "lost": 0}
    assert log.told == [("op", {"action": "rotate", "items": 1, "lost": 0, "channel": "cli"})]
    assert await office.vault.recall(ANA, Kind.FILE, "f") == b"x"


async def test_what_expires_is_counted_once(state: StateDatabase, log: Log) -> None:
    await keeping(state, log).vault.keep(ANA, Kind.FILE, "f", b"x")
    late = keeping(state, log, days_later=31)
    assert [await late.sweep(), await late.sweep()] == [1, 0]
    assert log.told == [(None, {"action": "expire", "items": 1, "channel": "schedule"})]


@pytest.mark.parametrize("caller", ["Marisol Ochoa", "", "ana\n", "a" * 101])
async def test_what_can_be_no_callers_id_is_a_mistake_and_in_no_record(
    state: StateDatabase, log: Log, caller: str
) -> None:
    office = keeping(state, log)
    await office.vault.keep(ANA, Kind.RESPONSE, "r", b"x")
    with pytest.raises(BadRequest) as caught:
        await office.purge(by="op", channel="http", caller=caller)
    assert "Marisol" not in caught.value.message
    assert log.told == []
    assert await office.vault.count("north") == 1
