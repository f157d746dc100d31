"""Tampering is named with the first bad index, by our own check and by the verifier that outsiders run alone."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tampered_log import bodies, notes, tamper

from proxy.audit import verifier
from proxy.audit.event import canonical
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof, Problem, Verdict, verifier_source
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.errors import AuditUnavailable, BadRequest
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.proxy.audit.conftest import Events

SIGNER = Signer.generated("chaperone/test")
KEYS = [verifier.Key(SIGNER.verifier)]
BATCHES = (7, 8, 5)
COUNT = sum(BATCHES)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, make_events: type[Events]) -> Path:
    """A log of 20 records under three checkpoints, in a file of its own."""
    events, path = make_events(), tmp_path_factory.mktemp("log") / "audit.db"
    store = SqliteStore(path)
    store.open()
    for size in BATCHES:
        store.append(reads(events, size))
        assert store.checkpoint(SIGNER.checkpoint) is not None
    store.close()
    return path


def reads(events: Events, count: int) -> list[Record]:
    """Records that need no instance."""
    detail = [{"returned": number, "filters": {}, "channel": "cli"} for number in range(count)]
    made = [events.make(EventKind.LOG_READ, each) for each in detail]
    return [Record(event, canonical(event)) for event in made]


@pytest.fixture
def log(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(whole)) as db:
        db.execute("VACUUM INTO ?", (str(path),))
    return path


def first_bad(path: Path, *anchors: Path, deep: bool = False) -> int | None:
    problems = AuditProof(path).verify([SIGNER.verifier], anchors, deep=deep).problems
    return problems[0].index if problems else None


# --------------------------------------------------------------------------- our own check


def test_a_whole_log_is_whole(log: Path) -> None:
    verdict = AuditProof(log).verify([SIGNER.verifier], [], deep=True)
    assert (verdict.records, verdict.checkpoints, verdict.vouched, verdict.problems) == (COUNT, 3, COUNT, ())


def test_every_byte_of_every_record_counts(log: Path) -> None:
    """Each byte of 20 records is changed in turn, in memory; the index of the record is named each time."""
    records, signed = bodies(log), [("a", note) for note in notes(log)]
    leaves = [verifier.leaf_hash(body) for body in records]
    draw = random.Random(7)
    for index, body in enumerate(records):
        for place in range(len(body)):
            other = bytes([body[place] ^ draw.randrange(1, 256)])
            changed = [*records[:index], body[:place] + other + body[place + 1 :], *records[index + 1 :]]
            found = next(verifier.check(changed, leaves, signed, KEYS), None)
            assert found is not None
            assert found[0] == index


@pytest.mark.parametrize("index", [0, 6, 7, 14, 19])
def test_an_altered_record_is_named_also_when_its_leaf_was_altered_too(log: Path, index: int) -> None:
    body = bodies(log)[index].replace(b'"cli"', b'"htt"')
    tamper(log, ("UPDATE audit_event SET body = ? WHERE seq = ?", (body, index)))
    assert first_bad(log) == index
    tamper(log, ("UPDATE audit_leaf SET hash = ? WHERE seq = ?", (verifier.leaf_hash(body), index)))
    start = max(edge for edge in (0, 7, 15) if edge <= index)
    assert first_bad(log) == start, "the checkpoints can only tell between which two of them it was"


@pytest.mark.parametrize("index", [0, 7, 13])
def test_a_deleted_record_is_named_first_and_its_followers_are_not(log: Path, index: int) -> None:
    tamper(log, ("DELETE FROM audit_event WHERE seq = ?", (index,)))
    found = AuditProof(log).verify([SIGNER.verifier], [], deep=False).problems
    assert found[0].index == index
    assert f"records {index} to {index} are missing" in found[0].what
    assert len(found) <= 2, "the checkpoints behind the hole are one more"
    tamper(log, ("DELETE FROM audit_leaf WHERE seq = ?", (index,)))
    assert first_bad(log) == index


def test_behind_a_deleted_record_an_altered_one_and_a_cut_tail_are_named_too(log: Path) -> None:
    body = bodies(log)[11].replace(b'"cli"', b'"htt"')
    tamper(
        log,
        ("DELETE FROM audit_event WHERE seq = 4", ()),
        ("UPDATE audit_event SET body = ? WHERE seq = 11", (body,)),
        ("DELETE FROM audit_event WHERE seq >= 17", ()),
    )
    found = AuditProof(log).verify([SIGNER.verifier], [], deep=False).problems
    exact = [(each.index, each.what) for each in found if "are not those" not in each.what]
    assert exact[:2] == [(4, "records 4 to 4 are missing"), (11, verifier.ALTERED)]
    assert any(what.startswith(verifier.CUT) for _, what in exact)


@pytest.mark.parametrize("covered", [True, False], ids=["under a checkpoint", "behind the newest checkpoint"])
def test_an_end_that_was_cut_off_is_named_beside_a_hole(log: Path, events: Events, *, covered: bool) -> None:
    store = SqliteStore(log)
    store.open()
    store.append(reads(events, 2))
    if covered:
        store.checkpoint(SIGNER.checkpoint)
    store.close()
    tamper(log, ("DELETE FROM audit_event WHERE seq IN (4, 21)", ()))
    found = AuditProof(log).verify([SIGNER.verifier], [], deep=False).problems
    assert found[0] == Problem(4, "records 4 to 4 are missing")
    assert any((each.index, each.what.startswith(verifier.CUT)) == (21, True) for each in found)


def test_a_hole_is_not_called_an_end_that_was_cut_off(log: Path) -> None:
    tamper(log, ("DELETE FROM audit_event WHERE seq = 4", ()))
    found = AuditProof(log).verify([SIGNER.verifier], [], deep=False).problems
    assert not any(each.what.startswith(verifier.CUT) for each in found)


def test_an_anchor_of_a_longer_log_counts_for_a_copy_only_where_it_is_signed(
    log: Path, tmp_path: Path, events: Events
) -> None:
    copy, anchor = tmp_path / "older.db", tmp_path / "anchor.txt"
    shutil.copy(log, copy)
    store = SqliteStore(log)
    store.open()
    for signer in (Signer.generated("chaperone/test"), SIGNER):
        store.append(reads(events, 1))
        assert store.checkpoint(signer.checkpoint)
    store.close()

    def verdict(*kept: str) -> Verdict:
        anchor.write_text("\n".join(kept), encoding="utf-8")
        return AuditProof(copy).verify([SIGNER.verifier], [anchor], deep=False, copy=True)

    *_, foreign, newest = notes(log)
    assert verdict(newest).problems == ()
    assert verdict(foreign, newest).problems == (), "a key between: a later checkpoint is signed"
    for unsigned in (foreign, newest.replace(newest[-20:-10], "A" * 10)):
        assert [each.what for each in verdict(unsigned).problems] == [verifier.UNSIGNED.format("anchor.txt")]


def test_a_file_without_a_checkpoint_is_no_anchor(log: Path, tmp_path: Path) -> None:
    full, empty = tmp_path / "full.txt", tmp_path / "empty.txt"
    full.write_text(notes(log)[-1], encoding="utf-8")
    empty.write_text("\n", encoding="utf-8")
    verdict = AuditProof(log).verify([SIGNER.verifier], [full, empty], deep=False)
    assert (verdict.anchors, verdict.empty, verdict.problems) == (1, ("empty.txt",), ())


def test_a_deleted_record_whose_followers_moved_up_is_noticed(log: Path) -> None:
    tamper(
        log,
        ("DELETE FROM audit_event WHERE seq = 9", ()),
        ("DELETE FROM audit_leaf WHERE seq = 9", ()),
        ("UPDATE audit_event SET seq = seq - 1 WHERE seq > 9", ()),
        ("UPDATE audit_leaf SET seq = seq - 1 WHERE seq > 9", ()),
    )
    assert first_bad(log) == 7


def test_reordered_and_inserted_records_are_noticed(log: Path) -> None:
    third, fourth = bodies(log)[3:5]
    tamper(
        log,
        ("UPDATE audit_event SET body = ? WHERE seq = 3", (fourth,)),
        ("UPDATE audit_event SET body = ? WHERE seq = 4", (third,)),
    )
    assert first_bad(log) == 3


def test_a_cut_tail_is_noticed_by_its_checkpoints_and_without_them_by_an_anchor(log: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.txt"
    anchor.write_text("\n".join(notes(log)), encoding="utf-8")
    tamper(log, ("DELETE FROM audit_event WHERE seq >= 17", ()), ("DELETE FROM audit_leaf WHERE seq >= 17", ()))
    assert first_bad(log) == 17
    tamper(log, ("DELETE FROM audit_checkpoint WHERE size > 17", ()))
    assert first_bad(log) is None, "nothing in the file itself can show it"
    assert first_bad(log, anchor) == 17


def test_a_rollback_to_an_older_copy_is_noticed_by_an_anchor(log: Path, tmp_path: Path, events: Events) -> None:
    older = tmp_path / "older.db"
    shutil.copy(log, older)
    store, anchor = SqliteStore(log), tmp_path / "anchor.txt"
    store.open()
    store.append(reads(events, 1))
    anchor.write_text(str(store.checkpoint(SIGNER.checkpoint)), encoding="utf-8")
    store.close()
    assert first_bad(log, anchor) is None
    assert first_bad(older, anchor) == COUNT


def test_a_rewritten_log_under_the_same_key_is_noticed_by_an_anchor(log: Path, tmp_path: Path, events: Events) -> None:
    anchor, path = tmp_path / "anchor.txt", tmp_path / "forged.db"
    anchor.write_text(notes(log)[1], encoding="utf-8")
    store = SqliteStore(path)
    store.open()
    store.append(reads(events, COUNT))
    store.checkpoint(SIGNER.checkpoint)
    store.close()
    assert first_bad(path) is None
    assert first_bad(path, anchor) == 0


def test_a_checkpoint_of_another_key_vouches_for_nothing(log: Path) -> None:
    other = Signer.generated("chaperone/test")
    problems = AuditProof(log).verify([other.verifier], [], deep=False).problems
    assert "no good signature" in problems[0].what


def test_a_log_without_checkpoints_is_not_called_whole(log: Path) -> None:
    tamper(log, ("DELETE FROM audit_checkpoint", ()))
    assert first_bad(log) == 0


def test_a_deep_look_finds_a_record_that_was_never_canonical(log: Path) -> None:
    body = bodies(log)[19].replace(b'","', b'", "', 1)
    tamper(
        log,
        ("UPDATE audit_event SET body = ? WHERE seq = 19", (body,)),
        ("UPDATE audit_leaf SET hash = ? WHERE seq = 19", (verifier.leaf_hash(body),)),
        ("DELETE FROM audit_checkpoint WHERE size > 15", ()),
    )
    assert first_bad(log) is None
    assert first_bad(log, deep=True) == 19


def test_bad_keys_bad_anchors_and_missing_logs_are_said(log: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="A key is written"):
        AuditProof(log).verify(["nonsense"], [], deep=False)
    with pytest.raises(BadRequest, match="cannot be read"):
        AuditProof(log).verify([SIGNER.verifier], [tmp_path / "none"], deep=False)
    with pytest.raises(AuditUnavailable):
        AuditProof(tmp_path / "none.db")


# --------------------------------------------------------------------------- what outsiders get


def outsider(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The exported verifier in an interpreter that cannot see this project."""
    script = folder / "verify_audit.py"
    command = [sys.executable, "-I", str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder)


