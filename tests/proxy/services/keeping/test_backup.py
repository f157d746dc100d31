"""A backup of either database is read back whole on either, or it is said what is wrong; nothing is written over."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from proxy.audit.checkpoints import signer_from
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.place import Place
from proxy.audit.tree import Frontier
from proxy.audit.verifier import leaf_hash
from proxy.database.state import StateDatabase
from proxy.errors import AuditUnavailable, BadRequest, Conflict
from proxy.exchange import AuditEvent, EventKind
from proxy.services.audit.operator import operator_writer
from proxy.services.keeping import backup
from proxy.services.keeping.backup import Databases
from proxy.services.keeping.restore import restore
from proxy.services.keeping.rotation import rotate_signing_key

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.keyring import KeyRing

CORE = {
    "dialect": "openai", "operation": "chat", "provider": "demo", "model": "m", "tier": "T2", "decision": "forward",
    "policy_hash": "ab" * 32,
}  # fmt: skip


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return signer_from(tmp_path / "keys" / "key.pem", "chaperone/north")


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    if request.param == "sqlite":
        return Databases(Place(tmp_path / "data" / "audit.db"), tmp_path / "data" / "state.db")
    url = request.getfixturevalue("postgres_url")
    return Databases(Place(url=url), url)


async def grow(databases: Databases, ring: KeyRing, calls: int = 5) -> None:
    """Calls with their two records, one intent that stays open, a checkpoint, and a row of state."""
    from proxy.audit.checkpoints import Checkpoints  # noqa: PLC0415 - beside its use
    from proxy.audit.event import new_event_id  # noqa: PLC0415 - as above

    async with operator_writer(databases.log, deadline_s=10, checkpoints=Checkpoints(ring)) as writer:
        for number in range(calls):
            intent = new_event_id()
            final = {"intent_id": intent, "outcome": "completed", "status": 200}
            pairs = [(EventKind.INTENT, intent, CORE), (EventKind.FINAL, new_event_id(), final)]
            for kind, event_id, detail in pairs[: 1 if number == 0 else 2]:
                at, who = datetime.now(UTC), writer.instance.id
                await writer.record(AuditEvent(kind, event_id, at, who, "north", f"r{number}", "c", detail))
    state = databases.opened_state()
    with state.transaction() as db:
        db.execute(
            sa.text("INSERT INTO witnessed_log VALUES (:o, 7, :r, 'note', 'at') ON CONFLICT DO NOTHING"),
            {"o": "chaperone/south", "r": b"\x00\xff"},
        )
    state.close()


def other(tmp_path: Path, name: str = "other") -> Databases:
    return Databases(Place(tmp_path / name / "audit.db"), tmp_path / name / "state.db")


def other_key() -> str:
    return Signer.generated("chaperone/north").verifier


def witnessed(databases: Databases) -> list[tuple[str, bytes]]:
    state = databases.opened_state()
    with state.reading() as db:
        rows = db.execute(sa.text("SELECT origin, root FROM witnessed_log")).all()
    state.close()
    return [(row[0], bytes(row[1])) for row in rows]


async def test_a_backup_comes_back_whole_on_an_empty_place(databases: Databases, ring: KeyRing, tmp_path: Path) -> None:
    await grow(databases, ring)
    made = backup.create(databases, tmp_path / "backup", ring, tenant="north")
    assert sorted(path.name for path in (tmp_path / "backup").iterdir()) == [
        "audit.db", "manifest.json", "manifest.sig", "state.db",
    ]  # fmt: skip
    checked = backup.verify(tmp_path / "backup", [ring.verifier])
    assert (checked.problems, checked.records) == ((), made["records"])
    target = other(tmp_path)
    done = restore(tmp_path / "backup", target, [ring.verifier])
    assert (done.records, done.lost) == (made["records"], 0)
    assert AuditProof(target.log).verify([ring.verifier], [], deep=True).problems == ()
    assert witnessed(target) == [("chaperone/south", b"\x00\xff")]
    await grow(target, ring)
    assert AuditProof(target.log).verify([ring.verifier], [], deep=True).problems == ()
    assert backup.verify(tmp_path / "backup", [ring.verifier]).problems == (), "putting it back does not change it"


async def test_a_backup_of_a_file_comes_back_on_postgresql(ring: KeyRing, tmp_path: Path, postgres_url: str) -> None:
    source, target = other(tmp_path), Databases(Place(url=postgres_url), postgres_url)
    await grow(source, ring)
    made = backup.create(source, tmp_path / "backup", ring, tenant="north")
    assert restore(tmp_path / "backup", target, [ring.verifier]).records == made["records"]
    assert AuditProof(target.log).verify([ring.verifier], [], deep=True).problems == ()
    assert witnessed(target) == [("chaperone/south", b"\x00\xff")]
    with pytest.raises(Conflict, match="nothing is written over"):
        restore(tmp_path / "backup", target, [ring.verifier])


async def test_open_intents_are_closed_by_the_next_start(ring: KeyRing, tmp_path: Path) -> None:
    source, target = other(tmp_path), other(tmp_path, "later")
    await grow(source, ring)
    backup.create(source, tmp_path / "backup", ring, tenant="north")
    restore(tmp_path / "backup", target, [ring.verifier])
    await grow(target, ring, 0)
    with closing(sqlite3.connect(target.log.path)) as db:
        assert db.execute("SELECT count(*) FROM open_intent").fetchone()[0] == 0


@pytest.mark.parametrize("name", ["audit.db", "state.db", "manifest.json", "manifest.sig"])
async def test_any_changed_file_of_a_backup_is_noticed(ring: KeyRing, tmp_path: Path, name: str) -> None:
    source = other(tmp_path)
    await grow(source, ring)
    backup.create(source, tmp_path / "backup", ring, tenant="north")
    path = tmp_path / "backup" / name
    whole = path.read_bytes()
    for place in range(len(whole) // 3, len(whole), max(1, len(whole) // 7)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            problems = backup.verify(tmp_path / "backup", [ring.verifier]).problems
        except BadRequest:
            continue
        assert problems
        with pytest.raises(Conflict, match="not good"):
            restore(tmp_path / "backup", other(tmp_path, "target"), [ring.verifier])
    path.unlink()
    with pytest.raises((Conflict, BadRequest)):
        restore(tmp_path / "backup", other(tmp_path, "target"), [ring.verifier])
    assert not (tmp_path / "target").exists()


async def test_a_backup_that_another_key_signed_is_not_good(ring: KeyRing, tmp_path: Path) -> None:
    source = other(tmp_path)
    await grow(source, ring)
    backup.create(source, tmp_path / "backup", ring, tenant="north")
    stranger = Signer.generated("chaperone/north")
    assert backup.verify(tmp_path / "backup", [stranger.verifier]).problems
    manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
    assert set(manifest["files"]) == {"audit.db", "state.db"}


async def test_a_backup_made_after_a_change_of_keys_is_proved_by_the_first_key(ring: KeyRing, tmp_path: Path) -> None:
    first, source = ring.verifier, other(tmp_path)
    await grow(source, ring)
    await rotate_signing_key(ring, source.log, deadline_s=10, tenant="north", operator="operator:test")
    await grow(source, ring)
    backup.create(source, tmp_path / "backup", ring, tenant="north")
    assert backup.verify(tmp_path / "backup", [first]).problems == ()


async def test_nothing_that_is_there_is_written_over_and_a_loss_must_be_accepted(ring: KeyRing, tmp_path: Path) -> None:
    here, anchor = other(tmp_path), tmp_path / "anchor.txt"
    await grow(here, ring)
    backup.create(here, tmp_path / "backup", ring, tenant="north")
    await grow(here, ring, 3)
    anchor.write_text(AuditProof(here.log).newest(), encoding="utf-8")
    with pytest.raises(Conflict, match="moved aside"):
        restore(tmp_path / "backup", here, [ring.verifier])
    with pytest.raises(Conflict, match="would be lost"):
        restore(tmp_path / "backup", here, [ring.verifier], replace=True)
    with pytest.raises(Conflict, match="would be lost"):
        restore(tmp_path / "backup", other(tmp_path, "empty"), [ring.verifier], [anchor])
    before = AuditProof(here.log).size()
    done = restore(tmp_path / "backup", here, [ring.verifier], replace=True, accept_loss=True)
    assert (done.records + done.lost, len(done.kept) >= 2) == (before, True)
    kept = next(path for path in done.kept if path.name.startswith("audit.db.before"))
    assert AuditProof(kept).size() == before
    assert AuditProof(here.log).verify([ring.verifier], [anchor], deep=False).problems, "the anchor names it for ever"


async def test_a_backup_is_good_although_the_log_has_grown_and_an_anchor_saw_it(ring: KeyRing, tmp_path: Path) -> None:
    here, anchor, key = other(tmp_path), tmp_path / "anchor.txt", ring.verifier
    await grow(here, ring)
    anchor.write_text(str(AuditProof(here.log).newest()), encoding="utf-8")
    made = backup.create(here, tmp_path / "backup", ring, tenant="north")
    await grow(here, ring, 3)
    await rotate_signing_key(ring, here.log, deadline_s=10, tenant="north", operator="operator:test")
    with anchor.open("a", encoding="utf-8") as file:
        file.write("\n" + str(AuditProof(here.log).newest()))
    checked = backup.verify(tmp_path / "backup", [key], [anchor])
    assert (checked.problems, checked.records) == ((), made["records"])
    assert checked.seen == AuditProof(here.log).size()
    await grow(here, ring, 1)
    with anchor.open("a", encoding="utf-8") as file:
        file.write("\n" + str(AuditProof(here.log).newest()))
    assert backup.verify(tmp_path / "backup", [key], [anchor], later_keys=[ring.verifier]).problems == ()
    assert backup.verify(tmp_path / "backup", [key], [anchor]).problems, "a checkpoint by a key that nobody gave"
    assert backup.verify(tmp_path / "backup", [other_key()], [anchor], later_keys=[key]).problems, "no key of a backup"
    another = Frontier().extended([leaf_hash(b"another")] * 2)
    anchor.write_text(Signer.generated("chaperone/north").checkpoint(another), encoding="utf-8")
    assert backup.verify(tmp_path / "backup", [key], [anchor]).problems, "what an anchor saw of its records counts"


async def test_a_running_guard_is_not_pulled_from_under(ring: KeyRing, tmp_path: Path) -> None:
    here = other(tmp_path)
    await grow(here, ring)
    backup.create(here, tmp_path / "backup", ring, tenant="north")
    later = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(sqlite3.connect(here.log.path)) as db:
        db.execute("INSERT INTO instance VALUES ('i', 'h', 'b', 1, '', ?, ?)", (later, later))
        db.commit()
    with pytest.raises(Conflict, match="Stop it first"):
        restore(tmp_path / "backup", here, [ring.verifier], replace=True, accept_loss=True)
    assert here.log.path.exists()


async def test_a_log_that_does_not_agree_with_itself_is_not_copied_again(
    ring: KeyRing, tmp_path: Path, postgres_url: str
) -> None:
    source = other(tmp_path)
    await grow(source, ring)
    with closing(sqlite3.connect(source.log.path)) as db:
        body = db.execute("SELECT body FROM audit_event WHERE seq = 3").fetchone()[0].replace(b'"c"', b'"d"')
        db.execute("DROP TRIGGER audit_event_no_update")
        db.execute("DROP TRIGGER audit_leaf_no_update")
        db.execute("UPDATE audit_event SET body = ? WHERE seq = 3", (body,))
        db.execute("UPDATE audit_leaf SET hash = ? WHERE seq = 3", (leaf_hash(body),))
        db.commit()
    with pytest.raises(AuditUnavailable, match="vouches for"):
        backup.write_again(source.log, Place(url=postgres_url))
    made = backup.create(source, tmp_path / "backup", ring, tenant="north")
    assert made["records"] == 9
    assert backup.verify(tmp_path / "backup", [ring.verifier]).problems, "a copy is honest about what it copied"


async def test_an_empty_folder_and_a_missing_log_are_said(ring: KeyRing, tmp_path: Path) -> None:
    with pytest.raises(AuditUnavailable, match="no audit database"):
        backup.create(other(tmp_path), tmp_path / "backup", ring, tenant="north")
    with pytest.raises(BadRequest, match="no backup"):
        backup.verify(tmp_path, [ring.verifier])
    state = StateDatabase(tmp_path / "state.db")
    state.open()
    state.close()
    await grow(other(tmp_path), ring)
    (tmp_path / "taken").mkdir()
    with pytest.raises(BadRequest, match="exists already"):
        backup.create(other(tmp_path), tmp_path / "taken", ring, tenant="north")
