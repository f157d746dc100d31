"""Keys change, and whoever has the first public key still proves the whole log."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from proxy.audit import verifier
from proxy.audit.checkpoints import signer_from
from proxy.audit.keyring import KeyRing
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.sqlite import SqliteStore
from proxy.errors import Conflict
from proxy.exchange import EventKind
from proxy.services.audit.operator import operator_writer
from proxy.services.keeping import rotation as keys_rotation
from proxy.services.keeping.rotation import key_history, rotate_signing_key
from proxy.services.recording import Recorder

if TYPE_CHECKING:
    from pathlib import Path

WHO = {"deadline_s": 10.0, "tenant": "default", "operator": "operator:test"}
READ = {"filters": {}, "returned": 0, "channel": "cli"}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "audit.db"


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return signer_from(tmp_path / "key.pem", "chaperone/north")


async def grow(database: Path, ring: KeyRing | Signer, records: int = 3) -> None:
    """Some records, and a checkpoint over them."""
    async with operator_writer(database, deadline_s=10.0) as writer:
        for _ in range(records):
            await Recorder(writer, writer.instance.id, "default").record(EventKind.LOG_READ, "operator:test", READ)
    store = SqliteStore(database)
    store.open()
    store.checkpoint(ring.checkpoint)
    store.close()


def problems(database: Path, key: str) -> list[str]:
    return [each.what for each in AuditProof(database).verify([key], [], deep=True).problems]


async def test_the_first_public_key_proves_a_log_whose_key_was_changed_twice(database: Path, ring: KeyRing) -> None:
    first = ring.verifier
    await grow(database, ring)
    for _ in range(2):
        change = await rotate_signing_key(ring, database, **WHO)
        assert ring.verifier == change.new != change.old
        await grow(database, ring)
    verdict = AuditProof(database).verify([first], [], deep=True)
    assert (verdict.problems, verdict.vouched, verdict.records) == ((), 11, 11)
    assert [each["state"] for each in key_history(database, ring.verifier)] == ["in force", "retired", "retired"]
    assert not ring.next_path.exists()


async def test_an_auditor_who_has_only_the_newest_key_proves_the_whole_log_too(database: Path, ring: KeyRing) -> None:
    await grow(database, ring)
    await rotate_signing_key(ring, database, **WHO)
    await grow(database, ring)
    verdict = AuditProof(database).verify([ring.verifier], [], deep=True)
    assert (verdict.problems, verdict.vouched) == ((), 7)


async def test_a_proof_and_an_export_carry_the_chain_of_keys(database: Path, ring: KeyRing, tmp_path: Path) -> None:
    first = verifier.Key(ring.verifier)
    await grow(database, ring)
    await rotate_signing_key(ring, database, **WHO)
    await grow(database, ring)
    bundle = AuditProof(database).prove(6)
    assert list(verifier.check_proof(bundle, [first])) == []
    assert list(verifier.check_proof({**bundle, "keys": []}, [first]))
    AuditProof(database).export(tmp_path / "export")
    assert verifier.main([str(tmp_path / "export"), "--key", first.text]) == 0


async def test_a_key_that_only_its_thief_announces_is_not_believed(database: Path, ring: KeyRing) -> None:
    """Whoever can write to the database but not sign adds an announcement and signs with a key of his own."""
    await grow(database, ring)
    thief = Signer.generated("chaperone/north")
    async with operator_writer(database, deadline_s=10.0) as writer:
        said = {"action": "rotate", "purpose": "checkpoint", "old": ring.verifier, "new": thief.verifier}
        await Recorder(writer, writer.instance.id, "default").record(EventKind.KEY, "operator:thief", said)
    await grow(database, thief)
    assert any("no good signature" in each for each in problems(database, ring.verifier))


async def test_a_stolen_old_key_signs_nothing_more_once_it_was_changed(database: Path, tmp_path: Path) -> None:
    ring = signer_from(tmp_path / "key.pem", "chaperone/north")
    first, stolen = ring.verifier, Signer.from_pem("chaperone/north", (tmp_path / "key.pem").read_bytes())
    await grow(database, ring)
    await rotate_signing_key(ring, database, **WHO)
    await grow(database, ring)
    assert problems(database, first) == []
    await grow(database, stolen)
    assert any("no good signature" in each for each in problems(database, first))


async def test_a_rotation_that_dies_at_any_step_leaves_a_good_log_and_is_finished_by_the_next(
    database: Path, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ring.verifier
    await grow(database, ring)

    class Died(Exception):
        pass

    def die(*_: object) -> None:
        raise Died

    for owner, name in ((keys_rotation, "Recorder"), (keys_rotation, "_vouched"), (KeyRing, "finish")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, die)
            with pytest.raises(Died):
                await rotate_signing_key(ring, database, **WHO)
        await grow(database, ring)
        assert problems(database, first) == []
        assert ring.verifier == first
    change = await rotate_signing_key(ring, database, **WHO)
    await grow(database, ring)
    assert (problems(database, first), ring.verifier) == ([], change.new)


async def test_without_a_checkpoint_of_both_the_old_key_stays(
    database: Path, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ring.verifier
    await grow(database, ring)
    monkeypatch.setattr("proxy.audit.stores.sqlite.SqliteStore.checkpoint", lambda *_: None)
    with pytest.raises(Conflict, match="Run the command again"):
        await rotate_signing_key(ring, database, **WHO)
    monkeypatch.undo()
    assert ring.verifier == first
    await asyncio.sleep(0)
    await rotate_signing_key(ring, database, **WHO)
    assert problems(database, first) == []
