"""A log written again into an empty store, on whichever database: the portable form of a backup and of its return.

Nothing is taken over on trust: every record goes the way that records go, its leaf is hashed anew, and every kept
checkpoint must fit the tree as it grows, or the copy ends there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import leases, verifier
from proxy.audit.event import parse
from proxy.audit.stores import schema
from proxy.audit.stores.base import Instance, Record, StoreError
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from proxy.audit.stores.base import Store
    from proxy.audit.stores.place import Reader
    from proxy.audit.tree import Frontier

BATCH: Final = 500


class ReplayError(StoreError):
    """The log that is copied does not agree with itself; the message says where."""


def replay(source: Reader, target: Store) -> int:
    """Copy a log of one moment into an open, empty store; return how many records there were.

    Raises:
        ReplayError: a record is none, or a checkpoint does not fit; the target is not to be used.
        StoreError: the source cannot be read, or the target failed.
    """
    try:
        return _replay(source, _Copy(target))
    except sa.exc.SQLAlchemyError as error:
        raise StoreError(f"the source cannot be read ({type(error).__name__})") from error


def _replay(source: Reader, copy: _Copy) -> int:
    with source.connect() as db:
        event, kept = schema.audit_event.c, schema.audit_checkpoint.c
        notes = {row.size: row.note for row in db.execute(sa.select(kept.size, kept.note).order_by(kept.size))}
        rows = db.execute(sa.select(event.seq, event.body).order_by(event.seq)).yield_per(BATCH)
        for seq, body in rows:
            copy.add(seq, bytes(body), notes.get(seq + 1))
        copy.flush()
        if notes and max(notes) > copy.size:
            raise ReplayError(f"records are missing: a checkpoint vouches for {max(notes)}, there are {copy.size}")
    return copy.size


class _Copy:
    """The target so far."""

    def __init__(self, target: Store) -> None:
        self.size = 0
        self._target = target
        self._waiting: list[Record] = []
        self._instances: set[str] = set()

    def add(self, seq: int, body: bytes, note: str | None) -> None:
        if seq != self.size:
            raise ReplayError(f"record {self.size} is missing")
        try:
            event = parse(body)
        except ValueError as error:
            raise ReplayError(f"record {seq} is no record of this version") from error
        if event.kind is EventKind.INTENT and event.instance not in self._instances:
            # An open intent must belong to somebody; a released lease lets the next start close it.
            self._target.renew(_gone(event.instance), leases.RELEASED)
            self._instances.add(event.instance)
        self._waiting.append(Record(event, body))
        self.size += 1
        if note is not None or len(self._waiting) >= BATCH:
            self.flush()
        if note is not None:
            self._target.checkpoint(lambda tree: _fitting(note, tree))

    def flush(self) -> None:
        if self._waiting:
            self._target.append(self._waiting)
            self._waiting = []


def _gone(instance: str) -> Instance:
    return Instance(instance, "restored", "", 0, "", datetime.fromtimestamp(0, UTC))


def _fitting(note: str, tree: Frontier) -> str:
    try:
        size, root = verifier.claims(note)
    except ValueError as error:
        raise ReplayError(f"the checkpoint at {tree.size} records is none") from error
    if (size, root) != (tree.size, tree.root):
        raise ReplayError(f"records up to {tree.size} are not those that their checkpoint vouches for")
    return note
