"""Proving the log: verify it, prove one record, export it for outsiders.

Verification runs the very file that outsiders run (`proxy.audit.verifier`), fed from the database instead of an export.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from proxy.audit import verifier
from proxy.audit.consistency import consistency_proof, inclusion_after
from proxy.audit.event import canonical, parse
from proxy.audit.index_check import COLUMNS_DIFFER, IndexCheck
from proxy.audit.stores import schema
from proxy.audit.stores.place import place_of
from proxy.audit.tree import Frontier
from proxy.errors import AuditUnavailable, BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from proxy.audit.stores.place import Place

BATCH: Final = 5_000
_IN_DATABASE: Final = "the database"
_PATIENT_S: Final = 3_600.0
"""Verification reads the whole log in one go; PostgreSQL may sort it first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree. `index` is the first bad record."""

    index: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found.

    Attributes:
        records: how many records the log holds.
        checkpoints: how many signed checkpoints vouch for it, anchors included.
        vouched: how many records the newest good checkpoint covers.
        problems: in the order of the log, empty when everything agrees; where a record is gone, that comes before what
            follows from it.
        anchors: how many of the files with anchors hold a checkpoint.
        empty: names of those that hold none: they show nothing.
    """

    records: int
    checkpoints: int
    vouched: int
    problems: tuple[Problem, ...]
    anchors: int = 0
    empty: tuple[str, ...] = ()


