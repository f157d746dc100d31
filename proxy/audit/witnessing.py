"""Witnesses: another installation that sees our checkpoints, and remembers (C2SP tlog-witness, ``add-checkpoint``).

Here are both ends. `ToWitness` is an anchor: it shows our newest checkpoint with a proof that it begins with the one
the witness saw last, and keeps the cosignature. `Witness` is the other side: per log it keeps the newest checkpoint
that it cosigned, and cosigns a later one only when that one begins with it. A log that was cut short, put back to an
older copy or rewritten gets no cosignature any more, whoever controls the machine it is on.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import verifier
from proxy.audit.anchor import AnchorFailed, append
from proxy.audit.consistency import is_consistent
from proxy.audit.event import stamp
from proxy.audit.keeping.tables import witnessed_log
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from proxy.audit.anchor import Post, Posted
    from proxy.audit.cosign import Cosigner, WitnessKey
    from proxy.database.state import StateDatabase

MOST_BYTES: Final = 16_384
MOST_PROOF: Final = 63
SIZE_TYPE: Final = "text/x.tlog.size"
PLAIN: Final = "text/plain; charset=utf-8"


# --------------------------------------------------------------------------- asking a witness


@dataclass(slots=True)
class ToWitness:
    """An anchor: has our newest checkpoint cosigned, and keeps what the witness said.

    Attributes:
        post: sends the request.
        url: submission prefix of the witness.
        key: of the witness.
        prove: our newest checkpoint, and the proof that it begins with a tree of this size; raises BadRequest.
        kept: file for cosigned checkpoints; each can be held against the log like any other anchor's.
        pause_s: least seconds between two requests.
    """

    post: Post
    url: str
    key: WitnessKey
    prove: Callable[[int], tuple[list[bytes], str]]
    kept: Path
    pause_s: float = 10.0
    _seen: int = field(default=0, init=False)

    def __call__(self, note: str) -> None:
        """Raises OSError: no answer, no cosignature, or the witness knows another log by our name."""
        del note  # the newest one counts, and vouches for this one too
        answer = self._ask()
        if answer is None:
            answer = self._ask()
        if answer is None:
            raise AnchorFailed("the witness changed its mind about the size that it saw last")
        said, text = answer
        if self.key.cosigned_at(text.partition("\n\n")[0] + "\n", said) is None:
            raise AnchorFailed("the witness's answer holds no good cosignature")
        self._seen, _ = verifier.claims(text)
        append(self.kept, f"{text}{said.rstrip()}\n\n".encode())

    def _ask(self) -> tuple[str, str] | None:
        """What the witness said, and of which checkpoint; None when it named the size that it saw last."""
        try:
            proof, text = self.prove(self._seen)
        except BadRequest as error:
            self._send([], self.prove(0)[1])  # without a proof, so that the witness knows of it too
            raise AnchorFailed(
                f"the witness saw a log of {self._seen} records that this one does not begin with: {error.message}"
            ) from error
        got = self._send(proof, text)
        if got.status == HTTPStatus.CONFLICT and got.content_type.startswith(SIZE_TYPE):
            known = got.body.decode("ascii", "replace").strip()
            size, _ = verifier.claims(text)
            if not known.isdigit() or int(known) > size:
                raise AnchorFailed(f"the witness saw a longer log than ours of {size} records: was it cut or put back?")
            self._seen = int(known)
            return None
        if got.status != HTTPStatus.OK:
            raise AnchorFailed(f"the witness answered {got.status}")
        return got.body.decode("utf-8", "replace"), text

    def _send(self, proof: Sequence[bytes], text: str) -> Posted:
        lines = [f"old {self._seen}", *(base64.b64encode(node).decode() for node in proof), "", text]
        return self.post(f"{self.url}/add-checkpoint", "\n".join(lines).encode(), PLAIN)


# --------------------------------------------------------------------------- being one


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a witness.

    Attributes:
        status: of HTTP, as the protocol has it.
        body: the cosignature, or the size seen last, or a reason.
        content_type: of the body.
        why: for our own log where something was refused that a log in order does not send; else empty.
        log: name of the log, where it is known.
        size: what was shown.
        known: what was cosigned before.
    """

    status: int
    body: str
    content_type: str = PLAIN
    why: str = ""
    log: str = ""
    size: int | None = None
    known: int | None = None


