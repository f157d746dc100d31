"""Killed at any named place, the queue loses nothing and does nothing twice: the next process goes on."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from proxy.database.state import StateDatabase
from proxy.review.tables import review_content, review_hold, review_outbox, review_vote

SUPPORT = Path(__file__).parents[2] / "support"
ROOT = Path(__file__).parents[3]
EVERYTHING = {
    "hold.opened": 1,
    "review.voted": 2,
    "review.released": 1,
    "hold.sent": 1,
}
PLACES = [
    ("hold.open", 1),
    ("hold.opened", 1),
    ("outbox.taken", 1),
    ("outbox.recorded", 1),
    ("outbox.done", 1),
    ("vote.cast", 1),
    ("vote.stored", 1),
    ("vote.cast", 2),
    ("vote.stored", 2),
    ("outbox.recorded", 3),
    ("outbox.recorded", 4),
    ("hold.changed", 1),
    ("hold.tended", 1),
]


def run(*runs: tuple[str, Path, str, int, int]) -> list[int]:
    """How each run ended."""
    told = json.dumps([[state, str(audit), place, nth, later] for state, audit, place, nth, later in runs])
    ended = subprocess.run(
        [sys.executable, str(SUPPORT / "dying_queue.py"), told],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(SUPPORT)])},
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: list[int] = json.loads(ended.stdout)
    return found


def check(state: str, audit: Path) -> None:
    """Everything is there once: the hold, its votes, its content, and each event in the log."""
    database = StateDatabase(state if "://" in state else Path(state))
    database.open()
    with database.transaction() as db:
        holds = db.execute(sa.select(review_hold)).mappings().all()
        votes = db.scalar(sa.select(sa.func.count()).select_from(review_vote))
        contents = db.scalar(sa.select(sa.func.count()).select_from(review_content))
        owing = db.scalar(sa.select(sa.func.count()).select_from(review_outbox))
    database.close()
    assert [(hold["state"], hold["sent_at"] is not None) for hold in holds] == [("released", True)]
    assert (votes, contents, owing) == (2, 1, 0)
    with sqlite3.connect(audit) as log:
        bodies = [json.loads(body) for (body,) in log.execute("SELECT body FROM audit_event")]
    told = [f"{body['kind']}.{body['detail']['action']}" for body in bodies if body["kind"] in {"hold", "review"}]
    assert Counter(told) == EVERYTHING


def test_killed_at_each_place_and_gone_on_with(tmp_path: Path) -> None:
    lives = [(str(tmp_path / f"state-{at}.db"), tmp_path / f"audit-{at}.db") for at in range(len(PLACES))]
    killed = [(*life, place, nth, 0) for life, (place, nth) in zip(lives, PLACES, strict=True)]
    went_on = [(*life, "nowhere", 1, 20) for life in lives]
    ended = run(*killed, *went_on)
    assert dict(zip(PLACES, ended, strict=False)) == dict.fromkeys(PLACES, -9)
    assert ended[len(PLACES) :] == [0] * len(PLACES)
    for state, audit in lives:
        check(state, audit)


def test_killed_again_and_again(tmp_path: Path) -> None:
    """Three deaths, each in another place of the same story."""
    life = (str(tmp_path / "state.db"), tmp_path / "audit.db")
    deaths = [("hold.opened", 1), ("vote.stored", 1), ("outbox.recorded", 1)]
    runs = [(*life, place, nth, 20 * number) for number, (place, nth) in enumerate(deaths)]
    assert run(*runs, (*life, "nowhere", 1, 100)) == [-9, -9, -9, 0]
    check(*life)


def test_killed_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    life = (postgres_url, tmp_path / "audit.db")
    deaths = [("vote.stored", 1), ("outbox.recorded", 1)]
    runs = [(*life, place, nth, 20 * number) for number, (place, nth) in enumerate(deaths)]
    assert run(*runs, (*life, "nowhere", 1, 100)) == [-9, -9, 0]
    check(*life)
