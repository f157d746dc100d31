"""Proving the log from the command line: exit codes, what an outsider gets, and that handing out is recorded."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from config.loading import load
from proxy.assembly.parts import log_signer
from proxy.audit import verifier
from proxy.audit.event import canonical, new_event_id
from proxy.audit.proof import AuditProof, Verdict
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

COUNT = 5


@pytest.fixture
def database(config: Path) -> Path:
    """A log of five records under one checkpoint of the configuration's own key."""
    settings = load(config).settings
    path = config.parent / "data" / "audit.db"
    store = SqliteStore(path)
    store.open()
    at = datetime(2026, 11, 23, tzinfo=UTC)
    detail = {"returned": 0, "filters": {}, "channel": "cli"}
    made = [
        AuditEvent(EventKind.LOG_READ, new_event_id(), at, "i-test", "default", None, "auditor", detail)
        for _ in range(COUNT)
    ]
    store.append([Record(event, canonical(event)) for event in made])
    store.checkpoint(log_signer(settings).checkpoint)
    store.close()
    return path


def key(chaperone: Callable[..., Result], config: Path) -> str:
    return str(chaperone("audit", "key", "-c", config).stdout).strip()


def test_a_whole_log_is_ok_and_a_changed_one_is_not(
    chaperone: Callable[..., Result], config: Path, database: Path
) -> None:
    result = chaperone("audit", "verify", "--deep", "-c", config)
    assert (result.exit_code, "OK: 5 records" in result.stdout) == (OK, True)
    assert "Without an anchor" in result.stderr
    with closing(sqlite3.connect(database)) as db:
        db.execute("DROP TRIGGER audit_event_no_update")
        db.execute("UPDATE audit_event SET body = replace(body, 'cli', 'cLi') WHERE seq = 3")
        db.commit()
    result = chaperone("audit", "verify", "--json", "-c", config)
    assert result.exit_code == FINDING
    told = json.loads(result.stdout)
    assert (told["ok"], told["records"], told["vouched"], told["problems"][0]["index"]) == (False, 5, 0, 3)


def test_an_anchor_and_a_key_from_outside_are_used(
    chaperone: Callable[..., Result], config: Path, database: Path, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.txt"
    anchor.write_text(chaperone("audit", "checkpoint", "-c", config).stdout, encoding="utf-8")
    held = ("audit", "verify", "--anchor", anchor, "--key", key(chaperone, config), "-c", config)
    assert chaperone(*held).exit_code == OK
    database.unlink()
    SqliteStore(database).open()
    result = chaperone(*held)
    assert result.exit_code == FINDING
    assert "records are missing from here on" in result.stderr
    assert chaperone("audit", "verify", "--key", "nonsense", "-c", config).exit_code == USAGE


def test_an_empty_file_is_no_anchor(
    chaperone: Callable[..., Result], config: Path, database: Path, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.txt"
    anchor.write_text("", encoding="utf-8")
    result = chaperone("audit", "verify", "--anchor", anchor, "-c", config)
    assert result.exit_code == OK
    assert "No checkpoint is in anchor.txt: it shows nothing" in result.stderr
    assert "Without an anchor" in result.stderr
    assert "Held to" not in result.stderr
    told = json.loads(chaperone("audit", "verify", "--anchor", anchor, "--json", "-c", config).stdout)
    assert (told["anchored"], told["empty_anchors"]) == (False, ["anchor.txt"])
    anchor.write_text(chaperone("audit", "checkpoint", "-c", config).stdout, encoding="utf-8")
    told = json.loads(chaperone("audit", "verify", "--anchor", anchor, "--json", "-c", config).stdout)
    assert (told["anchored"], told["empty_anchors"]) == (True, [])


def test_a_log_that_is_shorter_than_somebody_saw_it_is_never_called_good(
    chaperone: Callable[..., Result], config: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = [{"by": "stamps.example", "size": 10_000, "at": "2026-11-23T08:00:00Z", "bad": 0}]
    monkeypatch.setattr("proxy.assembly.keeping.seen_by", lambda *_: seen)
    result = chaperone("audit", "verify", "-c", config)
    assert (result.exit_code, "OK" in result.stdout, "BAD: stamps.example" in result.stderr) == (FINDING, False, True)
    told = chaperone("audit", "verify", "--json", "-c", config)
    assert (told.exit_code, json.loads(told.stdout)["ok"]) == (FINDING, False)


def test_what_others_saw_is_read_before_the_log_which_may_grow_meanwhile(
    chaperone: Callable[..., Result], config: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    walk = AuditProof.verify

    def others(*_: Any) -> list[dict[str, Any]]:
        order.append("others")
        return []

    def log(*held: Any, **how: Any) -> Verdict:
        order.append("log")
        return walk(*held, **how)

    monkeypatch.setattr("proxy.assembly.keeping.seen_by", others)
    monkeypatch.setattr(AuditProof, "verify", log)
    assert chaperone("audit", "verify", "-c", config).exit_code == OK
    assert order == ["others", "log"]


def test_a_proof_satisfies_the_verifier_and_is_recorded(
    chaperone: Callable[..., Result], config: Path, database: Path, tmp_path: Path
) -> None:
    proof = tmp_path / "proof.json"
    proof.write_text(chaperone("audit", "prove", 2, "-c", config).stdout, encoding="utf-8")
    assert verifier.main([str(proof), "--key", key(chaperone, config)]) == 0
    found = chaperone("audit", "search", "kinds=log.export", "--json", "-c", config).stdout.splitlines()
    assert [json.loads(line)["detail"]["what"] for line in found] == ["proof"]
    assert "check an exported audit log" in chaperone("audit", "verifier").stdout.lower()


def test_what_is_not_there_is_said(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    assert chaperone("audit", "prove", 99, "-c", config).exit_code == USAGE
    database.unlink()
    assert chaperone("audit", "verify", "-c", config).exit_code == UNREACHABLE
    SqliteStore(database).open()
    assert chaperone("audit", "checkpoint", "-c", config).exit_code == FINDING
