"""Reports about the log itself: whether anything is missing in it, and who read it and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import plan
from proxy.audit.cube import Cube
from proxy.audit.facets import facets_within
from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page
from proxy.audit.stores.rollups import audit_rollup
from proxy.audit.stores.schema import audit_checkpoint, audit_event, audit_leaf, open_intent

if TYPE_CHECKING:
    from proxy.audit.query import AuditLog

READS: Final = ("log.read", "log.export", "content")


def _whole(db: sa.Connection, low: int, high: int, length: int) -> tuple[int, int]:
    """The range with what is missing at its edges: bounds are those of rows that remain."""
    seq = audit_event.c.seq
    before = db.scalar(sa.select(sa.func.max(seq)).where(seq < low))
    behind = db.scalar(sa.select(sa.func.min(seq)).where(seq > high))
    return (0 if before is None else int(before) + 1), (length if behind is None else int(behind)) - 1


def gaps(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Records, leaf hashes and checkpoints counted against each other; calls whose end nobody knows; restarts.

    Only what lies in the asked time is counted row by row: where that is in the log, the roll-ups know.
    """
    signed, checkpoints = db.execute(
        sa.select(sa.func.max(audit_checkpoint.c.size), sa.func.count()).select_from(audit_checkpoint)
    ).one()
    written, last = _in_roll_ups(db)
    head = db.scalar(sa.select(sa.func.max(audit_event.c.seq)))
    length = 1 + max(-1 if head is None else int(head), last, int(signed or 0) - 1)
    low, high = _whole(db, *(plan.bounds(db, asked.filters()) or (0, length - 1)), length)
    first = sa.select(sa.func.min(audit_event.c.seq)).where(audit_event.c.seq >= low)
    finals = facets_within(log, db, asked.filters(kinds=("request.final",)), ("outcome",))
    records = _rows(db, audit_event, low, high, length)
    facts = {
        "records": records,
        "records missing": high - low + 1 - records,
        "first index": db.scalar(first),
        "leaf hashes missing": high - low + 1 - _rows(db, audit_leaf, low, high, length),
        "checkpoints": int(checkpoints),
        "records under a signed checkpoint": int(signed or 0),
        "records since the last checkpoint": length - int(signed or 0),
        "records not in the roll-ups": length - written,
        "calls without an end": int(db.scalar(sa.select(sa.func.count()).select_from(open_intent)) or 0),
        "calls whose end is unknown": finals.counts["outcome"].get("unknown_outcome", 0),
    }
    found, after = page(log, db, asked, [asked.filters(kinds=("start", "stop", "checkpoint", "backup"))])
    fields = ("version", "closed_intents", "config_hash", "action", "log", "why", "size", "known", "result", "lost")
    whole = (low, high) == (0, length - 1)
    notes = (
        "Records and leaf hashes were counted over "
        + ("the whole log" if whole else f"indexes {low} to {high}, where the asked time lies")
        + "; the other figures are of the whole log. `chaperone audit verify` proves that no record was altered.",
        *_said(facts, low),
    )
    return Report(CHAIN_GAPS.name, facts, (), tuple(brief(record, *fields) for record in found), after, notes)


def _in_roll_ups(db: sa.Connection) -> tuple[int, int]:
    """How many records the roll-ups know of, and the index of the last of them; -1 of none."""
    table = audit_rollup.c
    months = sa.select(sa.func.sum(table.n), sa.func.max(table.last_seq)).where(table.grain == "month")
    written, last = db.execute(months).one()
    return int(written or 0), -1 if last is None else int(last)


def _rows(db: sa.Connection, table: sa.Table, low: int, high: int, length: int) -> int:
    """How many rows there are from index `low` to `high`; none is asked for where that is the whole log."""
    counted = sa.select(sa.func.count()).select_from(table)
    if (low, high) != (0, length - 1):
        counted = counted.where(table.c.seq >= low, table.c.seq <= high)
    return int(db.scalar(counted) or 0)


def _said(facts: dict[str, int], low: int) -> list[str]:
    said = []
    if facts["records missing"] or facts["leaf hashes missing"] or facts["first index"] not in (low, None):
        said.append("Records are missing. Run `chaperone audit verify` and keep a copy of the database as it is.")
    if facts["records not in the roll-ups"]:
        said.append("The roll-ups do not agree with the log. Run `chaperone audit rebuild`.")
    return said


def readers(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Every look at the log and everything that was taken out of it: who, what for, under which case, how much."""
    records, after = page(log, db, asked, [asked.filters(kinds=READS)])
    kinds: Counter[str] = Counter()
    for dims, measures in Cube(db, log.tenant, asked.filters(kinds=READS)).sums(("kind",), ("n",)):
        kinds[dims["kind"]] += int(measures[0])
    fields = (
        "filters", "returned", "case", "purpose", "what", "channel", "records", "first", "action", "about", "reason",
        "asked_by",
    )  # fmt: skip
    return Report(
        LOG_READERS.name,
        {"looks": kinds["log.read"], "exports": kinds["log.export"], "content looked at": kinds["content"]},
        (Table("by kind", ("kind", "records"), tuple(kinds.most_common())),),
        tuple(brief(record, *fields) for record in records),
        after,
    )


CHAIN_GAPS: Final = Named("chain-gaps", "Is anything missing in the log?", "NIST SP 800-53 AU-9, AU-10; RFC 9162", gaps)
LOG_READERS: Final = Named(
    "log-readers", "Who read or exported the log, and why?", "NIST SP 800-53 AU-6, AU-9(4)", readers
)
