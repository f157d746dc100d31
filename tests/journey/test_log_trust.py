"""Two installations over HTTP: one cosigns the other's log, and says so when it was cut short."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from client import chat, send
from guard import Guard

from proxy.audit import verifier
from proxy.audit.checkpoints import signer_from
from proxy.audit.cosign import Cosigner, WitnessKey
from proxy.services.audit.trust import cosigned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from recording_provider import RecordingProvider

SMALL = {"detection": {"workers": 1, "names": False}}


@pytest.fixture(scope="module")
def witness(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    folder = tmp_path_factory.mktemp("witness")
    log_key = signer_from(folder / "north-key.pem", "chaperone/north").verifier
    with Guard(folder, provider.base_url, {**SMALL, "witness": {"logs": [log_key]}}) as running:
        yield running


@pytest.fixture(scope="module")
def witnessed(provider: RecordingProvider, witness: Guard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    folder = tmp_path_factory.mktemp("witnessed")
    (folder / "data").mkdir(mode=0o700)
    key = folder / "data" / "audit-key.pem"
    key.write_bytes((witness.folder / "north-key.pem").read_bytes())
    key.chmod(0o600)
    audit = {
        "witnesses": [{"url": f"{witness.origin}/witness/v1", "key": witness_key(witness).text}],
        "second_sinks": [{"kind": "jsonl", "path": str(folder / "copy.jsonl")}],
    }
    with Guard(folder, provider.base_url, {**SMALL, "tenant": {"id": "north"}, "audit": audit}) as running:
        yield running


def witness_key(witness: Guard) -> WitnessKey:
    key = signer_from(witness.data / "witness-key.pem", "chaperone-witness/default").signer
    return WitnessKey(Cosigner(key).verifier)


def log_key(guard: Guard) -> str:
    return signer_from(guard.data / "audit-key.pem", "chaperone/north").verifier


def kept(guard: Guard) -> Path:
    (path,) = (guard.data / "anchors").glob("witness-*.txt")
    return path


def test_every_stop_brings_a_cosignature_and_the_second_sink_has_what_the_log_has(
    witnessed: Guard, witness: Guard
) -> None:
    chat(witnessed, "Write a haiku about winter.")
    witnessed.stop()
    with closing(sqlite3.connect(witnessed.data / "audit.db")) as db:
        bodies = [row[0] for row in db.execute("SELECT body FROM audit_event ORDER BY seq")]
    found = cosigned(kept(witnessed), witness_key(witness), [log_key(witnessed)])
    assert found["size"] == len(bodies)
    assert (witnessed.folder / "copy.jsonl").read_bytes().splitlines() == bodies
    witnessed.start()


def test_anybody_gets_the_newest_checkpoint_and_an_auditor_its_proof(witnessed: Guard) -> None:
    note = send(witnessed, "GET", "/audit/v1/checkpoint")
    assert (note.status, note.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    size, _ = verifier.read_note(note.raw.decode(), [verifier.Key(log_key(witnessed))])
    assert size > 2
    assert send(witnessed, "GET", f"/audit/v1/consistency?old={size}").status == 401
    proof = witnessed.get(f"/audit/v1/consistency?old={size}")
    assert proof["old"] == size
    assert verifier.claims(proof["checkpoint"])[0] >= size


def test_a_log_that_was_cut_short_gets_no_cosignature_and_the_witness_records_it(
    witnessed: Guard, witness: Guard
) -> None:
    witnessed.stop()
    with closing(sqlite3.connect(witnessed.data / "audit.db")) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("DELETE FROM audit_checkpoint WHERE size > 2")
        db.execute("DELETE FROM audit_term WHERE seq > 2")
        db.execute("DELETE FROM audit_leaf WHERE seq > 2")
        db.execute("DELETE FROM audit_event WHERE seq > 2")
        db.commit()
    size = len((kept(witnessed)).read_bytes())
    witnessed.start()
    chat(witnessed, "Hello.")
    witnessed.stop()
    assert len((kept(witnessed)).read_bytes()) == size, "nothing was cosigned"
    assert b"the witness saw a" in (witnessed.folder / "log.txt").read_bytes()
    ends = time.monotonic() + 10
    while not (lies := witness.records(kinds="checkpoint")):
        assert time.monotonic() < ends
    assert lies[0]["detail"]["why"] in {"rollback", "fork"}, "by how much it grew again meanwhile"
    assert lies[0]["detail"]["log"] == "chaperone/north"


def test_what_is_no_checkpoint_is_refused_without_a_trace(witness: Guard) -> None:
    for body in (b"", b"old 0\n\nchaperone/north\n1\nx\n\n", json.dumps({"a": 1}).encode(), b"x" * 20_000):
        assert send(witness, "POST", "/witness/v1/add-checkpoint", body).status in (400, 403, 404, 413)
