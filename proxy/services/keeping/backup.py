"""Backups: both databases as one moment saw them, under a signed manifest, and whether a backup can be believed.

A backup of SQLite is a copy by its online backup. A backup of PostgreSQL has the same form: the log written again into
an SQLite file, checked as it grows, and the state copied row by row. So every backup is read, and put back, by the same
code, and on either database. Keys are in no backup: whoever has one cannot sign as this log, and cannot open content.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from proxy import __version__
from proxy.audit import verifier
from proxy.audit.proof import AuditProof, seen_in
from proxy.audit.replay import replay
from proxy.audit.stores.base import StoreError
from proxy.audit.stores.place import Place
from proxy.database.copying import copy_sqlite, copy_state, settle, sqlite_is_whole
from proxy.database.state import HEAD, StateDatabase
from proxy.errors import AuditUnavailable, BadRequest, StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.audit.keyring import KeyRing

FORMAT: Final = "chaperone-backup/1"
LOG: Final = "audit.db"
STATE: Final = "state.db"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
STATEMENT: Final = "backup sha256"
COPY_TIMEOUT_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Databases:
    """Where an installation's databases are.

    Attributes:
        log: the audit log.
        state: an SQLite file, or the address of a PostgreSQL database.
    """

    log: Place
    state: Path | str = field(repr=False)

    def opened_state(self) -> StateDatabase:
        """The state, open; with time enough for a copy. Raises StateUnavailable."""
        state = StateDatabase(self.state, timeout_s=COPY_TIMEOUT_S)
        state.open()
        return state


@dataclass(frozen=True, slots=True)
class Checked:
    """What verification of a backup found.

    Attributes:
        records: how many records its log holds.
        manifest: digest of its manifest.
        made_at: when it was made, by its own word.
        tenant: whose it is, by its own word.
        problems: empty when everything agrees.
        seen: the longest log that an anchor has seen; what it has beyond `records` came after the backup.
    """

    records: int
    manifest: str
    made_at: str
    tenant: str
    problems: tuple[str, ...]
    seen: int = 0


def create(databases: Databases, folder: Path, ring: KeyRing, *, tenant: str) -> dict[str, Any]:
    """Write a backup into a new folder; return its manifest with its digest.

    Raises:
        BadRequest: the folder exists.
        AuditUnavailable | StateUnavailable: a database cannot be read, or the log does not agree with itself.
        OSError: the folder cannot be written to.
    """
    if folder.exists():
        raise BadRequest(f"{folder} exists already; name a new folder.")
    if databases.log.missing:
        raise AuditUnavailable(f"There is no audit database at {databases.log}.")
    folder.mkdir(mode=0o700, parents=True)
    try:
        _copy_log(databases.log, folder / LOG)
        _copy_state(databases, folder / STATE)
        return _signed(folder, databases, ring, tenant)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # half a backup is worse than none
        raise


def _copy_log(log: Place, target: Path) -> None:
    try:
        if log.path is not None:
            copy_sqlite(log.path, target)
        else:
            write_again(log, Place(target))
            settle(target)
    except sqlite3.Error as error:
        raise AuditUnavailable(f"The audit database cannot be copied ({type(error).__name__}).") from error


def write_again(source: Place, target: Place) -> int:
    """The log of one place into another that has none; how many records. Raises AuditUnavailable."""
    store = target.store()
    try:
        store.open()
        return replay(source.reader(), store)
    except StoreError as error:
        raise AuditUnavailable(f"The audit log cannot be copied: {error}.") from error
    finally:
        store.close()


def _copy_state(databases: Databases, target: Path) -> None:
    if isinstance(databases.state, Path):
        if databases.state.is_file():
            try:
                copy_sqlite(databases.state, target)
            except sqlite3.Error as error:
                raise StateUnavailable(f"The state database cannot be copied ({type(error).__name__}).") from error
        return
    source = databases.opened_state()
    copy = StateDatabase(target, timeout_s=COPY_TIMEOUT_S)
    try:
        copy.open()
        copy_state(source, copy)
    finally:
        source.close()
        copy.close()
    settle(target)


def _signed(folder: Path, databases: Databases, ring: KeyRing, tenant: str) -> dict[str, Any]:
    proof = AuditProof(folder / LOG)
    names = [name for name in (LOG, STATE) if (folder / name).is_file()]
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tenant": tenant,
        "version": __version__,
        "from": "sqlite" if databases.log.path is not None else "postgresql",
        "schema": HEAD,
        "records": proof.size(),
        "checkpoint": proof.newest(),
        "files": {name: {"bytes": (folder / name).stat().st_size, "sha256": _digest(folder / name)} for name in names},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / SIGNATURE).write_text(ring.note(f"{ring.origin}\n{STATEMENT}\n{digest}\n"), encoding="utf-8")
    return {**manifest, "manifest": digest}


# --------------------------------------------------------------------------- verification


def verify(
    folder: Path, keys: Sequence[str], anchors: Sequence[Path] = (), *, later_keys: Sequence[str] = ()
) -> Checked:
    """Check a backup: its signature, its files, every record and checkpoint of its log, both databases.

    Args:
        folder: the backup.
        keys: public keys as `chaperone audit key` prints them; the chain of later keys is followed.
        anchors: files with checkpoints that were kept elsewhere; those of a longer log came after the backup.
        later_keys: public keys that may have signed those; nothing of the backup is believed for them.

    Raises:
        BadRequest: there is no backup here, or a key or an anchor cannot be read.
    """
    manifest, digest = _manifest(folder)
    problems: list[str] = []
    for name, told in manifest["files"].items():
        path = folder / Path(name).name
        if not path.is_file():
            problems.append(f"{name} is missing")
        elif path.stat().st_size != told["bytes"] or _digest(path) != told["sha256"]:
            problems.append(f"{name} is not the file that was backed up")
        elif not sqlite_is_whole(path):
            problems.append(f"{name} is damaged")
    records = 0
    if (folder / LOG).is_file() and not any(each.startswith(LOG) for each in problems):
        records, found, chain = _verified_log(folder / LOG, keys, anchors, later_keys)
        problems += found
        problems += _signature(folder, digest, chain)
        if records != manifest["records"]:
            problems.append(f"the log holds {records} records, the manifest says {manifest['records']}")
    elif LOG not in manifest["files"]:
        problems.append("there is no log in it")
    if manifest["schema"] > HEAD:
        problems.append(f"a newer version of this program made it (schema {manifest['schema']})")
    told = str(manifest["made_at"]), str(manifest["tenant"])
    return Checked(records, digest, *told, tuple(problems), seen_in(anchors))


def _verified_log(
    path: Path, keys: Sequence[str], anchors: Sequence[Path], later_keys: Sequence[str]
) -> tuple[int, list[str], list[str]]:
    """Number of records, problems, and the keys that the log's own announcements lead to."""
    proof = AuditProof(path)
    try:
        verdict = proof.verify(keys, anchors, deep=False, copy=True, later_keys=later_keys)
        later = [change["new"] for change in proof.key_changes()]
    except AuditUnavailable as error:
        return 0, [error.message], list(keys)
    return verdict.records, [f"index {each.index}: {each.what}" for each in verdict.problems], [*keys, *later]


def _signature(folder: Path, digest: str, keys: Sequence[str]) -> list[str]:
    try:
        note = (folder / SIGNATURE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ["its signature is missing"]
    text = note.partition("\n\n")[0]
    good = verifier.signers(note, [verifier.Key(key) for key in keys])
    if not good or text.split("\n")[1:] != [STATEMENT, digest]:
        return ["its manifest has no good signature of this log's key"]
    return []


def _manifest(folder: Path) -> tuple[dict[str, Any], str]:
    try:
        raw = (folder / MANIFEST).read_bytes()
        manifest = json.loads(raw)
        wanted = {"format", "made_at", "tenant", "schema", "records", "files"}
        if manifest["format"] != FORMAT or not wanted <= manifest.keys():
            raise BadRequest(f"{folder} is no backup of this form.")
        for told in manifest["files"].values():
            told["bytes"], told["sha256"]
    except OSError as error:
        raise BadRequest(f"There is no backup at {folder}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest(f"{folder} is no backup of this form.") from error
    return manifest, hashlib.sha256(raw).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
