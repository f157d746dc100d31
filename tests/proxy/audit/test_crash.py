"""kill -9 under load: nothing acknowledged is lost, nothing left without an intent, and the log verifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crash_rounds import Crashes

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 6


def test_nothing_is_lost_whatever_moment_the_writer_is_killed_at(tmp_path: Path) -> None:
    with Crashes(tmp_path / "log") as crashes:
        for _ in range(ROUNDS):
            crashes.round()
        assert len(crashes.lines("acks")) > ROUNDS * 8
        assert len(crashes.lines("forwards")) > ROUNDS * 4
        assert crashes.losses() == {"acknowledged_lost": 0, "forwarded_without_intent": 0, "verification_failures": 0}
        assert crashes.closed() == 0
        assert crashes.problems() == ()
