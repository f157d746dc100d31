"""Whether what searches go by agrees with the records: nobody may be able to hide a record by changing the index alone.

The tree proves the bytes of the records. The search columns and the index of terms stand beside them, and whoever can
write to the database past its triggers could take a student's digest out of the index without touching a leaf. So a
deep verification makes both again from the bytes and compares. The index of terms is compared by sums over blocks of
records (a salted digest of each row, added up), because it is in another order than the log and too large to hold.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.event import parse
from proxy.audit.stores.schema import INHERITED, audit_event, audit_id, audit_term, columns
from proxy.audit.stores.terms import terms_of
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proxy.exchange import AuditEvent, Json

BLOCK: Final = 1_000
"""Records whose terms are added up together."""
LOOKED_INTO: Final = 20
"""Blocks that do not agree of which the first bad record is looked for; of more, the block is named."""
CHUNK: Final = 5_000
COLUMNS_DIFFER: Final = "the search columns are not those of the record"
TERMS_DIFFER: Final = (
    "what a search finds it by is not what the record says (`chaperone audit rebuild` adds what is missing)"
)

PLACE_DIFFERS: Final = "where it lies among the partitions is not what the record says"


class IndexCheck:
    """Told every record of a log, in order; says which are indexed otherwise than their bytes ask for.

    Args:
        db: the moment of the log that the records come from.
    """

    def __init__(self, db: sa.Connection) -> None:
        self._db = db
        self._salt = secrets.token_bytes(16)
        self._sums: defaultdict[int, int] = defaultdict(int)
        self._intents: dict[str, Mapping[str, Json]] = {}

    def agrees(self, row: sa.Row[Json], event: AuditEvent) -> bool:
        """Whether the search columns of a record (a row of `audit_event`) are those of its event."""
        for field, term in terms_of(event.detail):
            self._sums[row.seq // BLOCK] += self._weight(field, term, row.seq)
        wanted = columns(event, self._inherited(event))
        if event.kind is EventKind.INTENT:
            self._intents[event.event_id] = {name: wanted[name] for name in INHERITED}
        return all(getattr(row, name) == value for name, value in wanted.items())

    def problems(self) -> Iterator[tuple[int, str]]:
        """(first bad index, what is wrong) with the index of terms; after the last record."""
        for field, term, seq in self._terms():
            self._sums[seq // BLOCK] -= self._weight(field, term, seq)
        wrong = sorted(block for block, left in self._sums.items() if left)
        firsts = self._first_bad(frozenset(wrong[:LOOKED_INTO]))
        yield from ((firsts.get(block, block * BLOCK), TERMS_DIFFER) for block in wrong)
        yield from ((seq, PLACE_DIFFERS) for seq in self._misplaced())

    def _misplaced(self) -> list[int]:
        """PostgreSQL: the first record whose place among the partitions is not where it is said to be."""
        if self._db.dialect.name != "postgresql":
            return []
        at, said = audit_event.c, audit_id.c
        same = sa.and_(said.seq == at.seq, said.at == at.at, said.event_id == at.event_id)
        lost = (
            sa.select(sa.func.min(at.seq)).select_from(audit_event.outerjoin(audit_id, same)).where(said.seq.is_(None))
        )
        first = self._db.scalar(lost)
        return [] if first is None else [int(first)]

    def _weight(self, field: str, term: str, seq: int) -> int:
        row = f"{field}\x1f{term}\x1f{seq}".encode("utf-8", "replace")
        return int.from_bytes(blake2b(row, key=self._salt, digest_size=16).digest())

    def _terms(self) -> Iterator[tuple[str, str, int]]:
        rows = self._db.execute(sa.select(audit_term.c.field, audit_term.c.term, audit_term.c.seq)).yield_per(CHUNK)
        return ((str(field), str(term), int(seq)) for field, term, seq in rows)

    def _first_bad(self, blocks: frozenset[int]) -> dict[int, int]:
        """Block -> the first of its records whose terms are not right."""
        if not blocks:
            return {}
        found: set[tuple[str, str, int]] = {each for each in self._terms() if each[2] // BLOCK in blocks}
        for block in blocks:
            within = (audit_event.c.seq >= block * BLOCK, audit_event.c.seq < (block + 1) * BLOCK)
            for seq, body in self._db.execute(sa.select(audit_event.c.seq, audit_event.c.body).where(*within)):
                found ^= {(field, term, seq) for field, term in _terms_of(body)}
        firsts: dict[int, int] = {}
        for _, _, seq in found:
            firsts[seq // BLOCK] = min(seq, firsts.get(seq // BLOCK, seq))
        return firsts

    def _inherited(self, event: AuditEvent) -> Mapping[str, Json]:
        """The columns that a final takes from its intent."""
        if event.kind is not EventKind.FINAL:
            return {}
        intent = str(event.detail["intent_id"])
        return self._intents.pop(intent, None) or self._looked_up(intent)  # a second final is rare

    def _looked_up(self, intent: str) -> Mapping[str, Json]:
        query = sa.select(audit_event.c.body).where(audit_event.c.event_id == intent)
        if self._db.dialect.name == "postgresql":
            same = sa.and_(audit_id.c.seq == audit_event.c.seq, audit_id.c.at == audit_event.c.at)
            query = sa.select(audit_event.c.body).join(audit_id, same).where(audit_id.c.event_id == intent)
        body = self._db.scalar(query)
        return {} if body is None else columns(parse(bytes(body)), {})


def _terms_of(body: bytes) -> list[tuple[str, str]]:
    try:
        return list(terms_of(parse(bytes(body)).detail))
    except ValueError:  # it is named for that already
        return []
