"""What both stores do on a connection, inside a transaction in which nobody else appends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.event import parse, stamp
from proxy.audit.stores import schema
from proxy.audit.stores.base import Instance, StoreError
from proxy.audit.stores.bulk import take_out
from proxy.audit.stores.terms import terms_of
from proxy.audit.tree import Frontier
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from proxy.audit.stores.base import Record
    from proxy.exchange import AuditEvent, Json

CHUNK: Final = 5_000
"""Ids per IN list; SQLite's own limit is 32,766 variables."""

# --------------------------------------------------------------------------- appending


@dataclass(frozen=True, slots=True)
class Rows:
    """What a batch puts into the tables.

    Attributes:
        events: rows of `audit_event`.
        terms: rows of `audit_term`.
        pairs: field and term of these, for each record.
        opened: rows of `open_intent`.
        closed: ids of the intents that get their final.
    """

    events: list[dict[str, Json]]
    terms: list[dict[str, Json]]
    pairs: list[list[tuple[str, str]]]
    opened: list[dict[str, Json]]
    closed: list[str]


def rows_of(db: sa.Connection, records: Sequence[Record], first: int, *, lookup: sa.FromClause) -> Rows:
    """The rows of `records`, which get the indexes from `first` on.

    Args:
        db: the connection.
        records: the batch.
        first: index of the first of them.
        lookup: where an event is found by its id.
    """
    inherited = _intent_columns(db, records, lookup)
    pairs = [list(terms_of(record.event.detail)) for record in records]
    return Rows(
        events=[
            {
                "seq": first + index,
                "body": record.body,
                **schema.columns(record.event, inherited.get(record.event.detail.get("intent_id"), {})),
            }
            for index, record in enumerate(records)
        ],
        terms=[
            {"field": name, "term": term, "seq": first + index}
            for index, each in enumerate(pairs)
            for name, term in each
        ],
        pairs=pairs,
        opened=[
            {"event_id": record.event.event_id, "instance": record.event.instance}
            for record in records
            if record.event.kind is EventKind.INTENT
        ],
        closed=[record.event.detail["intent_id"] for record in records if _is_final(record)],
    )


def _is_final(record: Record) -> bool:
    return record.event.kind is EventKind.FINAL


def _intent_columns(
    db: sa.Connection, records: Sequence[Record], lookup: sa.FromClause
) -> dict[Json, Mapping[str, Json]]:
    """The columns that the finals among `records` inherit, by intent id: from the log, or from this very batch."""
    wanted = {record.event.detail["intent_id"] for record in records if _is_final(record)}
    if not wanted:
        return {}
    found: dict[Json, Mapping[str, Json]] = {
        record.event.event_id: record.event.detail
        for record in records
        if record.event.kind is EventKind.INTENT and record.event.event_id in wanted
    }
    missing = wanted - found.keys()
    if missing:
        table = schema.audit_event.c
        columns = (lookup.c.event_id, *(table[name] for name in schema.INHERITED))
        query = sa.select(*columns).select_from(_whole(lookup)).where(lookup.c.event_id.in_(missing))
        found.update({row["event_id"]: dict(row) for row in db.execute(query).mappings()})
    return found


def _whole(lookup: sa.FromClause) -> sa.FromClause:
    """Events found by `lookup`. The time as well as the index: it says in which partition to look."""
    events = schema.audit_event
    if lookup is events:
        return events
    return lookup.join(events, sa.and_(events.c.seq == lookup.c.seq, events.c.at == lookup.c.at))


def close(db: sa.Connection, intents: Sequence[str]) -> None:
    """These intents have a final."""
    take_out(db, schema.open_intent.c.event_id, intents)


# --------------------------------------------------------------------------- asking


def known(db: sa.Connection, event_ids: Collection[str], *, lookup: sa.FromClause) -> frozenset[str]:
    """Those of `event_ids` that are stored."""
    column, found = lookup.c.event_id, set[str]()
    for some in _chunks(event_ids):
        found.update(db.scalars(sa.select(column).where(column.in_(some))))
    return frozenset(found)


def tree(db: sa.Connection, size: int) -> Frontier | None:
    """The tree of all `size` records, from the last checkpoint's on; None where that one holds them all.

    Raises:
        StoreError: leaves are missing or the last checkpoint is damaged: what is there must not be signed.
    """
    table, leaf = schema.audit_checkpoint.c, schema.audit_leaf.c
    last = db.execute(sa.select(table.size, table.frontier).order_by(table.size.desc()).limit(1)).first()
    try:
        before = Frontier() if last is None else Frontier.from_bytes(last.size, last.frontier)
    except ValueError as error:
        raise StoreError("the last checkpoint is damaged; run `chaperone audit verify`") from error
    query = sa.select(leaf.hash).where(leaf.seq >= before.size).order_by(leaf.seq)
    grown = before.extended(db.execute(query).scalars().yield_per(CHUNK))
    if grown.size != size:
        raise StoreError("records and their leaf hashes do not agree; run `chaperone audit verify`")
    return grown if grown.size > before.size else None


def keep_checkpoint(db: sa.Connection, grown: Frontier, note: str) -> None:
    """Store a signed note with the tree that it vouches for."""
    row = {"size": grown.size, "note": note, "frontier": grown.to_bytes()}
    db.execute(schema.audit_checkpoint.insert(), row)


# --------------------------------------------------------------------------- who writes


def lease_row(instance: Instance, lease_until: datetime) -> dict[str, Json]:
    """The row of an instance."""
    return {
        "id": instance.id,
        "host": instance.host,
        "boot_id": instance.boot_id,
        "pid": instance.pid,
        "pid_started": instance.pid_started,
        "started": stamp(instance.started),
        "lease_until": stamp(lease_until),
    }


def instances(db: sa.Connection) -> Iterator[tuple[Instance, datetime]]:
    """All registered instances, each with the end of its lease."""
    for row in db.execute(sa.select(schema.instance)).mappings():
        values = dict(row)
        lease_until = datetime.fromisoformat(values.pop("lease_until"))
        yield Instance(**{**values, "started": datetime.fromisoformat(values["started"])}), lease_until


def open_events(db: sa.Connection, of: Collection[str], *, lookup: sa.FromClause) -> list[AuditEvent]:
    """The intents without a final of these instances, in the order of the log."""
    waiting = schema.open_intent
    query = (
        sa.select(schema.audit_event.c.body)
        .select_from(_whole(lookup).join(waiting, waiting.c.event_id == lookup.c.event_id))
        .where(waiting.c.instance.in_(of))
        .order_by(schema.audit_event.c.seq)
    )
    return [parse(body) for body in db.scalars(query)]


def forget(db: sa.Connection, instances: Collection[str]) -> None:
    """These instances are gone, and have no open intent left."""
    db.execute(schema.instance.delete().where(schema.instance.c.id.in_(instances)))


def close_dead(
    db: sa.Connection,
    gone: Collection[str],
    final: Callable[[AuditEvent], Record],
    append: Callable[[Sequence[Record]], None],
    *,
    lookup: sa.FromClause,
) -> int:
    """Append a final for every open intent of the instances `gone`, and forget them; how many finals."""
    if not gone:
        return 0
    finals = [final(event) for event in open_events(db, gone, lookup=lookup)]
    if finals:
        append(finals)
    forget(db, gone)
    return len(finals)


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
