"""Changing keys, each change recorded: the key that signs the log, and the installation's secret.

The signing key: the next key is laid beside the old one, and from then on both sign; a KEY record announces it; a
checkpoint of both vouches for that record; only then does it take the old one's place. A crash between any two of these
leaves a log that verifies from the first key on, and the same command finishes what was begun.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proxy.audit import verifier
from proxy.audit.checkpoints import Checkpoints
from proxy.audit.proof import AuditProof
from proxy.errors import Conflict
from proxy.exchange import EventKind
from proxy.services.audit.operator import operator_writer
from proxy.services.recording import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from proxy.audit.keyring import KeyRing
    from proxy.audit.stores.place import Place


@dataclass(frozen=True, slots=True)
class Rotation:
    """A finished change: public keys, or ids of secrets."""

    old: str
    new: str


async def rotate_signing_key(
    ring: KeyRing, where: Path | Place, *, deadline_s: float, tenant: str, operator: str
) -> Rotation:
    """Change the key that signs the log. Auditors who have the first public key need no other.

    Raises:
        AuditUnavailable: the change cannot be recorded; the old key stays.
        Conflict: no checkpoint of both keys came about; the old key stays, and both go on signing.
        KeyFileError | OSError: a key file cannot be read or written.
    """
    change = Rotation(ring.verifier, ring.prepare().verifier)
    detail = {"action": "rotate", "purpose": "checkpoint", "old": change.old, "new": change.new}
    async with operator_writer(where, deadline_s=deadline_s, checkpoints=Checkpoints(ring)) as writer:
        await Recorder(writer, writer.instance.id, tenant).record(EventKind.KEY, operator, detail)
    # Closing the writer signed the log; a guard that runs beside it may have been faster, with the same two keys.
    if not await asyncio.to_thread(_vouched, where, change):
        raise Conflict("The new key is announced, but no checkpoint of both keys was made. Run the command again.")
    ring.finish()
    return change


async def rotate_secret(
    replace: Callable[[], str], old: str, where: Path | Place, *, deadline_s: float, tenant: str, operator: str
) -> Rotation:
    """Change the installation's secret; the record stands before the change does.

    Args:
        replace: does it, and returns the new secret's id.
        old: id of the secret in force.
        where: the audit log.
        deadline_s: seconds to store the record.
        tenant: whose installation.
        operator: who does it.

    Raises:
        AuditUnavailable: it cannot be recorded; nothing was changed.
    """
    async with operator_writer(where, deadline_s=deadline_s) as writer:
        recorder = Recorder(writer, writer.instance.id, tenant)
        await recorder.record(EventKind.KEY, operator, {"action": "retire", "purpose": "secret", "old": old})
        new = await asyncio.to_thread(replace)
        ended = {"action": "rotate", "purpose": "secret", "old": old, "new": new}
        await recorder.record(EventKind.KEY, operator, ended)
    return Rotation(old, new)


def key_history(where: Path | Place, current: str) -> list[dict[str, Any]]:
    """The keys that have signed the log, the newest first: ``{key, since, state}``.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    keys: list[dict[str, Any]] = [{"key": current, "since": None, "state": "in force"}]
    for change in reversed(AuditProof(where).key_changes()):
        if change["new"] == keys[-1]["key"]:
            keys[-1]["since"] = change["at"]
            keys.append({"key": change["old"], "since": None, "state": "retired"})
    return keys


def _vouched(where: Path | Place, change: Rotation) -> bool:
    """Whether the newest checkpoint has both signatures and covers the announcement of the new key."""
    proof = AuditProof(where)
    note = proof.newest()
    keys = [verifier.Key(change.old), verifier.Key(change.new)]
    if note is None or len(verifier.signers(note, keys)) < len(keys):
        return False
    size, _ = verifier.claims(note)
    return any(each["index"] < size and each["new"] == change.new for each in proof.key_changes())