class Witness:
    """Cosigns the checkpoints of some logs.

    Args:
        state: where the newest checkpoint of each is kept.
        cosigner: our key.
        logs: public keys of the logs.
    """

    def __init__(
        self,
        state: StateDatabase,
        cosigner: Cosigner,
        logs: Sequence[str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._cosigner = cosigner
        self._keys: dict[str, list[verifier.Key]] = {}
        for text in logs:
            key = verifier.Key(text)
            self._keys.setdefault(key.name, []).append(key)
        self._clock = clock

    async def add(self, body: bytes) -> Said:
        """Look at a checkpoint, and cosign it when it continues what was seen before.

        Raises:
            StateUnavailable: it cannot be remembered, so it is not cosigned.
        """
        try:
            old, proof, note = _parsed(body)
            size, root = verifier.claims(note)
        except (ValueError, binascii.Error):
            return Said(HTTPStatus.BAD_REQUEST, "This is no add-checkpoint request.\n")
        keys = self._keys.get(note.partition("\n")[0])
        if keys is None:
            return Said(HTTPStatus.NOT_FOUND, "This log is not witnessed here.\n")
        if not verifier.signers(note, keys):
            return Said(HTTPStatus.FORBIDDEN, "No good signature of this log's key.\n")
        if old > size:
            return Said(HTTPStatus.BAD_REQUEST, "The old size is larger than the checkpoint's.\n")
        return await self._state.run(lambda db: self._continued(db, old, proof, note, size, root))

    def _continued(  # noqa: PLR0917 - the parts of one request
        self, db: sa.Connection, old: int, proof: Sequence[bytes], note: str, size: int, root: bytes
    ) -> Said:
        origin, text = note.partition("\n")[0], note.partition("\n\n")[0] + "\n"
        table = witnessed_log.c
        row = db.execute(sa.select(table.size, table.root).where(table.origin == origin)).first()
        known, known_root = (0, b"") if row is None else (row.size, bytes(row.root))
        conflict = Said(HTTPStatus.CONFLICT, f"{known}\n", SIZE_TYPE, log=origin, size=size, known=known)
        if old != known:
            return replace(conflict, why="rollback" if size < known else "")
        if size == known and row is not None and root != known_root:
            return replace(conflict, why="fork")
        if not is_consistent(known, known_root, size, root, proof):
            body = "The proof does not hold.\n"
            return replace(conflict, status=HTTPStatus.UNPROCESSABLE_ENTITY, body=body, content_type=PLAIN, why="fork")
        at = self._clock()
        values = {"size": size, "root": root, "note": note, "at": stamp(at)}
        if row is None:
            db.execute(witnessed_log.insert(), {"origin": origin, **values})
        else:
            db.execute(witnessed_log.update().where(table.origin == origin).values(values))
        return Said(HTTPStatus.OK, self._cosigner.cosign(text, at))


def _parsed(body: bytes) -> tuple[int, list[bytes], str]:
    """Old size, proof, checkpoint. Raises ValueError."""
    head, _, note = body.decode().partition("\n\n")
    first, *lines = head.split("\n")
    word, _, size = first.partition(" ")
    if word != "old" or not (size.isascii() and size.isdigit()) or str(int(size)) != size or len(lines) > MOST_PROOF:
        raise ValueError("not an add-checkpoint request")
    proof = [base64.b64decode(line, validate=True) for line in lines]
    if any(len(node) != len(verifier.leaf_hash(b"")) for node in proof):
        raise ValueError("a proof is made of hashes")
    return int(size), proof, note
