"""Putting a backup back. It refuses to write over anything, and to go back behind what somebody else has seen.

A log that is put back ends earlier than it did: whatever came after the backup is lost, and anchors will name it for
ever. So the newest size that anybody knows (an anchor, a witness, the present log) is compared first, and going behind
it takes an explicit word, which the log then holds.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from proxy.audit.proof import AuditProof, seen_in
from proxy.audit.stores.place import Place
from proxy.database.copying import copy_state
from proxy.database.state import StateDatabase
from proxy.errors import AuditUnavailable, Conflict
from proxy.services.keeping import backup
from proxy.services.keeping.backup import LOG, STATE, Databases

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        records: how many records the log has now.
        lost: how many records somebody has seen beyond them.
        manifest: digest of the backup's manifest.
        kept: where the databases that stood here before are now.
    """

    records: int
    lost: int
    manifest: str
    kept: tuple[Path, ...]


def restore(  # the parts of one decision
    folder: Path,
    databases: Databases,
    keys: Sequence[str],
    anchors: Sequence[Path] = (),
    *,
    replace: bool = False,
    accept_loss: bool = False,
    now: datetime | None = None,
) -> Restored:
    """Put a backup back, and check the log that is there then.

    Args:
        folder: the backup.
        databases: where it goes.
        keys: public keys of the log.
        anchors: files with checkpoints that were kept elsewhere.
        replace: move databases that are there aside (SQLite only).
        accept_loss: go behind what somebody has seen.
        now: for the name of what is moved aside.

    Raises:
        BadRequest: there is no backup here, or a key or an anchor cannot be read.
        Conflict: the backup is not good, something is there, a guard is running, or records would be lost.
        AuditUnavailable | StateUnavailable | OSError: it cannot be written.
    """
    checked = backup.verify(folder, keys)
    if checked.problems:
        raise Conflict(f"The backup is not good: {checked.problems[0]}. Nothing was changed.")
    present = _present(databases.log)
    if present and not (replace and databases.log.path is not None):
        raise Conflict(_occupied(databases, present))
    seen = max(present, seen_in(anchors))
    lost = max(0, seen - checked.records)
    if lost and not accept_loss:
        raise Conflict(
            f"The backup holds {checked.records} records, and {seen} have been seen elsewhere: {lost} would be lost. "
            "If that is what must be, say so (--accept-loss)."
        )
    kept = _moved_aside(databases, now or datetime.now(UTC)) if replace else ()
    _put_log(folder / LOG, databases.log)
    _put_state(folder / STATE, databases)
    verdict = AuditProof(databases.log).verify(keys, (), deep=False)
    if verdict.problems:
        raise Conflict(f"The log that was put back is not whole: index {verdict.problems[0].index}.")
    return Restored(verdict.records, lost, checked.manifest, kept)


def _present(log: Place) -> int:
    """How many records stand where the log goes; 0 where there is none."""
    if log.missing:
        return 0
    try:
        return AuditProof(log).size()
    except AuditUnavailable:
        # Damaged, or an empty PostgreSQL database without our tables: the first must be moved aside by its owner.
        return 1 if log.path is not None else 0


def _occupied(databases: Databases, present: int) -> str:
    if databases.log.path is None:
        return f"The database holds a log of {present} records. Give an empty one; nothing is written over."
    return f"There is a log at {databases.log} ({present} records). With --replace it is moved aside."


def _moved_aside(databases: Databases, now: datetime) -> tuple[Path, ...]:
    kept: list[Path] = []
    paths = [each for each in (databases.log.path, databases.state) if isinstance(each, Path)]
    if databases.log.path is not None and databases.log.path.is_file():
        _nobody_writes(databases.log.path)
    for path in paths:
        for end in BESIDE:
            found = path.with_name(path.name + end)
            if found.exists():
                aside = found.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}{end}")
                found.rename(aside)
                kept.append(aside)
    return tuple(kept)


def _nobody_writes(path: Path) -> None:
    """Raises Conflict while a process has the log open for writing and its lease has not ended."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5)) as db:
            live = db.execute("SELECT count(*) FROM instance WHERE lease_until > ?", (stamp,)).fetchone()[0]
    except sqlite3.Error:
        return  # it is damaged: nobody writes to it either
    if live:
        raise Conflict("A guard is running on this log. Stop it first.")


def _put_log(source: Path, log: Place) -> None:
    if log.path is None:
        backup.write_again(Place(source), log)
    else:
        _put_file(source, log.path)


def _put_state(source: Path, databases: Databases) -> None:
    if not source.is_file():
        return
    if isinstance(databases.state, Path):
        if databases.state.exists():
            raise Conflict(f"There is a state database at {databases.state}. With --replace it is moved aside.")
        _put_file(source, databases.state)
        return
    target = databases.opened_state()
    with TemporaryDirectory() as name:  # opening it may bring it up to date, and the backup must stay as it is
        draft = Path(name) / STATE
        shutil.copyfile(source, draft)
        copy = StateDatabase(draft, timeout_s=backup.COPY_TIMEOUT_S)
        try:
            copy.open()
            copy_state(copy, target)
        finally:
            copy.close()
            target.close()


def _put_file(source: Path, target: Path) -> None:
    """The whole file under its name, or nothing."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.rename(target)