def test_an_outsider_checks_an_export_alone(log: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    assert AuditProof(log).export(folder) == COUNT
    assert outsider(folder, folder, "--key", SIGNER.verifier).returncode == 0
    records = folder / "records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(b"".join([*lines[:11], lines[11].replace(b"cli", b"Cli"), *lines[12:]]))
    found = outsider(folder, folder, "--key", SIGNER.verifier)
    assert (found.returncode, found.stdout.split(":")[0]) == (1, "BAD from index 11")
    assert "proxy" not in verifier_source().partition('"""')[2].partition('"""')[2]


@pytest.mark.parametrize(
    ("damage", "status"),
    [
        (lambda folder: (folder / "records.jsonl").write_bytes(b""), 1),
        (lambda folder: (folder / "leaves.txt").unlink(), 0),
        (lambda folder: (folder / "leaves.txt").write_text("zz\n"), 2),
        (lambda folder: (folder / "checkpoints.txt").unlink(), 2),
        (lambda folder: (folder / "checkpoints.txt").write_text(""), 1),
        (lambda folder: (folder / "checkpoints.txt").write_text("nonsense\n"), 1),
    ],
)
def test_a_damaged_export_is_never_called_good(
    log: Path, tmp_path: Path, damage: Callable[[Path], object], status: int
) -> None:
    folder = tmp_path / "export"
    AuditProof(log).export(folder)
    damage(folder)
    assert verifier.main([str(folder), "--key", SIGNER.verifier]) == status


def test_the_verifier_counts_only_anchors_with_a_checkpoint(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, full, empty = tmp_path / "export", tmp_path / "full.txt", tmp_path / "empty.txt"
    AuditProof(log).export(folder)
    full.write_text(notes(log)[-1], encoding="utf-8")
    empty.write_text("", encoding="utf-8")

    def said(*anchors: Path) -> str:
        held = [part for anchor in anchors for part in ("--anchor", str(anchor))]
        assert verifier.main([str(folder), "--key", SIGNER.verifier, *held]) == 0
        return capsys.readouterr().out

    assert "whether the log was cut short needs an --anchor" in said(empty)
    assert "No checkpoint is in empty.txt" in said(empty)
    assert "with 1 anchors." in said(full)
    assert "with 1 anchors. No checkpoint is in empty.txt" in said(full, empty)


def test_an_export_never_writes_over_anything(log: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="exists already"):
        AuditProof(log).export(tmp_path)


@pytest.mark.parametrize("index", [0, 6, 7, 19])
def test_a_proof_of_one_record_convinces_and_every_change_to_it_does_not(log: Path, index: int) -> None:
    proof = AuditProof(log).prove(index)
    assert list(verifier.check_proof(proof, KEYS)) == []
    broken = [
        {**proof, "record": proof["record"] + " "},
        {**proof, "index": index + 1},
        {**proof, "proof": proof["proof"][1:]},
        {**proof, "checkpoint": notes(log)[0].replace("7", "8", 1)},
    ]
    for number, sibling in enumerate(proof["proof"]):
        for place in range(0, len(sibling), 2):
            byte = f"{int(sibling[place : place + 2], 16) ^ 1:02x}"
            changed = sibling[:place] + byte + sibling[place + 2 :]
            broken.append({**proof, "proof": [*proof["proof"][:number], changed, *proof["proof"][number + 1 :]]})
    assert all(list(verifier.check_proof(each, KEYS)) for each in broken)


def test_every_byte_of_a_checkpoint_counts(log: Path) -> None:
    note = notes(log)[2]
    assert verifier.read_note(note, KEYS)[0] == COUNT
    for place in range(len(note)):
        changed = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        try:
            assert verifier.read_note(changed, KEYS) == verifier.read_note(note, KEYS), "harmless: outside what counts"
            assert place == len(note) - 1
        except ValueError:
            continue


def test_a_proof_file_is_checked_by_the_command(log: Path, tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(AuditProof(log).prove(3)), encoding="utf-8")
    assert verifier.main([str(path), "--key", SIGNER.verifier]) == 0
    path.write_text("{}", encoding="utf-8")
    assert verifier.main([str(path), "--key", SIGNER.verifier]) == 2
    assert verifier.main([str(path), "--key", "nonsense"]) == 2


def test_a_spoilt_proof_is_bad_and_not_something_that_could_not_be_checked(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every byte of the file in turn; only white space and the sign between members may change without effect."""
    path, proof = tmp_path / "proof.json", AuditProof(log).prove(3)
    text = json.dumps(proof).encode()
    draw = random.Random(11)
    for place in range(len(text)):
        other = bytes([text[place] ^ draw.randrange(1, 256)])
        path.write_bytes(text[:place] + other + text[place + 1 :])
        status = verifier.main([str(path), "--key", SIGNER.verifier])
        said = capsys.readouterr().out
        assert status == 1 or same_proof(path, proof), place
        assert said.startswith("BAD" if status else "OK")
    for spoilt in ({**proof, "checkpoint": "nonsense"}, {**proof, "proof": ["zz"]}, {**proof, "index": "3"}, [proof]):
        path.write_text(json.dumps(spoilt), encoding="utf-8")
        assert verifier.main([str(path), "--key", SIGNER.verifier]) == 1
    path.write_text('{"proof":' + "[" * 100_000, encoding="utf-8")
    assert verifier.main([str(path), "--key", SIGNER.verifier]) == 1
    path.write_text('"anything else"', encoding="utf-8")
    assert verifier.main([str(path), "--key", SIGNER.verifier]) == 2


def same_proof(path: Path, proof: dict[str, Any]) -> bool:
    """Whether it still says the same; a sign behind a note's last line is no part of it."""
    found = json.loads(path.read_bytes())
    return bool({**found, "checkpoint": found["checkpoint"][:-1]} == {**proof, "checkpoint": proof["checkpoint"][:-1]})


def test_what_no_checkpoint_covers_cannot_be_proved(log: Path) -> None:
    with pytest.raises(BadRequest, match="no such record"):
        AuditProof(log).prove(COUNT)
    tamper(log, ("DELETE FROM audit_checkpoint WHERE size > 15", ()))
    with pytest.raises(BadRequest, match="no checkpoint covers it"):
        AuditProof(log).prove(19)


# --------------------------------------------------------------------------- while a guard writes, and in trouble


def test_what_is_read_is_of_one_moment_while_a_guard_writes(log: Path, tmp_path: Path, events: Events) -> None:
    """Records and checkpoints that come meanwhile are neither missed nor half seen, in the log or in its anchor."""
    guard, anchor = SqliteStore(log), tmp_path / "anchor.txt"
    guard.open()
    anchor.write_text("\n".join(notes(log)), encoding="utf-8")

    def meanwhile(done: int) -> None:
        if done in (1, 10, COUNT):
            guard.append(reads(events, 2))
            with anchor.open("a", encoding="utf-8") as file:
                file.write(f"\n{guard.checkpoint(SIGNER.checkpoint)}")

    proof = AuditProof(log)
    seen = proof.verify([SIGNER.verifier], [anchor], deep=True, progress=meanwhile)
    assert (seen.records, seen.problems) == (COUNT, ())
    assert proof.export(tmp_path / "export", progress=meanwhile) == COUNT + 6
    guard.close()
    assert verifier.main([str(tmp_path / "export"), "--key", SIGNER.verifier]) == 0
    assert proof.verify([SIGNER.verifier], [anchor], deep=True).records == COUNT + 12


def test_an_anchor_that_grew_before_the_log_was_opened_is_no_alarm(
    log: Path, tmp_path: Path, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard, anchor, proof = SqliteStore(log), tmp_path / "anchor.txt", AuditProof(log)
    guard.open()
    anchor.write_text(notes(log)[2], encoding="utf-8")
    found = AuditProof._notes

    def slow(db: Any) -> Sequence[str]:
        """Our view begins here; the guard goes on at once."""
        seen = found(db)
        guard.append(reads(events, 1))
        anchor.write_text(str(guard.checkpoint(SIGNER.checkpoint)), encoding="utf-8")
        return seen

    monkeypatch.setattr(AuditProof, "_notes", staticmethod(slow))
    assert proof.verify([SIGNER.verifier], [anchor], deep=False).problems == ()
    guard.close()


def test_an_export_that_breaks_half_way_leaves_nothing(log: Path, tmp_path: Path) -> None:
    def full(done: int) -> None:
        if done == 5:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        AuditProof(log).export(tmp_path / "export", progress=full)
    assert not (tmp_path / "export").exists()
    assert AuditProof(log).export(tmp_path / "export") == COUNT


@pytest.mark.parametrize("damage", ["nonsense", "DROP TABLE audit_checkpoint", "DROP TABLE audit_leaf"])
def test_a_database_that_cannot_be_read_is_said_in_words(log: Path, tmp_path: Path, damage: str) -> None:
    if damage == "nonsense":
        log.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    else:
        tamper(log, (damage, ()))
    proof = AuditProof(log)
    for ask in (
        lambda: proof.verify([SIGNER.verifier], [], deep=False),
        lambda: proof.prove(0),
        lambda: proof.export(tmp_path / "export"),
    ):
        with pytest.raises(AuditUnavailable):
            ask()
    assert not (tmp_path / "export").exists()


def test_records_that_nothing_vouches_for_are_said(
    log: Path, tmp_path: Path, events: Events, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SqliteStore(log)
    store.open()
    store.append(reads(events, 3))
    store.close()
    AuditProof(log).export(tmp_path / "export")
    assert verifier.main([str(tmp_path / "export"), "--key", SIGNER.verifier]) == 0
    assert "The last 3 records" in capsys.readouterr().out
