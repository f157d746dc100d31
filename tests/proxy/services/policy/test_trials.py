"""Simulation over HTTP: sums alone, bounded, one at a time, and on record before it is told."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from decision_cases import TABLE
from report_log import filled

from proxy.audit.stores.sqlite import read_engine
from proxy.errors import AuditUnavailable, BadRequest, QuotaExceeded
from proxy.exchange import Caller, Role
from proxy.policy.decide import policy_hash
from proxy.services.policy import trials
from proxy.services.policy.simulation import Other
from proxy.services.policy.trials import Trials
from proxy.services.recording import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.exchange import AuditEvent

ADMIN = Caller("admin", "default", Role.ADMIN)
OTHER = Other(replace(TABLE), TABLE, policy_hash(TABLE), date(2026, 11, 23), "ef" * 32)


class Sink:
    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.down = False

    async def record(self, event: AuditEvent) -> None:
        if self.down:
            raise AuditUnavailable("down")
        self.events.append(event)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def tried(tmp_path: Path, sink: Sink) -> Trials:
    log = filled(tmp_path)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Trials(read_engine(log.path), Recorder(sink, "i", "default", lambda: now), clock=lambda: now)


async def test_sums_of_a_period_and_no_request(tried: Trials, sink: Sink) -> None:
    told = await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN)
    assert told["policy"] == "ef" * 32
    assert told["calls"] + told["without_decision"] > 60
    assert "req" not in json.dumps(told["changes"])
    (look,) = sink.events
    assert (look.kind.value, look.caller, look.detail["what"]) == ("log.read", "admin", "simulation")
    assert look.detail["returned"] == told["calls"] + told["without_decision"]


async def test_another_tenants_calls_are_not_looked_at(tried: Trials) -> None:
    other = Caller("admin", "another-district", Role.ADMIN)
    told = await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=other)
    assert (told["calls"], told["without_decision"]) == (0, 0)


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        ("2026-01-01", "2026-11-10", "92 days"),
        ("2026-11-10", "2026-11-01", "after since"),
        ("yesterday", "", "a date"),
    ],
)
async def test_a_period_that_is_too_long_or_none_is_refused(tried: Trials, sink: Sink, since, until, says) -> None:
    with pytest.raises(BadRequest, match=says):
        await tried.simulate(OTHER, since, until, who=ADMIN)
    assert sink.events == []


async def test_too_many_calls_are_said_and_without_a_record_nothing_is_told(tried: Trials, sink: Sink) -> None:
    tried.most = 20
    with pytest.raises(BadRequest, match="more than 20 calls"):
        await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN)
    tried.most, sink.down = 1_000, True
    with pytest.raises(AuditUnavailable):
        await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN)
    sink.down = False
    assert (await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN))["without_decision"] >= 0


async def test_one_at_a_time(tried: Trials, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, replay = threading.Event(), threading.Event(), trials.replay

    def slow(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(5)
        return replay(*given)

    monkeypatch.setattr(trials, "replay", slow)
    first = asyncio.create_task(tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN))
    await asyncio.to_thread(begun.wait, 5)
    with pytest.raises(QuotaExceeded):
        await tried.simulate(OTHER, "2026-10-01", "2026-11-10", who=ADMIN)
    go_on.set()
    await first
