"""Trust in the log, for every face: its newest checkpoint, proofs that it only grew, and witnessing other logs."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.audit import verifier
from proxy.audit.proof import AuditProof
from proxy.errors import NotFound
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cryptography.x509 import Certificate

    from proxy.audit.cosign import WitnessKey
    from proxy.audit.stores.place import Place
    from proxy.audit.witnessing import Said, Witness
    from proxy.services.recording import Recorder

REMEMBER_EVERY: Final = timedelta(minutes=1)


class LogTrust:
    """What others need to hold this log to its word, and what we do for theirs.

    Args:
        where: the log.
        recorder: writes the records.
        witness: cosigns other logs; None where none is witnessed.
    """

    def __init__(
        self,
        where: Path | Place,
        recorder: Recorder,
        witness: Witness | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._where = where
        self._recorder = recorder
        self._witness = witness
        self._clock = clock
        self._told: dict[tuple[str, str], datetime] = {}

    async def checkpoint(self) -> str:
        """The newest signed checkpoint: a public note, which says how many records there are and their root.

        Raises:
            NotFound: there is none yet.
            AuditUnavailable: the log cannot be read.
        """
        newest = await asyncio.to_thread(lambda: AuditProof(self._where).newest())
        if newest is None:
            raise NotFound("There is no checkpoint yet; one is made within a minute of a record.")
        return newest

    async def consistency(self, old: int) -> dict[str, Any]:
        """What shows that the log under its newest checkpoint begins with its first `old` records.

        Raises:
            BadRequest: there is no checkpoint of that size.
            AuditUnavailable: the log cannot be read.
        """
        proof, note = await asyncio.to_thread(lambda: AuditProof(self._where).consistency(old))
        return {"old": old, "proof": [base64.b64encode(node).decode() for node in proof], "checkpoint": note}

    async def cosign(self, body: bytes) -> Said:
        """What the witness says to an ``add-checkpoint`` request; a log that lies is recorded, once a minute.

        Raises:
            NotFound: no log is witnessed here.
            StateUnavailable: what was seen cannot be remembered, so nothing is cosigned.
            AuditUnavailable: a lie could not be recorded.
        """
        if self._witness is None:
            raise NotFound("This installation witnesses no log.")
        said = await self._witness.add(body)
        now = self._clock()
        if said.why and now - self._told.get((said.log, said.why), datetime.min.replace(tzinfo=UTC)) > REMEMBER_EVERY:
            self._told[said.log, said.why] = now
            told: dict[str, Any] = {"action": "witness_refused", "log": said.log, "why": said.why}
            detail = told | {"size": said.size, "known": said.known}
            await self._recorder.record(EventKind.CHECKPOINT, None, detail)
        return said


def cosigned(path: Path, key: WitnessKey, log_keys: Sequence[str]) -> dict[str, Any]:
    """The newest checkpoint in a file that a witness cosigned: ``{witness, size, at}``; without size: none is good.

    Raises:
        OSError: the file cannot be read.
    """
    best: dict[str, Any] = {"witness": key.name, "size": None, "at": None}
    keys = [verifier.Key(text) for text in log_keys]
    for note in verifier.split_notes(path.read_text(encoding="utf-8")):
        text, _, lines = note.partition("\n\n")
        at = key.cosigned_at(text + "\n", lines)
        if at is None or not verifier.signers(note, keys):
            continue
        size, _ = verifier.claims(note)
        if best["size"] is None or size >= best["size"]:
            best |= {"size": size, "at": datetime.fromtimestamp(at, UTC).isoformat()}
    return best


def stamped(path: Path, roots: Sequence[Certificate], log_keys: Sequence[str]) -> dict[str, Any]:
    """The newest time-stamped checkpoint in a file: ``{size, at, bad}``; `bad` counts stamps that are not good.

    Raises:
        OSError: the file cannot be read.
    """
    from proxy.audit.time_stamps import stamps_in  # noqa: PLC0415 - only where stamps are asked for

    found: dict[str, Any] = {"size": None, "at": None, "bad": 0}
    keys = [verifier.Key(text) for text in log_keys]
    for each in stamps_in(path, roots):
        if each.at is None or not verifier.signers(each.note, keys):
            found["bad"] += 1
            continue
        size, _ = verifier.claims(each.note)
        if found["size"] is None or size >= found["size"]:
            found |= {"size": size, "at": each.at.isoformat()}
    return found
