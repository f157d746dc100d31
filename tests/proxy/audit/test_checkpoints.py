"""Checkpoints are made when they are due, leave the machine, and never hold up a record."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from proxy.audit import verifier
from proxy.audit.checkpoints import Checkpoints, signer_from, to_file
from proxy.audit.event import canonical
from proxy.audit.note import KeyFileError, Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.tree import Frontier, leaf_hash
from proxy.audit.writer import Writer
from proxy.exchange import EventKind
from tests.proxy.audit.conftest import AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.proxy.audit.conftest import Events, FaultyStore

SIGNER = Signer.generated("chaperone/test")
KEYS = [verifier.Key(SIGNER.verifier)]


def sizes(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT size FROM audit_checkpoint ORDER BY size")]


def verdict(path: Path) -> tuple[int, int, bool]:
    found = AuditProof(path).verify([SIGNER.verifier], [], deep=True)
    return found.records, found.vouched, not found.problems


async def until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")


async def test_a_checkpoint_comes_after_so_many_records_and_one_at_the_end(
    start: Callable[..., Writer], make_events: type[Events], path: Path
) -> None:
    notes: list[str] = []
    writer = start(checkpoints=Checkpoints(SIGNER, [notes.append], every_records=3, every_s=3_600))
    events = make_events(writer.instance.id)
    for _ in range(7):
        await writer.record(events.intent())
    writer.close()
    assert sizes(path) == [3, 6, 7]
    assert [verifier.read_note(note, KEYS)[0] for note in notes] == [3, 6, 7]
    assert verdict(path) == (7, 7, True)


async def test_nothing_new_makes_no_checkpoint(start: Callable[..., Writer], path: Path) -> None:
    start(checkpoints=Checkpoints(SIGNER)).close()
    assert sizes(path) == []


def test_one_is_due_some_time_after_the_first_new_record() -> None:
    signing = Checkpoints(SIGNER, every_records=10, every_s=60)
    assert signing.due_s(AT) == float("inf")
    signing.stored(1, AT)
    signing.stored(1, AT + timedelta(seconds=50))
    assert signing.due_s(AT + timedelta(seconds=45)) == 15
    signing.stored(8, AT + timedelta(seconds=51))
    assert signing.due_s(AT + timedelta(seconds=51)) == 0


async def test_the_first_records_of_a_guard_are_signed_at_once(
    start: Callable[..., Writer], make_events: type[Events], path: Path
) -> None:
    signing = Checkpoints(SIGNER, every_s=3_600, soon=True)
    writer = start(checkpoints=signing)
    await writer.record(make_events(writer.instance.id).intent())
    await until(lambda: sizes(path) == [1])
    await writer.record(make_events(writer.instance.id).intent())
    assert signing.due_s(AT) > 0, "the next one takes its time"


async def test_a_guard_signs_what_another_process_wrote(
    start: Callable[..., Writer], make_events: type[Events], path: Path
) -> None:
    guard = start(checkpoints=Checkpoints(SIGNER, every_s=0.2), lease_s=0.3)
    other = Writer(SqliteStore(path))
    other.start()
    events = make_events(other.instance.id)
    await other.record(intent := events.intent())
    await other.record(events.final(intent))
    other.close()
    await until(lambda: sizes(path)[-1:] == [2])
    assert guard.healthy
    assert verdict(path) == (2, 2, True)


async def test_an_anchor_that_fails_holds_up_nothing(
    start: Callable[..., Writer], make_events: type[Events], path: Path, tmp_path: Path
) -> None:
    signing = Checkpoints(SIGNER, [to_file(tmp_path / "no such folder" / "anchor")], every_records=1)
    writer = start(checkpoints=signing)
    await writer.record(make_events(writer.instance.id).intent())
    writer.close()
    assert (signing.failures, sizes(path)) == (1, [1])


async def test_a_log_whose_leaves_were_tampered_with_is_not_signed_but_goes_on(
    start: Callable[..., Writer], make_events: type[Events], store: FaultyStore, path: Path
) -> None:
    writer = start(checkpoints=Checkpoints(SIGNER, every_records=2))
    events = make_events(writer.instance.id)
    await writer.record(events.intent())
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER audit_leaf_no_delete")
        db.execute("DELETE FROM audit_leaf")
        db.commit()
    for _ in range(3):
        await writer.record(events.intent())
    assert writer.healthy
    writer.close()
    assert sizes(path) == []


def test_an_anchor_file_gathers_every_note(tmp_path: Path) -> None:
    anchor, path = to_file(tmp_path / "anchor"), tmp_path / "anchor"
    notes = [SIGNER.checkpoint(Frontier().extended([leaf_hash(b"x")] * count)) for count in (1, 2, 3)]
    for note in notes:
        anchor(note)
    assert verifier.split_notes(path.read_text(encoding="utf-8")) == notes


def test_the_signing_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "audit-key.pem"
    first = signer_from(path, "chaperone/north")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signer_from(path, "chaperone/north").verifier == first.verifier
    assert first.verifier.startswith("chaperone/north+")
    path.write_text("not a key", encoding="utf-8")
    with pytest.raises(KeyFileError):
        signer_from(path, "chaperone/north")


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_a_note_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name of a log"):
        Signer.generated(name)


def test_a_clock_that_is_put_back_makes_none_late() -> None:
    signing = Checkpoints(SIGNER, every_records=10, every_s=60)
    signing.stored(1, AT)
    back = AT - timedelta(days=1)
    assert signing.due_s(back) == 60
    assert signing.due_s(back + timedelta(seconds=59)) == 1
    assert signing.due_s(back + timedelta(seconds=61)) == 0


def test_an_anchor_on_a_full_disk_holds_whole_notes_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anchor, path = to_file(tmp_path / "anchor"), tmp_path / "anchor"
    note = SIGNER.checkpoint(Frontier().extended([leaf_hash(b"x")]))
    anchor(note)
    write = os.write
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:20]))
        with pytest.raises(OSError, match="No space"):
            anchor(note)
    anchor(note)
    assert verifier.split_notes(path.read_text(encoding="utf-8")) == [note, note]


def test_a_crash_while_the_key_is_made_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit-key.pem"
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", _no_room)
        with pytest.raises(OSError, match="No space"):
            signer_from(path, "chaperone/north")
    assert list(tmp_path.iterdir()) == []
    assert signer_from(path, "chaperone/north").verifier == signer_from(path, "chaperone/north").verifier
    assert list(tmp_path.iterdir()) == [path]


def _no_room(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_two_processes_sign_one_log_in_turn(tmp_path: Path, make_events: type[Events]) -> None:
    first, second = (SqliteStore(tmp_path / "audit.db") for _ in range(2))
    events = make_events()
    for store in (first, second):
        store.open()
    for _ in range(3):
        for store in (first, second):
            event = events.make(EventKind.LOG_READ, {"returned": 1, "filters": {}, "channel": "cli"})
            store.append([Record(event, canonical(event))])
            assert store.checkpoint(SIGNER.checkpoint) is not None
        assert first.checkpoint(SIGNER.checkpoint) is None
    for store in (first, second):
        store.close()
    assert sizes(tmp_path / "audit.db") == [1, 2, 3, 4, 5, 6]
    assert verdict(tmp_path / "audit.db") == (6, 6, True)
