"""Guards that share one PostgreSQL: one log, no call without it, and recovery by itself."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from client import chat, send
from guard import Guard

PROMPT = "Tell my student Marisol Ochoa that she did well."


@pytest.fixture
def fleet(provider, postgres_url, tmp_path):
    """Two guards that sign one log with one key."""
    settings = {
        "database": {"url": postgres_url, "timeout_s": 1},
        "audit": {"deadline_s": 1, "signing_key_file": str(tmp_path / "audit-key.pem")},
    }
    with (
        Guard(tmp_path / "a", provider.base_url, settings=settings) as first,
        Guard(tmp_path / "b", provider.base_url, settings=settings) as second,
    ):
        yield first, second


def ask_until_answered(guard: Guard, within_s: float = 20.0) -> float:
    """How long it took until a call went through again."""
    began = time.monotonic()
    while chat(guard, PROMPT).status != 200:
        assert time.monotonic() - began < within_s
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_fleet_writes_one_log_refuses_without_it_and_recovers(fleet, provider, postgres_server) -> None:
    first, second = fleet
    for guard in (first, second, first):
        assert chat(guard, PROMPT).status == 200
    time.sleep(0.2)
    found = [record["seq"] for record in second.records()]
    assert found == list(range(len(found)))[::-1]
    assert len({record["instance"] for record in first.records(kinds="request.intent")}) == 2

    called = len(provider.received)
    for break_it, mend_it in (
        (postgres_server.pause, postgres_server.resume),
        (postgres_server.stop, postgres_server.start),
    ):
        break_it()
        try:
            for guard in (first, second):
                began = time.monotonic()
                reply = chat(guard, PROMPT)
                assert (reply.status, reply.error["code"]) == (503, "audit_unavailable")
                assert time.monotonic() - began < 3
                assert send(guard, "GET", "/healthz/live").status == 200, "it lives; it is only not ready"
                assert send(guard, "GET", "/healthz/ready").status == 503
            assert len(provider.received) == called
        finally:
            mend_it()
        for guard in (first, second):
            ask_until_answered(guard)
        called = len(provider.received)

    first.stop()  # it signs what there is
    whole = subprocess.run(
        [sys.executable, "-m", "proxy", "audit", "verify", "--config", str(second.config), "--json"],
        capture_output=True,
        check=False,
    )
    assert json.loads(whole.stdout)["problems"] == []
    found = subprocess.run(
        [sys.executable, "-m", "proxy", "database", "status", "--config", str(second.config), "--json"],
        capture_output=True,
        check=False,
    )
    standing = json.loads(found.stdout)
    assert standing["database"] == "postgresql"
    assert standing["instances"], "the one that still runs"
    assert standing["partitions"]
    assert any("fsync is off" in warning for warning in standing["warnings"]), "the tests' own server never syncs"
    assert found.returncode == 1