class AuditProof:
    """One audit database, read only.

    Args:
        where: the log; a path is an SQLite file.

    Raises:
        AuditUnavailable: (all methods) it cannot be read.
    """

    def __init__(self, where: Path | Place) -> None:
        place = place_of(where)
        if place.missing:
            raise AuditUnavailable(f"There is no audit database at {place}.")
        self._engine = place.reader(timeout_s=_PATIENT_S)

    def verify(
        self,
        keys: Sequence[str],
        anchors: Sequence[Path],
        *,
        deep: bool,
        copy: bool = False,
        later_keys: Sequence[str] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> Verdict:
        """Check every record against its leaf, the tree against every checkpoint, and both against the anchors.

        Args:
            keys: public keys as `chaperone audit key` prints them.
            anchors: files with checkpoints that were kept elsewhere.
            deep: parse each record too, write it again and compare the bytes, and what searches find it by
                (`index_check`).
            copy: it is a backup, older than the log by right: what anchors saw of a longer log is not held against it,
                where it was signed.
            later_keys: public keys that may have come after those of a copy; they count for such a longer log alone.
            progress: called with the number of records done.

        Raises:
            BadRequest: a key or an anchor cannot be read.
        """
        known = [_key(text) for text in keys]
        later: list[tuple[str, str]] = []
        # The anchors first: a guard that writes meanwhile must not give them a checkpoint that our view is too old for.
        read = [(anchor.name, _anchored(anchor)) for anchor in anchors]
        kept = [(name, note) for name, found in read for note in found]
        empty = tuple(name for name, found in read if not found)
        with self._reading() as db:
            if copy:
                length = self._size(db)
                later = [(where, note) for where, note in kept if claimed(note) > length]
                kept = [(where, note) for where, note in kept if claimed(note) <= length]
            notes = [*((_IN_DATABASE, note) for note in self._notes(db)), *kept]
            found = _Walk(db, deep=deep, progress=progress)
            walk = verifier.Check(notes, known)
            problems = [Problem(index, what) for index, what in walk.run(found.bodies(), self._leaves(db))]
            problems = found.without_echoes(problems, longest=max((claimed(note) for _, note in notes), default=0))
            problems += found.of_the_index()
            problems += _unsigned(later, [*walk.keys, *map(_key, later_keys)])
            records = found.count if not problems else self._size(db)
        if records and not notes:
            problems.append(Problem(0, "no checkpoint vouches for anything here (a guard makes one when it starts)"))
        problems = sorted({*problems, *found.problems}, key=lambda each: (found.is_vague(each), each.index, each.what))
        return Verdict(records, len(notes), walk.vouched, tuple(problems), len(read) - len(empty), empty)

    def newest(self) -> str | None:
        """The newest checkpoint, signed; None before the first."""
        with self._reading() as db:
            table = schema.audit_checkpoint.c
            return db.scalar(sa.select(table.note).order_by(table.size.desc()).limit(1))

    def size(self) -> int:
        """How many records there are."""
        with self._reading() as db:
            return self._size(db)

    def prove(self, index: int) -> dict[str, Any]:
        """What shows an outsider that record `index` is in the log: the record, its proof, the checkpoint.

        Raises:
            BadRequest: there is no such record, or no checkpoint covers it yet.
        """
        with self._reading() as db:
            bundle = _bundle(db, index, newest=True)
            if changes := _key_changes(db):
                bundle["keys"] = [_bundle(db, each, newest=False) for each in changes]
        return bundle

    def consistency(self, old: int) -> tuple[list[bytes], str]:
        """What shows a witness that the log under the newest checkpoint begins with its first `old` records.

        Returns:
            the proof, which is empty for `old` 0 or the newest size itself, and the newest checkpoint.

        Raises:
            BadRequest: there is no checkpoint yet, or none of this size.
        """
        table, leaf = schema.audit_checkpoint.c, schema.audit_leaf.c
        with self._reading() as db:
            last = db.execute(sa.select(table.size, table.note).order_by(table.size.desc()).limit(1)).first()
            if last is None:
                raise BadRequest("There is no checkpoint yet.")
            if old in (0, last.size):
                return [], last.note
            packed = db.scalar(sa.select(table.frontier).where(table.size == old))
            if packed is None or old > last.size:
                raise BadRequest(f"There is no checkpoint of {old} records.")
            added = sa.select(leaf.hash).where(leaf.seq >= old, leaf.seq < last.size).order_by(leaf.seq)
            return consistency_proof(Frontier.from_bytes(old, packed), db.scalars(added).all()), last.note

    def key_changes(self) -> list[dict[str, Any]]:
        """Announced changes of the key that signs the log, the oldest first: ``{index, at, old, new}``."""
        event, found = schema.audit_event.c, []
        with self._reading() as db:
            rows = db.execute(sa.select(event.seq, event.at, event.body).where(event.kind == "key").order_by(event.seq))
            for row in rows:
                if change := verifier.announced(bytes(row.body)):
                    old, new = change
                    found.append({"index": row.seq, "at": row.at, "old": old.text, "new": new.text})
        return found

    def given_up(self) -> list[dict[str, Any]]:
        """Where a backup was put back that lacked records which somebody had seen: ``{index, at, lost}``."""
        event, found = schema.audit_event.c, []
        with self._reading() as db:
            rows = db.execute(sa.select(event.seq, event.at, event.body).where(event.kind == "backup"))
            for row in rows:
                with suppress(ValueError, KeyError, TypeError, AttributeError):
                    if lost := json.loads(row.body)["detail"].get("lost"):
                        found.append({"index": row.seq, "at": row.at, "lost": lost})
        return found

    def export(self, folder: Path, *, progress: Callable[[int], None] = lambda _: None) -> int:
        """Write records, leaf hashes, checkpoints and the verifier into a new folder; return the number of records.

        Raises:
            BadRequest: the folder exists already.
            OSError: it cannot be written to.
        """
        if folder.exists():
            raise BadRequest(f"{folder} exists already; name a new folder.")
        folder.mkdir(mode=0o700, parents=True)
        try:
            return self._write(folder, progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # half an export would only raise a false alarm
            raise

    def _write(self, folder: Path, progress: Callable[[int], None]) -> int:
        with ExitStack() as stack:
            db = stack.enter_context(self._reading())
            records = stack.enter_context(_new(folder / "records.jsonl"))
            leaves = stack.enter_context(_new(folder / "leaves.txt"))
            count = 0
            for row, body in _rows(db):
                records.write(body + b"\n")
                leaves.write((row.hash if isinstance(row.hash, bytes) else b"").hex().encode() + b"\n")
                count += 1
                progress(count)
            with _new(folder / "checkpoints.txt") as file:
                file.write("\n".join(self._notes(db)).encode())
        with _new(folder / "verify_audit.py") as file:
            file.write(verifier_source().encode())
        return count

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """One transaction, so that all that is read in it is of one moment, also while a guard writes."""
        try:
            with self._engine.connect() as db:
                yield db
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise AuditUnavailable(
                "The audit database cannot be read: it is busy, damaged, or of another version of this program."
            ) from error

    @staticmethod
    def _notes(db: sa.Connection) -> Sequence[str]:
        table = schema.audit_checkpoint.c
        return db.scalars(sa.select(table.note).order_by(table.size)).all()

    @staticmethod
    def _leaves(db: sa.Connection) -> Iterator[bytes]:
        leaf = schema.audit_leaf.c
        yield from db.execute(sa.select(leaf.hash).order_by(leaf.seq)).scalars().yield_per(BATCH)

    @staticmethod
    def _size(db: sa.Connection) -> int:
        return db.scalar(sa.select(sa.func.count()).select_from(schema.audit_event)) or 0


class _Walk:
    """Goes through the records once; notes gaps in the numbering and, when asked, what a deep look finds."""

    def __init__(self, db: sa.Connection, *, deep: bool, progress: Callable[[int], None]) -> None:
        self._db, self._progress = db, progress
        self._index = IndexCheck(db) if deep else None
        self.count = 0
        self.gap: int | None = None
        """Index of the first record that is not there, though later ones are."""
        self.last = -1
        self.problems: list[Problem] = []

    def bodies(self) -> Iterator[bytes]:
        expected = 0
        for row, body in _rows(self._db, schema.audit_event.c if self._index else (schema.audit_event.c.body,)):
            if row.seq != expected:
                self.problems.append(Problem(expected, f"records {expected} to {row.seq - 1} are missing"))
                self.gap = expected if self.gap is None else self.gap
            if self.gap is not None and row.hash != verifier.leaf_hash(body):
                self.problems.append(Problem(row.seq, verifier.ALTERED if row.hash else "its leaf hash is missing"))
            if self._index:
                self._look(self._index, row, body)
            expected = row.seq + 1
            self.last = row.seq
            self.count += 1
            self._progress(self.count)
            yield body

    def without_echoes(self, problems: list[Problem], *, longest: int) -> list[Problem]:
        """The findings of the walk without those that only a hole in the numbering brought about.

        Behind a hole the walk compares each record with the leaf of the one before; `bodies` compared it with its own.
        It also counts fewer records than there were: whether the end was cut off too is said by the numbers of the
        last record and of the last leaf hash.

        Args:
            problems: what the walk found.
            longest: how many records a checkpoint speaks of; a log with a hole that reaches so far was not cut short.
        """
        hole, end = self.gap, self.last + 1
        if hole is None:
            return problems
        echoes = (verifier.ALTERED, verifier.LEAVES_END, verifier.CUT)
        left = [each for each in problems if each.index < hole or not each.what.startswith(echoes)]
        cut = [Problem(end, each.what) for each in problems if each.what.startswith(verifier.CUT)]
        if longest > end:
            return left + cut
        leaves = self._db.scalar(sa.select(sa.func.max(schema.audit_leaf.c.seq)))
        return [*left, Problem(end, f"{verifier.CUT}there are more leaf hashes")] if (leaves or 0) >= end else left

    def is_vague(self, problem: Problem) -> bool:
        """Whether it only says what a hole must bring about: that checkpoints from there on have another root."""
        return self.gap is not None and problem.what.endswith("vouches for")

    def of_the_index(self) -> list[Problem]:
        """What a deep look found in the index of terms; after the last record."""
        return [Problem(*each) for each in self._index.problems()] if self._index else []

    def _look(self, index: IndexCheck, row: sa.Row[Any], body: bytes) -> None:
        try:
            event = parse(body)
            same = canonical(event) == body
        except ValueError:
            same = False
        if not same:
            self.problems.append(Problem(row.seq, "the record is not in its canonical form"))
        elif not index.agrees(row, event):
            self.problems.append(Problem(row.seq, COLUMNS_DIFFER))


def _rows(
    db: sa.Connection, more: Iterable[sa.Column[Any]] = (schema.audit_event.c.body,)
) -> Iterator[tuple[sa.Row[Any], bytes]]:
    """The records in order: their rows (``seq``, ``hash`` and `more`), and the bytes."""
    event, leaf = schema.audit_event, schema.audit_leaf
    kept = [column for column in more if column.name != "seq"]
    joined: sa.Select[Any] = sa.select(event.c.seq, *kept, leaf.c.hash).join(
        leaf, leaf.c.seq == event.c.seq, isouter=True
    )
    for row in db.execute(joined.order_by(event.c.seq)).yield_per(BATCH):
        # A tampered cell may hold anything: SQLite does not enforce the type of a column.
        yield row, row.body if isinstance(row.body, bytes) else str(row.body).encode("utf-8", "replace")


def _bundle(db: sa.Connection, index: int, *, newest: bool) -> dict[str, Any]:
    """A record, and its proof under the newest checkpoint or under the first that covers it. Raises BadRequest."""
    table, leaf, event = schema.audit_checkpoint.c, schema.audit_leaf.c, schema.audit_event.c
    order = table.size.desc() if newest else table.size
    last = db.execute(sa.select(table.size, table.note).where(table.size > index).order_by(order).limit(1)).first()
    body = db.scalar(sa.select(event.body).where(event.seq == index))
    if body is None:
        raise BadRequest(f"Record {index} cannot be proved: there is no such record.")
    if last is None:
        raise BadRequest(f"Record {index} cannot be proved: no checkpoint covers it yet; try again in a minute.")
    before = sa.select(table.size, table.frontier).where(table.size <= index).order_by(table.size.desc()).limit(1)
    known = None if newest else db.execute(before).first()  # its tree is all that is needed of what came before
    old = Frontier() if known is None else Frontier.from_bytes(known.size, bytes(known.frontier))
    rows = sa.select(leaf.hash).where(leaf.seq >= old.size, leaf.seq < last.size).order_by(leaf.seq)
    proof = [each.hex() for each in inclusion_after(old, db.scalars(rows).all(), index)]
    return {"index": index, "record": bytes(body).decode(), "proof": proof, "checkpoint": last.note}


def _key_changes(db: sa.Connection) -> list[int]:
    """Records that announce another key of the log and are covered by a checkpoint, the oldest first."""
    event = schema.audit_event.c
    covered = db.scalar(sa.select(sa.func.max(schema.audit_checkpoint.c.size))) or 0
    found = sa.select(event.seq, event.body).where(event.kind == "key", event.seq < covered).order_by(event.seq)
    return [row.seq for row in db.execute(found) if verifier.announced(bytes(row.body))]


def _key(text: str) -> verifier.Key:
    try:
        return verifier.Key(text)
    except ValueError as error:
        raise BadRequest("A key is written name+id+base64, as `chaperone audit key` prints it.") from error


def _anchored(path: Path) -> list[str]:
    try:
        return verifier.split_notes(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"The anchor {path} cannot be read.") from error


def _unsigned(notes: Sequence[tuple[str, str]], keys: Sequence[verifier.Key]) -> list[Problem]:
    """Checkpoints of a longer log than a copy is, which its walk did not meet, and which nobody signed that we know.

    One by a key between the copy's and the newest is no fault where a later one is signed, as in the walk.
    """
    signed = max((claimed(note) for _, note in notes if verifier.signers(note, keys)), default=0)
    return [
        Problem(0, verifier.UNSIGNED.format(where))
        for where, note in notes
        if claimed(note) > signed or (claimed(note) == signed and not verifier.signers(note, keys))
    ]


def claimed(note: str) -> int:
    """How many records a checkpoint speaks of, whoever signed it; 0 where it is none, so that it is looked at."""
    try:
        return verifier.claims(note)[0]
    except ValueError:
        return 0


def seen_in(anchors: Iterable[Path]) -> int:
    """The longest log that checkpoints in these files speak of, whoever signed them: a key may be newer than ours.

    Raises:
        BadRequest: a file cannot be read.
    """
    return max((claimed(note) for anchor in anchors for note in _anchored(anchor)), default=0)


def _new(path: Path) -> Any:  # noqa: ANN401 - a binary file
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def verifier_source() -> str:
    """The verifier as one file for outsiders."""
    return (resources.files("proxy.audit") / "verifier.py").read_text(encoding="utf-8")
